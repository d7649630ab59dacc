#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "containers/pool.hpp"
#include "containers/slot_list.hpp"
#include "postfix/event.hpp"
#include "smtptally/message.hpp"
#include "smtptally/time.hpp"

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

}  // namespace smtptally
