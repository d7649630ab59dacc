// LoginIntervals: builds the interval trees.

#include "exchange/login_intervals.hpp"

#include <algorithm>
#include <tuple>

namespace smtptally {

LoginIntervals::LoginIntervals(const std::vector<const ProtocolSession*>& sessions) {
  logins_.reserve(sessions.size());
  for (const ProtocolSession* const session : sessions) {
    logins_.push_back({session->client, session->began, session->last, session, session->last});
  }
  std::sort(logins_.begin(), logins_.end(), [](const Login& a, const Login& b) {
    return std::tie(a.client, a.began) < std::tie(b.client, b.began);
  });
  for (std::size_t at = 0; at < logins_.size();) {
    const Range range = of(logins_[at].client);
    (void)note_latest(range);
    at = range.end;
  }
}

LoginIntervals::Range LoginIntervals::of(TextId client) const {
  const auto is_before = [&](const Login& login) { return login.client < client; };
  const auto is_up_to = [&](const Login& login) { return login.client <= client; };
  const auto first = std::partition_point(logins_.begin(), logins_.end(), is_before);
  const auto last = std::partition_point(first, logins_.end(), is_up_to);
  return {static_cast<std::size_t>(first - logins_.begin()),
          static_cast<std::size_t>(last - logins_.begin())};
}

Micros LoginIntervals::note_latest(Range range) {
  if (range.empty()) return kBeginningOfTime;
  Login& root = logins_[range.middle()];
  root.latest = std::max({root.last, note_latest(range.left()), note_latest(range.right())});
  return root.latest;
}

}  // namespace smtptally
