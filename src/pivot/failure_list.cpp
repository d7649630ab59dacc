#include "pivot/failure_list.hpp"

#include <algorithm>
#include <array>

namespace smtptally {
namespace {

auto texts_of(auto& row) {
  return std::array{&row.host,   &row.service,   &row.account,
                    &row.client, &row.mechanism, &row.reason};
}

}  // namespace

void FailureList::add(const LoginFailure& login) {
  FailureRow row;
  row.time = login.time;
  row.host = texts_.number(login.host);
  row.service = texts_.number(login.service);
  row.account = texts_.number(login.account);
  row.client = texts_.number(login.client);
  row.mechanism = texts_.number(login.mechanism);
  row.reason = texts_.number(login.reason);
  rows_.push_back(row);
}

void FailureList::merge(const FailureList& other) {
  const std::vector<FailureRow> theirs = other.rows_;  // `other` may be this list.
  for (FailureRow row : theirs) {
    for (std::uint32_t* part : texts_of(row)) *part = texts_.number(other.text(*part));
    rows_.push_back(row);
  }
}

bool FailureList::before(const FailureRow& a, const FailureRow& b) const {
  if (a.time != b.time) return a.time < b.time;
  const auto left = texts_of(a);
  const auto right = texts_of(b);
  for (std::size_t i = 0; i < left.size(); ++i) {
    const int order = text(*left[i]).compare(text(*right[i]));
    if (order != 0) return order < 0;
  }
  return false;
}

bool FailureList::operator==(const FailureList& other) const {
  if (rows_.size() != other.rows_.size()) return false;
  FailureList both = *this;  // One dictionary for the two.
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
