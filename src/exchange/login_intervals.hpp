#pragma once

#include <cstddef>
#include <vector>

#include "exchange/session.hpp"

namespace smtptally {

/// The sessions of each client address, by the time in which they were open. Behind a load balancer
/// all clients have one address, so a search by time must be fast, too: one interval tree per
/// address, all in one array.
class LoginIntervals {
 public:
  LoginIntervals() = default;
  /// Borrows the sessions for its lifetime.
  explicit LoginIntervals(const std::vector<const ProtocolSession*>& sessions);

  /// Calls `visit` for the sessions of the client with a row at or before `to` and one at or after
  /// `from`, unordered, until it returns false.
  template <class Visit>
  void each_between(TextId client, Micros from, Micros to, const Visit& visit) const {
    const Range range = of(client);
    (void)each(range, {from, to}, visit);
  }

 private:
  struct Login {
    TextId client = 0;
    Micros began = 0;
    Micros last = 0;
    const ProtocolSession* session = nullptr;
    Micros latest = 0;  ///< Greatest `last` in the range whose middle is this login.
  };
  /// A range of logins_ of one client. Its middle is the root of a tree, its halves are the
  /// subtrees.
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] bool empty() const noexcept { return begin == end; }
    [[nodiscard]] std::size_t middle() const noexcept { return begin + (end - begin) / 2; }
    [[nodiscard]] Range left() const noexcept { return {begin, middle()}; }
    [[nodiscard]] Range right() const noexcept { return {middle() + 1, end}; }
  };
  struct Span {
    Micros from;
    Micros to;
  };

  [[nodiscard]] Range of(TextId client) const;
  Micros note_latest(Range range);

  template <class Visit>
  [[nodiscard]] bool each(Range range, Span span, const Visit& visit) const {
    if (range.empty()) return true;
    const Login& root = logins_[range.middle()];
    if (root.latest < span.from) return true;
    if (!each(range.left(), span, visit)) return false;
    if (root.began > span.to) return true;  // So did all logins to its right.
    if (root.last >= span.from && !visit(*root.session)) return false;
    return each(range.right(), span, visit);
  }

  std::vector<Login> logins_;  ///< By client, then by beginning.
};

}  // namespace smtptally
