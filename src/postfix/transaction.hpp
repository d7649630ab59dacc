#pragma once

#include <cstdint>
#include <string_view>

#include "containers/packed_texts.hpp"
#include "containers/pool.hpp"
#include "postfix/event.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

/// What a transaction is made of besides its texts.
struct TransactionFacts {
  static constexpr std::uint32_t kMostNumber = UINT16_MAX;
  enum class Phase : std::uint8_t {
    unused,    ///< The slot is free.
    open,      ///< Nothing tells yet whether the server took it.
    refuted,   ///< The statistics of its session say that it did not; a queue line may save it.
    accepted,  ///< The server took it, and the sink was not told yet.
    done,      ///< The sink was told, or never will be.
  };

  QueueKey key;
  std::uint32_t service = 0;
  std::uint32_t pid = 0;
  std::uint32_t session = kNoSlot;
  std::uint32_t place = 0;  ///< In the list of the session.
  Micros time = 0;
  Micros said = 0;  ///< Of the last copy of its client= line.
  Phase phase = Phase::open;
  bool authenticated = false;
  bool reinjected = false;
  bool from_loopback = false;   ///< Without login from this machine: may be a content filter.
  bool marked_cleanup = false;  ///< cleanup said hold or discard.
  bool marked_smtpd = false;    ///< An access map or policy said hold or discard.
  bool has_details = false;     ///< The qmgr line was seen.
  bool has_sender = false;
  bool has_size = false;
  bool by_statistics = false;  ///< Accepted by the statistics of its session alone, so far.
  bool removed = false;        ///< Left the queue: nothing more will be told of it.
  bool in_map = false;
  TlsEvidence tls = TlsEvidence::start_missing;
  std::uint16_t number = 0;      ///< In its session, from 1; all behind kMostNumber have that.
  std::uint32_t generation = 0;  ///< Changes when the slot is used again.
  std::uint32_t claim = 0;       ///< Not zero: held back, see Reinjections.
  // Without a queue id, what is in front of it:
  std::uint32_t before = 0;           ///< Accepted ones of its session.
  std::uint32_t sessions_before = 0;  ///< Sessions of its process that ended in its second.
  std::uint64_t recipients = 0;
  std::uint64_t bytes = 0;
  std::string_view dialect;  ///< Static text.

  /// Whether the server may still turn out to have taken it or not.
  [[nodiscard]] bool is_undecided() const noexcept {
    return phase == Phase::open || phase == Phase::refuted;
  }
  /// Hold or discard was said of it, which is evidence of its own that it was taken.
  [[nodiscard]] bool is_marked() const noexcept { return marked_cleanup || marked_smtpd; }
};

/// One transaction, from its client= line until it was counted and can not come again.
///
/// PERF: five lines of the cache, of which the facts are two, and short texts one more.
struct alignas(64) Transaction : TransactionFacts {
  /// In the order in which they are known.
  enum Text : std::uint8_t { account, mechanism, client, cipher, sender };
  static constexpr std::size_t kTexts = sender + 1;

  PackedTexts<kTexts> texts;

  /// Back to the defaults, of the next generation, with the capacity of the strings.
  void reset() {
    static constexpr TransactionFacts kFresh;  // The same.
    const std::uint32_t next = generation + 1;
    static_cast<TransactionFacts&>(*this) = kFresh;
    generation = next;
    texts.clear();
  }
  /// False with a before-queue proxy filter ("NOQUEUE: client=").
  [[nodiscard]] bool has_queue_id() const noexcept { return !key.empty(); }
  [[nodiscard]] const QueueKey& map_key() const noexcept { return key; }
};
static_assert(sizeof(TransactionFacts) <= 128 && sizeof(Transaction) <= 320);

}  // namespace smtptally
