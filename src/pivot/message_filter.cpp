// Checks the conditions of --domain and --where.

#include "pivot/message_filter.hpp"

#include <algorithm>
#include <charconv>

#include "pivot/calendar.hpp"

namespace smtptally {

namespace {

using Op = Condition::Op;

bool holds(Op op, std::string_view left, std::string_view right) noexcept {
  switch (op) {
    case Op::equal:
    case Op::not_equal:
      return left == right;
    case Op::starts_with:
      return left.starts_with(right);
    case Op::contains:
      return left.find(right) != std::string_view::npos;
    case Op::less:
      return left < right;
    case Op::less_equal:
      return left <= right;
    case Op::greater:
      return left > right;
    case Op::greater_equal:
      return left >= right;
  }
  return false;
}

/// Compares numbers; `right` is a number as text.
bool holds(Op op, double left, std::string_view text) noexcept {
  double right = 0;
  (void)std::from_chars(text.data(), text.data() + text.size(), right);
  switch (op) {
    case Op::less:
      return left < right;
    case Op::less_equal:
      return left <= right;
    case Op::greater:
      return left > right;
    case Op::greater_equal:
      return left >= right;
    case Op::equal:
    case Op::not_equal:
    case Op::starts_with:
    case Op::contains:
      return !(left < right) && !(left > right);
  }
  return false;
}

/// Compares times; `right` is a day or an instant. A time is later than a day if it is after its
/// end, and earlier if it is before its start.
bool holds(Op op, Micros left, const TimeRange& right) noexcept {
  switch (op) {
    case Op::less:
      return left < right.since;
    case Op::less_equal:
      return left < right.until;
    case Op::greater:
      return left >= right.until;
    case Op::greater_equal:
      return left >= right.since;
    case Op::equal:
    case Op::not_equal:
    case Op::starts_with:
    case Op::contains:
      return right.contains(left);
  }
  return false;
}

bool any_holds(const Condition& condition, const auto& left) noexcept {
  const bool any = std::any_of(
      condition.values.begin(), condition.values.end(),
      [&](const std::string& value) { return holds(condition.op, left, std::string_view(value)); });
  return any != (condition.op == Op::not_equal);
}

}  // namespace

bool holds(const Condition& condition, std::string_view left) noexcept {
  return any_holds(condition, left);
}

bool holds(const Condition& condition, double left) noexcept {
  if (!condition.time) return any_holds(condition, left);
  return holds(condition.op, static_cast<Micros>(left), *condition.time) !=
         (condition.op == Op::not_equal);
}

MessageFilter::MessageFilter(const Selection& selection, const Zone& zone)
    : domains_(selection.domains), zone_(zone) {
  for (const Condition& condition : selection.conditions) {
    const auto dimension = find_dimension(condition.field);
    if (!dimension || *dimension == Dimension::tls) continue;
    tests_.push_back({*dimension, condition});
  }
}

bool MessageFilter::accepts(const Message& message, MessageText& text) const {
  if (!domains_.empty()) {
    const std::string_view domain = text.get(Dimension::domain, message);
    if (std::find(domains_.begin(), domains_.end(), domain) == domains_.end()) return false;
  }
  return std::all_of(tests_.begin(), tests_.end(), [&](const Test& test) {
    if (is_calendar(test.dimension) || test.dimension == Dimension::weekday) {
      const std::uint32_t period = period_of(test.dimension, message.time, zone_);
      return holds(test.condition, std::string_view(period_text(test.dimension, period)));
    }
    return holds(test.condition, text.get(test.dimension, message));
  });
}

}  // namespace smtptally
