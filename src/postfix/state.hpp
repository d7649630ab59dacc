#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "containers/packed_texts.hpp"
#include "containers/slot_list.hpp"
#include "containers/slot_map.hpp"
#include "postfix/event.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

/// Whether two times are of one second, which is all that most stamps tell.
[[nodiscard]] constexpr bool same_second(Micros a, Micros b) noexcept {
  return whole_seconds(a) == whole_seconds(b);
}

/// Service and process id: the key of a session, because smtpd serves one client at a time.
struct SessionKey {
  std::uint32_t service = 0;
  std::uint32_t pid = 0;

  bool operator==(const SessionKey&) const = default;
  [[nodiscard]] std::uint64_t hash() const noexcept {
    const std::uint64_t h =
        ((std::uint64_t{service} << 32U) | pid) * std::uint64_t{0x9E3779B97F4A7C15};
    return h ^ (h >> 32U);
  }
};

/// What a session is made of besides its texts.
struct SessionFacts {
  /// What is known of its beginning.
  enum class Start : std::uint8_t {
    unseen,
    seen,     ///< Its connect line.
    follows,  ///< It took over from a session of another client, of which that was known, too, and
              ///< which had no mail.
  };
  enum class Phase : std::uint8_t {
    running,
    undecided,    ///< It ended, and nothing decides its open transactions yet.
    only_marked,  ///< The same; those of them that are not marked were given up.
  };

  std::uint32_t service = 0;
  std::uint32_t pid = 0;
  Micros began = 0;
  Micros last = 0;  ///< Newest line; sessions without lines for long are given up.
  Start start = Start::unseen;
  Phase phase = Phase::running;
  bool end_seen = false;     ///< Its own disconnect line was.
  bool next_marked = false;  ///< hold or discard was said before the client= line.
  TlsEvidence tls = TlsEvidence::start_missing;
  std::uint32_t tls_lines = 0;
  Micros tls_at = 0;                     ///< Of the last TLS line.
  std::uint32_t transactions = 0;        ///< client= lines.
  std::uint32_t transactions_plain = 0;  ///< Those of them in front of the TLS line.
  std::uint32_t accepted = 0;            ///< Transactions accepted by evidence of their own.
  /// The newest transaction without a queue id (before-queue proxy filter) that needs this session.
  std::uint32_t noqueue = kNoSlot;
  std::uint32_t place = 0;  ///< In the list of those that ended.
  SessionStatistics statistics;

  [[nodiscard]] bool start_seen() const noexcept { return start == Start::seen; }
  [[nodiscard]] bool has_ended() const noexcept { return phase != Phase::running; }
};

/// What was seen of a TLS handshake that may have broken off.
struct BrokenHandshake {
  Micros time = 0;  ///< Of the first line that tells of it.
  bool lost_starttls = false;
  bool ended = false;   ///< The end of the session was seen.
  std::string client;   ///< Of the line that names one.
  std::string said;     ///< Behind "SSL_accept error from NAMADDR: "; empty without that line.
  std::string library;  ///< The reason that the library gives; empty if it gives none.
  HandshakeReason library_class = HandshakeReason::other;
};

/// One SMTP session, from its connect line until all its transactions are decided.
struct Session : SessionFacts {
  std::string client;  ///< Address; every line that names another one is another session's.
  std::string cipher;
  SlotList open;                               ///< Transactions that still need this session.
  std::unique_ptr<BrokenHandshake> handshake;  ///< Seldom one.

  /// Back to the defaults, with the capacity of the strings: a known kind of session costs no
  /// allocation.
  void reset() {
    static constexpr SessionFacts kFresh;  // PERF: not made here first, then copied, as = {} is.
    static_cast<SessionFacts&>(*this) = kFresh;
    client.clear();
    cipher.clear();
    open.clear();
    handshake.reset();
  }
  [[nodiscard]] SessionKey map_key() const noexcept { return {service, pid}; }
};

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
