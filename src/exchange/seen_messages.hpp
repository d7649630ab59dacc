#pragma once

#include <cstdint>

#include <tsl/robin_map.h>
#include <tsl/robin_set.h>

#include "containers/dictionary.hpp"
#include "exchange/session.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// The messages that were emitted or refused, by server and internal id. What is remembered names
/// the server by the hash of its name, which is the same in every part of a log. Internal ids start
/// again with a new queue database, so the message id decides if both are known.
class SeenMessages {
 public:
  /// Borrows the texts for its lifetime.
  explicit SeenMessages(const Dictionary& texts) : texts_(&texts) {}

  /// Adds a message; true if it is new.
  bool take_first(TextId server, std::uint64_t internal_id, std::uint64_t message_id);
  /// Whether the message was added before the last settle().
  [[nodiscard]] bool settled(TextId server, std::uint64_t internal_id,
                             std::uint64_t message_id) const;
  /// From now on only messages with the same message id count as added.
  void settle();
  /// Reserves memory for this many more messages.
  void reserve(std::size_t mails);
  /// take_first() need not remember later messages, because none can be repeated.
  void expect_none() noexcept { remembers_ = false; }

  // The open state, see ExchangeJoin. Requires settle() behind what was added.
  void write(ByteWriter& out) const;
  void read(ByteReader& in);

 private:
  struct MixedHash {
    std::size_t operator()(std::uint64_t key) const noexcept {
      key *= 0x9E3779B97F4A7C15ULL;
      return key ^ (key >> 32U);
    }
  };

  [[nodiscard]] std::uint64_t hash_of(TextId server) noexcept;

  const Dictionary* texts_;
  TextId last_server_ = 0;  ///< Most messages in a row are of one server.
  std::uint64_t last_hash_ = 0;
  bool remembers_ = true;
  tsl::robin_map<std::uint64_t, bool, MixedHash>
      taken_;                                     ///< By server and number: one had no message id.
  tsl::robin_set<std::uint64_t, MixedHash> ids_;  ///< The same with the message id.
  tsl::robin_set<std::uint64_t, MixedHash> settled_ids_;
};

}  // namespace smtptally
