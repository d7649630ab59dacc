// FailureFilter: applies --domain and --where to failures.

#include "pivot/failure_filter.hpp"

#include <algorithm>

#include "pivot/calendar.hpp"
#include "pivot/message_filter.hpp"

namespace smtptally {

FailureFilter::FailureFilter(const Selection& selection, const Zone& zone)
    : domains_(selection.domains),
      subject_(selection.subject),
      sender_(selection.sender),
      zone_(zone) {
  for (const Condition& condition : selection.conditions) {
    if (const auto dimension = find_dimension(condition.field)) {
      tests_.push_back({*dimension, condition});
    } else {
      undecidable_ = true;
    }
  }
}

/// Whether the log contains the failure's value of this dimension.
bool FailureFilter::is_told(const Failure& failure, Dimension dimension) const noexcept {
  if (!failures_have(dimension, sender_)) return false;
  const auto is = [&](auto... any) { return ((dimension == any) || ...); };
  if (is(Dimension::sender, Dimension::account, Dimension::domain)) return !failure.account.empty();
  return dimension != Dimension::mechanism || !failure.mechanism.empty();
}

bool FailureFilter::in_domains(const Failure& failure, MessageText& text) const {
  const std::string_view domain = text_of(failure, Dimension::domain, text);
  return std::find(domains_.begin(), domains_.end(), domain) != domains_.end();
}

bool FailureFilter::passes(const Test& test, const Failure& failure, MessageText& text) const {
  if (is_calendar(test.dimension) || test.dimension == Dimension::weekday) {
    const std::uint32_t period = period_of(test.dimension, failure.time, zone_);
    return holds(test.condition, period_text(test.dimension, period));
  }
  return holds(test.condition, text_of(failure, test.dimension, text));
}

FailureFilter::Verdict FailureFilter::judge_subject(const Failure& failure,
                                                    MessageText& text) const {
  const Dimension dimension = subject_->dimension;
  if (dimension == Dimension::sender && failure.kind == FailureKind::handshake) {
    return Verdict::wanted;
  }
  if (!is_told(failure, dimension)) return Verdict::unknown;
  return text_of(failure, dimension, text) == subject_->name ? Verdict::wanted : Verdict::unwanted;
}

FailureFilter::Verdict FailureFilter::judge(const Failure& failure, MessageText& text) const {
  bool decided = !undecidable_;
  if (subject_) {
    const Verdict verdict = judge_subject(failure, text);
    if (verdict == Verdict::unwanted) return verdict;
    decided = decided && verdict == Verdict::wanted;
  }
  if (!domains_.empty()) {
    if (!is_told(failure, Dimension::domain)) {
      decided = false;
    } else if (!in_domains(failure, text)) {
      return Verdict::unwanted;
    }
  }
  for (const Test& test : tests_) {
    if (!is_told(failure, test.dimension)) {
      decided = false;
    } else if (!passes(test, failure, text)) {
      return Verdict::unwanted;
    }
  }
  return decided ? Verdict::wanted : Verdict::unknown;
}

bool FailureFilter::matches(const Failure& failure, MessageText& text) const {
  if (!domains_.empty() && !(is_told(failure, Dimension::domain) && in_domains(failure, text))) {
    return false;
  }
  return std::all_of(tests_.begin(), tests_.end(), [&](const Test& test) {
    return is_told(failure, test.dimension) && passes(test, failure, text);
  });
}

}  // namespace smtptally
