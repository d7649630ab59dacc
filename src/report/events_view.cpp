#include "report/events_view.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "pivot/message_filter.hpp"
#include "pivot/message_text.hpp"
#include "report/failures_view.hpp"
#include "report/warnings.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

enum class Field : std::uint8_t {
  time,
  host,
  service,
  sender,
  domain,
  account,
  mechanism,
  envelope_sender,
  client,
  tls,
  cipher,
  recipients,
  bytes,
  queue_id,
};
struct FieldText {
  std::string_view name;
  std::string_view heading;
  ColumnKind kind;
  Look look = Look::plain;
  std::uint8_t worth = 2;  ///< On a screen that is too narrow for all.
};
/// The fixed header of DESIGN: names never change their place.
constexpr std::array<FieldText, 14> kFields{{
    {"time", to_tr("Time"), ColumnKind::time, Look::seconds, 9},
    {"host", to_tr("Host"), ColumnKind::text, Look::plain, 1},
    {"service", to_tr("Service"), ColumnKind::text, Look::plain, 1},
    {"sender", to_tr("Sender"), ColumnKind::text, Look::sender, 9},
    {"domain", to_tr("Domain"), ColumnKind::text},
    {"account", to_tr("Account"), ColumnKind::text, Look::sender},
    {"mechanism", to_tr("Mechanism"), ColumnKind::text, Look::plain, 3},
    {"envelope_sender", to_tr("Envelope sender"), ColumnKind::text, Look::sender, 3},
    {"client", to_tr("Client"), ColumnKind::text, Look::exact, 9},
    {"tls", "TLS", ColumnKind::text, Look::tls, 8},
    {"cipher", to_tr("Cipher"), ColumnKind::text, Look::plain, 1},
    {"recipients", to_tr("Recipients"), ColumnKind::number},
    {"bytes", to_tr("Size"), ColumnKind::number, Look::bytes},
    {"queue_id", to_tr("Queue id"), ColumnKind::text, Look::exact, 7},
}};

/// kFields.size() if there is none of this name.
std::size_t find_field(std::string_view name) {
  const auto found = std::find_if(kFields.begin(), kFields.end(),
                                  [&](const FieldText& field) { return field.name == name; });
  return static_cast<std::size_t>(found - kFields.begin());
}

Value optional_number(const std::optional<std::uint64_t>& number) {
  if (!number) return std::monostate{};
  return *number;
}

class EventRows final : public RowSource {
 public:
  EventRows(const Config& config, const Accumulator& collected)
      : list_(&collected.events()), coverage_(&collected.coverage()) {
    for (const EventRow& row : list_->rows()) {
      if (wanted(config, row)) order_.push_back(&row);
    }
    sort(config);
    if (config.top != 0 && config.top < order_.size()) order_.resize(config.top);
  }

  [[nodiscard]] std::size_t size() const override { return order_.size(); }
  void row(std::size_t index, std::vector<Value>& out) const override {
    out.clear();
    for (std::size_t f = 0; f < kFields.size(); ++f) {
      out.push_back(value(*order_[index], static_cast<Field>(f)));
    }
  }

 private:
  [[nodiscard]] Value value(const EventRow& row, Field field) const {
    if (field == Field::time) return Instant{row.time};
    if (field == Field::recipients) return optional_number(row.recipients);
    if (field == Field::bytes) return optional_number(row.bytes);
    return text(row, field);
  }

  [[nodiscard]] std::string_view text(const EventRow& row, Field field) const {
    switch (field) {
      case Field::host:
        return list_->text(row.host);
      case Field::service:
        return list_->text(row.service);
      case Field::sender:
        return list_->text(row.sender);
      case Field::domain:
        return domain_of(list_->text(row.sender));
      case Field::account:
        return list_->text(row.account);
      case Field::mechanism:
        return list_->text(row.mechanism);
      case Field::envelope_sender:
        return list_->text(row.envelope_sender);
      case Field::client:
        return list_->text(row.client);
      case Field::tls:
        return kTlsClassNames[index_of(class_of(row))];
      case Field::cipher:
        return list_->text(row.cipher);
      case Field::queue_id:
        return row.queue_id;
      case Field::time:
      case Field::recipients:
      case Field::bytes:
        break;
    }
    return {};
  }

  [[nodiscard]] TlsClass class_of(const EventRow& row) const {
    if (!asks_service(row.tls)) return classify(row.tls, PlainProof());
    return classify(row.tls,
                    coverage_->plain_proof(list_->text(row.host), list_->text(row.service)));
  }

  /// The conditions that the message filter could not judge: TLS class and numbers.
  [[nodiscard]] bool wanted(const Config& config, const EventRow& row) const {
    const auto& conditions = config.selection.conditions;
    return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& c) {
      if (c.field == "tls") return holds(c, text(row, Field::tls));
      if (find_dimension(c.field)) return true;  // Judged by the message filter.
      const auto number = number_of(row, c.field);
      return number && holds(c, static_cast<double>(*number));
    });
  }

  /// What one message adds to a sum.
  [[nodiscard]] std::optional<std::uint64_t> number_of(const EventRow& row,
                                                       std::string_view field) const {
    if (field == "recipients") return row.recipients;
    if (field == "bytes") return row.bytes;
    if (field == "messages") return 1;
    const bool percent = field.ends_with("_pct");
    if (percent) field.remove_suffix(4);
    const TlsClass tls = class_of(row);
    const bool is_it = field == "old" ? is_old(tls) : kTlsClassNames[index_of(tls)] == field;
    return !is_it ? 0 : (percent ? 100 : 1);
  }

  void sort(const Config& config) {
    const auto by_time = [&](const EventRow* a, const EventRow* b) {
      return list_->before(*a, *b);
    };
    if (!config.sort) {
      std::sort(order_.begin(), order_.end(), by_time);
      return;
    }
    const std::size_t field = find_field(config.sort->field);
    const bool descending = config.sort->direction == SortDirection::descending;
    std::sort(order_.begin(), order_.end(), [&](const EventRow* a, const EventRow* b) {
      const int c = compare(*a, *b, static_cast<Field>(field));
      if (c != 0) return descending ? c > 0 : c < 0;
      return by_time(a, b);
    });
  }

  [[nodiscard]] int compare(const EventRow& a, const EventRow& b, Field field) const {
    const auto order = [](const auto& x, const auto& y) { return x < y ? -1 : (y < x ? 1 : 0); };
    if (field == Field::time) return order(a.time, b.time);
    if (field == Field::recipients) return order(a.recipients, b.recipients);
    if (field == Field::bytes) return order(a.bytes, b.bytes);
    return order(text(a, field), text(b, field));
  }

  const EventList* list_;
  const Coverage* coverage_;
  std::vector<const EventRow*> order_;
};

/// Whether one message has such a number.
bool has(Measure m) {
  return m == Measure::messages || m == Measure::recipients || m == Measure::bytes ||
         m == Measure::old || m == Measure::old_pct || m >= Measure::tls1_0;
}

}  // namespace

std::optional<Error> refuse_in_events(const Config& config) {
  if (config.failures) return refuse_in_failures(config);
  if (auto refused = refuse_of_failures(config)) return refused;
  for (const Condition& c : config.selection.conditions) {
    const auto measure = find_measure(c.field);
    if (measure && !has(*measure)) {
      return Error{tr_format("--where: a single message has no {}", c.field)};
    }
  }
  if (config.sort && find_field(config.sort->field) == kFields.size()) {
    return Error{tr_format("--sort: events has no column '{}'", config.sort->field)};
  }
  return std::nullopt;
}

CollectSpec collect_events(const Config& config) {
  return {.tally = {}, .events = !config.failures, .failures = config.failures};
}

void build_events(const Config& config, const Accumulator& collected, Report& report) {
  if (config.failures) return build_failures(config, collected, report);
  Section section;
  section.name = "rows";
  for (const FieldText& field : kFields) {
    Column column{std::string(field.name), std::string(tr(field.heading)), field.kind};
    column.look = field.look;
    column.worth = field.worth;
    if (field.name == "domain") column.shown = Shown::machine;
    section.columns.push_back(std::move(column));
  }
  const EventList& events = collected.events();
  if (events.messages() != events.rows().size()) {
    section.note = trs_format("{} rows stand for {} messages: a row of a report may say several",
                              events.messages(), events.rows().size(), events.messages());
  }
  section.rows = std::make_unique<EventRows>(config, collected);
  report.title = tr("Messages");
  if (section.rows->size() == 0) warn_of_no_rows(config, report);
  report.sections.push_back(std::move(section));
}

}  // namespace smtptally
