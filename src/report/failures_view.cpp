#include "report/failures_view.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::string_view kTime = "time";

/// The place of a text in the rows; kFailureTexts.size() if they have none of this name.
std::size_t find_text(std::string_view name) {
  std::size_t at = 0;
  while (at < kFailureTexts.size() && kDimensions[index_of(kFailureTexts[at])].name != name) ++at;
  return at;
}

/// On a screen that is too narrow for all.
std::uint8_t worth_of(Dimension d) {
  if (d == Dimension::client) return 9;
  if (d == Dimension::kind) return 8;
  if (d == Dimension::account || d == Dimension::reason) return 7;
  if (d == Dimension::reason_class) return 6;
  return d == Dimension::mechanism ? 3 : 2;
}

/// Prompts that SASL libraries log as they sent them, in base64: "Password:", "Username:". Only on
/// screens.
std::string_view readable(std::string_view reason) {
  if (reason == "UGFzc3dvcmQ6") return "Password:";
  if (reason == "VXNlcm5hbWU6") return "Username:";
  return reason;
}

class FailureRows final : public RowSource {
 public:
  FailureRows(const Config& config, const FailureList& list)
      : list_(&list), on_screen_(config.format == OutputFormat::table && !config.wide) {
    for (const FailureRow& row : list.rows()) order_.push_back(&row);
    sort(config);
    if (config.top != 0 && config.top < order_.size()) order_.resize(config.top);
  }

  [[nodiscard]] std::size_t size() const override { return order_.size(); }
  void row(std::size_t index, std::vector<Value>& out) const override {
    const FailureRow& row = *order_[index];
    out.clear();
    out.emplace_back(Instant{row.time});
    for (const std::uint32_t text : row.texts) out.emplace_back(list_->text(text));
    if (on_screen_) out.back() = readable(list_->text(row.texts.back()));
  }

 private:
  void sort(const Config& config) {
    std::sort(order_.begin(), order_.end(),
              [&](const FailureRow* a, const FailureRow* b) { return list_->before(*a, *b); });
    if (!config.sort) return;
    const std::size_t at = find_text(config.sort->field);
    const bool descending = config.sort->direction == SortDirection::descending;
    std::stable_sort(order_.begin(), order_.end(), [&](const FailureRow* a, const FailureRow* b) {
      if (descending) std::swap(a, b);
      if (at == kFailureTexts.size()) return a->time < b->time;
      return list_->text(a->texts[at]) < list_->text(b->texts[at]);
    });
  }

  const FailureList* list_;
  bool on_screen_;
  std::vector<const FailureRow*> order_;
};

}  // namespace

std::optional<Error> refuse_of_failures(const Config& config) {
  for (const Condition& c : config.selection.conditions) {
    const auto dimension = find_dimension(c.field);
    const bool counts_them = find_measure(c.field) == Measure::failures;
    if (counts_them || (dimension && is_only_of_failures(*dimension))) {
      return Error{tr_format("--where: {} belongs to --failures", c.field)};
    }
  }
  if (config.sort && find_measure(config.sort->field) == Measure::failures) {
    return Error{tr("--sort: failures belongs to --failures")};
  }
  const std::vector<Measure>& values = config.values;
  if (std::find(values.begin(), values.end(), Measure::failures) != values.end()) {
    return Error{tr("--values: failures belongs to --failures")};
  }
  for (const auto* dimensions : {&config.rows, &config.columns}) {
    const auto found = std::find_if(dimensions->begin(), dimensions->end(), is_only_of_failures);
    if (found == dimensions->end()) continue;
    return Error{tr_format("{} belongs to --failures", kDimensions[index_of(*found)].name)};
  }
  return std::nullopt;
}

std::optional<Error> refuse_in_failures(const Config& config) {
  for (const Condition& c : config.selection.conditions) {
    const auto dimension = find_dimension(c.field);
    if (!dimension || !failures_have(*dimension, config.selection.sender)) {
      return Error{tr_format("--where: a refused login or handshake has no {}", c.field)};
    }
  }
  const auto has = [](std::string_view field) {
    return field == kTime || find_text(field) != kFailureTexts.size();
  };
  if (config.sort && !has(config.sort->field)) {
    return Error{tr_format("--sort: a refused login or handshake has no {}", config.sort->field)};
  }
  return std::nullopt;
}

std::string failures_left_out(const Config& config, const Accumulator& collected) {
  const auto& conditions = config.selection.conditions;
  const bool by_number = std::any_of(conditions.begin(), conditions.end(),
                                     [](const Condition& c) { return !find_dimension(c.field); });
  const auto unknown = [&](FailureKind kind) { return collected.failure_count(kind).unknown; };
  const std::uint64_t logins = unknown(FailureKind::login);
  const std::uint64_t handshakes = unknown(FailureKind::handshake);
  if (by_number || logins + handshakes == 0) return {};
  return trs_format(
      "{} refused logins and {} refused handshakes are left out: the log does not say of them what "
      "--domain or --where asks for",
      logins + handshakes, logins, handshakes);
}

void build_failures(const Config& config, const Accumulator& collected, Report& report) {
  Section section;
  section.name = "rows";
  section.columns.push_back({std::string(kTime), tr("Time"), ColumnKind::time});
  section.columns.back().look = Look::seconds;
  section.columns.back().worth = 9;
  for (const Dimension d : kFailureTexts) {
    const DimensionText& text = kDimensions[index_of(d)];
    Column column{std::string(text.name), std::string(tr(text.heading)), ColumnKind::text};
    column.worth = worth_of(d);
    if (d == Dimension::reason_class) column.folded = tr("no reason class");
    if (d == Dimension::mechanism) column.folded = tr("no mechanism");
    if (d == Dimension::client) column.look = Look::exact;
    if (d == Dimension::account) column.look = Look::sender;
    section.columns.push_back(std::move(column));
  }
  report.title = tr("Refused logins and handshakes");
  section.rows = std::make_unique<FailureRows>(config, collected.failures());
  section.note = failures_left_out(config, collected);
  report.sections.push_back(std::move(section));
}

}  // namespace smtptally
