#include "report/changes_view.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "pivot/message_text.hpp"
#include "report/change_fields.hpp"
#include "report/section_parts.hpp"
#include "report/sender_changes.hpp"
#include "report/span_text.hpp"
#include "smtptally/time_spec.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

using Of = ChangeField::Of;
using When = ChangeField::When;

/// Who reads the rows: a terminal has little room, a page has more, and the others get all columns.
enum class Reader : std::uint8_t { screen, page, machine };

Reader reader_of(const Config& config) {
  if (config.wide || !is_for_people(config.format)) return Reader::machine;
  return config.format == OutputFormat::html ? Reader::page : Reader::screen;
}

/// Cells are made when they are asked for: a row has 36 of them.
class ChangeRows final : public RowSource {
 public:
  ChangeRows(std::vector<SenderChange> senders, Reader reader)
      : senders_(std::move(senders)), reader_(reader) {}

  [[nodiscard]] std::size_t size() const override { return senders_.size(); }
  void row(std::size_t index, std::vector<Value>& out) const override {
    const SenderChange& sender = senders_[index];
    out.clear();
    out.emplace_back(sender.sender);
    out.emplace_back(domain_of(sender.sender));
    const std::string_view state = state_of(sender);
    // For people only what is unusual stands out.
    const bool said = reader_ == Reader::machine || state != "both";
    out.emplace_back(said ? tr(state) : std::string_view());
    numbers(sender, out);
  }
  static void numbers(const SenderChange& sender, std::vector<Value>& out) {
    for (const ChangeField& field : change_fields()) out.push_back(field.value(sender));
  }
  [[nodiscard]] std::string_view keep(std::string text) { return label_ = std::move(text); }

 private:
  std::vector<SenderChange> senders_;
  Reader reader_;
  std::string label_;
};

/// "Old before", "TLS 1.0 % change".
std::string heading_of(const ChangeField& field, Reader reader) {
  // Beside the numbers that they belong to, screens need one word.
  if (reader == Reader::screen && field.when == When::before) return tr("Before");
  if (reader == Reader::screen && field.when == When::change) return tr("Change");
  std::string heading = field.of == Of::messages ? tr("Messages")
                        : field.of == Of::old
                            ? tr("Old")
                            : std::string(tr(kTlsClassLabels[index_of(field.tls)]));
  if (field.share) heading += " %";
  // TRANSLATORS: a heading such as "Messages" or "TLS 1.0 %", in the period before.
  if (field.when == When::before) heading = tr_format("{} before", heading);
  // TRANSLATORS: a heading such as "Messages" or "TLS 1.0 %", how it changed.
  if (field.when == When::change) heading = tr_format("{} change", heading);
  return heading;
}

/// Shares are many: a terminal shows none, a page those of old TLS.
bool is_shown(const ChangeField& field, Reader reader) {
  if (!field.share || reader == Reader::machine) return true;
  return reader == Reader::page && field.of == Of::old;
}

std::vector<Column> columns(Reader reader) {
  std::vector<Column> columns{{"sender", tr("Sender"), ColumnKind::text},
                              {"domain", tr("Domain"), ColumnKind::text},
                              {"state", tr("State"), ColumnKind::text}};
  columns[0].look = Look::sender;
  columns[0].worth = 9;
  if (reader != Reader::machine) columns[1].shown = Shown::machine;
  columns[2].worth = 6;
  columns[2].folded = tr("no new or gone sender");
  for (const ChangeField& field : change_fields()) {
    const ColumnKind kind = field.share ? ColumnKind::share : ColumnKind::number;
    Column& column = columns.emplace_back(Column{field.name(), heading_of(field, reader), kind});
    if (!is_shown(field, reader)) column.shown = Shown::machine;
    column.worth = field.when == When::before ? 4 : 8;
    if (field.of != Of::old) continue;
    column.folded = field.when == When::now      ? tr("no old TLS")
                    : field.when == When::before ? tr("no old TLS before")
                                                 : tr("no change of old TLS");
  }
  return columns;
}

std::uint64_t distance(std::uint64_t a, std::uint64_t b) noexcept { return a > b ? a - b : b - a; }

void sort_by_change(std::vector<SenderChange>& senders) {
  const auto key = [](const SenderChange& s) {
    return std::pair(distance(s.now.old(), s.before.old()),
                     distance(s.now.messages, s.before.messages));
  };
  std::sort(senders.begin(), senders.end(), [&](const SenderChange& a, const SenderChange& b) {
    const auto left = key(a);
    const auto right = key(b);
    return left != right ? left > right : a.sender < b.sender;
  });
}

/// The text of a column that has one; empty for the others.
std::string_view text_of(const SenderChange& sender, std::string_view field) {
  if (field == "sender") return sender.sender;
  if (field == "domain") return domain_of(sender.sender);
  return field == "state" ? state_of(sender) : std::string_view();
}

const ChangeField* find_change_field(std::string_view name) {
  const auto& fields = change_fields();
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const ChangeField& f) { return f.name() == name; });
  return found == fields.end() ? nullptr : &*found;
}

void sort_by(const SortSpec& sort, std::vector<SenderChange>& senders) {
  const bool descending = sort.direction == SortDirection::descending;
  const ChangeField* const field = find_change_field(sort.field);
  std::sort(senders.begin(), senders.end(), [&](const SenderChange& a, const SenderChange& b) {
    if (field == nullptr) {
      const int c = text_of(a, sort.field).compare(text_of(b, sort.field));
      if (c != 0) return descending ? c > 0 : c < 0;
      return a.sender < b.sender;
    }
    const auto left = field->number(a);
    const auto right = field->number(b);
    // What is not there comes last.
    if (left.has_value() != right.has_value()) return left.has_value();
    if (left && (*left < *right || *right < *left)) return (*left < *right) != descending;
    return a.sender < b.sender;
  });
}

SenderChange sum_of(const std::vector<SenderChange>& senders, std::size_t from) {
  SenderChange sum;
  for (std::size_t i = from; i < senders.size(); ++i) {
    sum.now.merge(senders[i].now);
    sum.before.merge(senders[i].before);
  }
  return sum;
}

std::vector<Value> sum_cells(std::string_view label, const SenderChange& sum) {
  std::vector<Value> cells{label, std::monostate{}, std::monostate{}};
  ChangeRows::numbers(sum, cells);
  return cells;
}

/// "new: 3 senders, gone: 1".
std::vector<Line> who_came_and_went(const std::vector<SenderChange>& senders) {
  const auto count = [&](std::string_view state) {
    return static_cast<std::uint64_t>(std::count_if(
        senders.begin(), senders.end(), [&](const auto& s) { return state_of(s) == state; }));
  };
  const std::uint64_t come = count("new");
  const std::uint64_t gone = count("gone");
  if (come + gone == 0) return {};
  return {{Line::Mark::plain, trn_format("new: {} sender, gone: {}", "new: {} senders, gone: {}",
                                         come, grouped(come), grouped(gone))}};
}

/// In ASCII, as titles are, for they may also be names.
std::string title_of(const TimeRange& before, const Zone& zone) {
  constexpr std::string_view kDash = " – ";
  std::string span = span_text(before, zone);
  if (const std::size_t dash = span.find(kDash); dash != std::string::npos) {
    span = tr_format("{} to {}", span.substr(0, dash), span.substr(dash + kDash.size()));
  }
  return tr_format("Change by sender against {}", span);
}

/// Senders without a message in a part of a period that the log lacks may have sent some.
std::string what_is_not_covered(const Config& config, const std::optional<TimeRange>& covered) {
  if (!covered) return {};
  std::string note;
  const auto look_at = [&](const TimeRange& period, const char* sentence) {
    if (covers_whole(*covered, period)) return;
    if (!note.empty()) note += "; ";
    note += tr_format_row(sentence, span_text(period, config.zone));
  };
  look_at(*config.selection.before,
          to_tr("the log does not cover all of {}, so that a sender may be new that is not"));
  const TimeRange& range = config.selection.range;
  // A server may be quiet now.
  if (range.until != config.now) {
    look_at(range,
            to_tr("the log does not cover all of {}, so that a sender may be gone that is not"));
  }
  return note;
}

}  // namespace

bool is_change_field(std::string_view field) noexcept {
  return field == "state" || find_change_field(field) != nullptr;
}

std::optional<Error> refuse_in_changes(const Config& config) {
  for (const Condition& c : config.selection.conditions) {
    const auto dimension = find_dimension(c.field);
    if (!dimension || *dimension == Dimension::tls || is_only_of_failures(*dimension)) {
      return Error{tr_format("--where: compare can not choose by {}", c.field)};
    }
  }
  if (!config.sort) return std::nullopt;
  const std::string& field = config.sort->field;
  if (field == "sender" || field == "domain" || is_change_field(field)) return std::nullopt;
  return Error{tr_format("--sort: compare --with has no column '{}'", field)};
}

CollectSpec collect_changes(const Config& config) {
  return {.tally = tally_spec_of_period(config), .before = tally_spec_of_period(config)};
}

void build_changes(const Config& config, const Accumulator& collected, Report& report) {
  const std::string_view total = tr("(total)");
  std::vector<SenderChange> senders = sender_changes(config, collected);
  if (config.sort) {
    sort_by(*config.sort, senders);
  } else {
    sort_by_change(senders);
  }
  report.before = config.selection.before;
  report.title = title_of(*report.before, config.zone);

  Section section;
  const Reader reader = reader_of(config);
  section.name = "rows";
  section.noun = "sender";
  section.columns = columns(reader);
  section.lines = who_came_and_went(senders);
  section.note = what_is_not_covered(config, report.covered);
  if (!senders.empty()) section.totals = sum_cells(total, sum_of(senders, 0));
  const std::size_t top = config.top == 0 ? senders.size() : config.top;
  SenderChange rest;
  if (top < senders.size()) {
    section.left_out = senders.size() - top;
    rest = sum_of(senders, top);
    senders.resize(top);
  }
  auto rows = std::make_unique<ChangeRows>(std::move(senders), reader);
  if (section.left_out > 0) {
    const std::string_view label = rows->keep(others_label(section.left_out));
    section.others = sum_cells(label, rest);
  }
  section.rows = std::move(rows);
  report.sections.push_back(std::move(section));
}

}  // namespace smtptally
