// FailureList: rows with numbered texts.

#include "pivot/failure_list.hpp"

#include <algorithm>
#include <array>

namespace smtptally {

void FailureList::add(const Failure& failure, MessageText& text) {
  FailureRow row;
  row.time = failure.time;
  for (std::size_t i = 0; i < kFailureTexts.size(); ++i) {
    row.texts[i] = texts_.number(text_of(failure, kFailureTexts[i], text));
  }
  rows_.push_back(row);
}

Failure FailureList::failure(const FailureRow& row) const {
  Failure failure;
  failure.time = row.time;
  const auto texts =
      std::array{&failure.host,      &failure.service,      &failure.account, &failure.client,
                 &failure.mechanism, &failure.reason_class, &failure.reason};
  static_assert(kFailureTexts[0] == Dimension::kind && texts.size() + 1 == kFailureTexts.size());
  const bool is_login = text(row.texts[0]) == kFailureKindNames[index_of(FailureKind::login)];
  failure.kind = is_login ? FailureKind::login : FailureKind::handshake;
  for (std::size_t i = 0; i < texts.size(); ++i) *texts[i] = text(row.texts[i + 1]);
  return failure;
}

void FailureList::merge(const FailureList& other) {
  const std::vector<FailureRow> theirs = other.rows_;  // `other` may be this list.
  for (FailureRow row : theirs) {
    for (std::uint32_t& part : row.texts) part = texts_.number(other.text(part));
    rows_.push_back(row);
  }
}

bool FailureList::before(const FailureRow& a, const FailureRow& b) const {
  if (a.time != b.time) return a.time < b.time;
  for (std::size_t i = 0; i < a.texts.size(); ++i) {
    const int order = text(a.texts[i]).compare(text(b.texts[i]));
    if (order != 0) return order < 0;
  }
  return false;
}

bool FailureList::operator==(const FailureList& other) const {
  if (rows_.size() != other.rows_.size()) return false;
  FailureList both = *this;  // One dictionary, so that rows can be compared.
  both.merge(other);
  const auto middle = both.rows_.begin() + static_cast<std::ptrdiff_t>(rows_.size());
  const auto order = [&](const FailureRow& a, const FailureRow& b) { return both.before(a, b); };
  std::sort(both.rows_.begin(), middle, order);
  std::sort(middle, both.rows_.end(), order);
  return std::equal(both.rows_.begin(), middle, middle,
                    [&](const FailureRow& a, const FailureRow& b) {
                      return !both.before(a, b) && !both.before(b, a);
                    });
}

}  // namespace smtptally
