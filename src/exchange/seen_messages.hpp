#pragma once

#include <cstdint>

#include <tsl/robin_map.h>
#include <tsl/robin_set.h>

#include "exchange/session.hpp"

namespace smtptally {

/// Which messages were handed on or refused, by server and internal id. Internal ids begin anew
/// with a new queue database, so the message id decides where both are known.
class SeenMessages {
 public:
  /// Whether it is the first time; remembers it.
  bool take_first(TextId server, std::uint64_t internal_id, std::uint64_t message_id);
  /// Whether it was taken before the last settle().
  [[nodiscard]] bool settled(TextId server, std::uint64_t internal_id,
                             std::uint64_t message_id) const;
  /// From now on only those with the same message id count as taken.
  void settle();
  /// Makes room for this many more.
  void reserve(std::size_t mails);
  /// Nobody will ask whether a message of now comes again: take_first() need not remember it.
  void expect_none() noexcept { remembers_ = false; }

 private:
  struct MixedHash {
    std::size_t operator()(std::uint64_t key) const noexcept {
      key *= 0x9E3779B97F4A7C15ULL;
      return key ^ (key >> 32U);
    }
  };

  bool remembers_ = true;
  tsl::robin_map<std::uint64_t, bool, MixedHash> taken_;  ///< mail_key: one had no message id.
  tsl::robin_set<std::uint64_t, MixedHash> ids_;          ///< mail_key and message id.
  tsl::robin_set<std::uint64_t, MixedHash> settled_ids_;
};

}  // namespace smtptally
