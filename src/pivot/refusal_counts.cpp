#include "pivot/refusal_counts.hpp"

#include <algorithm>
#include <utility>

namespace smtptally {

void RefusalCounts::Count::merge(const Count& other) {
  // Binding every field makes these lines fail to compile when a field is added.
  auto& [into_refused, into_last] = *this;
  const auto& [from_refused, from_last] = other;
  into_refused += from_refused;
  into_last = std::max(into_last, from_last);
}

void RefusalCounts::add(const Failure& failure, MessageText& text) {
  Who who;
  who.kind = failure.kind;
  who.client = text_of(failure, Dimension::client, text);
  who.account = text_of(failure, Dimension::account, text);
  who.reason_class = failure.reason_class;
  counts_[std::move(who)].merge({.refused = 1, .last = failure.time});
}

void RefusalCounts::merge(const RefusalCounts& other) {
  for (const auto& [who, count] : other.counts_) counts_[who].merge(count);
}

}  // namespace smtptally
