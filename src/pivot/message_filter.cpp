#include "pivot/message_filter.hpp"

#include <algorithm>
#include <charconv>

#include "pivot/calendar.hpp"

namespace smtptally {

bool holds(Condition::Op op, std::string_view left, std::string_view right) noexcept {
  using Op = Condition::Op;
  switch (op) {
    case Op::equal:
      return left == right;
    case Op::not_equal:
      return left != right;
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

bool holds(const Condition& condition, double left) noexcept {
  using Op = Condition::Op;
  const std::string& text = condition.text;
  double right = 0;
  (void)std::from_chars(text.data(), text.data() + text.size(), right);
  switch (condition.op) {
    case Op::less:
      return left < right;
    case Op::less_equal:
      return left <= right;
    case Op::greater:
      return left > right;
    case Op::greater_equal:
      return left >= right;
    case Op::not_equal:
      return left < right || left > right;
    case Op::equal:
    case Op::starts_with:
    case Op::contains:
      return !(left < right) && !(left > right);
  }
  return false;
}

MessageFilter::MessageFilter(const Selection& selection, const Zone& zone)
    : domains_(selection.domains), zone_(zone) {
  for (const Condition& condition : selection.conditions) {
    const auto dimension = find_dimension(condition.field);
    if (!dimension || *dimension == Dimension::tls) continue;
    tests_.push_back({*dimension, condition.op, condition.text});
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
      return holds(test.op, period_text(test.dimension, period), test.text);
    }
    return holds(test.op, text.get(test.dimension, message), test.text);
  });
}

}  // namespace smtptally
