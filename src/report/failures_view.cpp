#include "report/failures_view.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>

#include "pivot/refusal_filter.hpp"

namespace smtptally {
namespace {

struct FieldText {
  std::string_view name;
  std::string_view heading;
};
constexpr std::size_t kTime = 0;
constexpr std::array<FieldText, 7> kFields{{
    {"time", "Time"},
    {"host", "Host"},
    {"service", "Service"},
    {"account", "Account"},
    {"client", "Client"},
    {"mechanism", "Mechanism"},
    {"reason", "Reason"},
}};

/// kFields.size() if there is none of this name.
std::size_t find_field(std::string_view name) {
  std::size_t field = 0;
  while (field < kFields.size() && kFields[field].name != name) ++field;
  return field;
}

class FailureRows final : public RowSource {
 public:
  FailureRows(const Config& config, const FailureList& list) : list_(&list) {
    for (const FailureRow& row : list.rows()) order_.push_back(&row);
    sort(config);
    if (config.top != 0 && config.top < order_.size()) order_.resize(config.top);
  }

  [[nodiscard]] std::size_t size() const override { return order_.size(); }
  void row(std::size_t index, std::vector<Value>& out) const override {
    const FailureRow& row = *order_[index];
    out.clear();
    out.emplace_back(Instant{row.time});
    for (std::size_t i = kTime + 1; i < kFields.size(); ++i) out.emplace_back(text(row, i));
  }

 private:
  [[nodiscard]] std::string_view text(const FailureRow& row, std::size_t field) const {
    const std::array numbers{std::uint32_t{0}, row.host,      row.service, row.account,
                             row.client,       row.mechanism, row.reason};
    return list_->text(numbers[field]);
  }

  void sort(const Config& config) {
    const auto by_time = [&](const FailureRow* a, const FailureRow* b) {
      return list_->before(*a, *b);
    };
    std::sort(order_.begin(), order_.end(), by_time);
    if (!config.sort) return;
    const std::size_t field = find_field(config.sort->field);
    const bool descending = config.sort->direction == SortDirection::descending;
    std::stable_sort(order_.begin(), order_.end(), [&](const FailureRow* a, const FailureRow* b) {
      if (descending) std::swap(a, b);
      return field == kTime ? a->time < b->time : text(*a, field) < text(*b, field);
    });
  }

  const FailureList* list_;
  std::vector<const FailureRow*> order_;
};

}  // namespace

std::optional<Error> refuse_in_failures(const Config& config) {
  for (const Condition& c : config.selection.conditions) {
    if (!RefusalFilter::has_field(c.field)) {
      return Error{fmt::format("--where: a refused login has no {}", c.field)};
    }
  }
  if (config.sort && find_field(config.sort->field) == kFields.size()) {
    return Error{fmt::format("--sort: a refused login has no {}", config.sort->field)};
  }
  return std::nullopt;
}

void build_failures(const Config& config, const Accumulator& collected, Report& report) {
  Section section;
  section.name = "rows";
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    section.columns.push_back({std::string(kFields[i].name), std::string(kFields[i].heading),
                               i == kTime ? ColumnKind::time : ColumnKind::text});
  }
  section.rows = std::make_unique<FailureRows>(config, collected.failures());
  if (const std::uint64_t untold = collected.failures_not_judged(); untold > 0) {
    section.note = fmt::format(
        "{} refused logins are left out: the log does not say of them what --domain or --where "
        "asks for",
        untold);
  }
  report.sections.push_back(std::move(section));
}

}  // namespace smtptally
