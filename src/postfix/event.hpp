#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include "postfix/queue_key.hpp"
#include "smtptally/time.hpp"
#include "smtptally/tls.hpp"
#include "text/bytes16.hpp"

namespace smtptally {

/// What one Postfix log line says that matters to the state machine of sessions and messages.
enum class EventKind : std::uint8_t {
  none,               ///< Nothing that matters: most lines.
  connect,            ///< smtpd: a session begins.
  disconnect,         ///< smtpd: a session ends, from 3.0 on with its command statistics.
  tls,                ///< smtpd: "TLS connection established from".
  client,             ///< smtpd: a transaction got a queue id. Not acceptance.
  client_noqueue,     ///< smtpd with a before-queue proxy filter: "NOQUEUE: client=".
  proxy_accept,       ///< smtpd: the proxy filter answered 2xx at the end of the message.
  proxy_reject,       ///< smtpd: … or something else.
  smtpd_action,       ///< smtpd: hold or discard by an access map, policy or milter.
  queue_active,       ///< qmgr: from=<…>. Acceptance.
  queue_removed,      ///< qmgr or postsuper: removed.
  queue_evidence,     ///< Anything else that only happens to a message in the queue.
  cleanup_action,     ///< cleanup: hold or discard by header_checks, body_checks or a milter.
  cleanup_discarded,  ///< cleanup (3.10+): "removed (discarded)".
  cleanup_reject,     ///< cleanup: rejected, canceled, or over the size limit.
  auth_failure,       ///< smtpd: a SASL login failed.
  handshake_error,    ///< smtpd: "SSL_accept error from".
  library_error,      ///< smtpd: "TLS library problem", of the handshake or of another part of TLS.
  lost_starttls,      ///< smtpd: the client was lost behind STARTTLS, in the handshake or after it.
  loss_marker,        ///< A logger says that it lost or suppressed lines (in `bytes`).
  blob,               ///< journalctl hid a text that is not printable.
  superseded_message,  ///< pickup, or a later piece of the log: this queue id is another message's.
  reinjection,         ///< Not a line of its own: the filter gave this queue id to a message again.
  requeued,            ///< MailScanner: gave a message that was on hold another queue id.
};

/// The counts of a disconnect line (smtpd.c, smtpd_cmd_table order). `data` counts messages that
/// were answered 250 after DATA; `bdat` counts chunks; `transactions` counts MAIL, or DATA where
/// that is more, refused ones too.
struct SessionStatistics {
  bool present = false;  ///< False before Postfix 3.0.
  bool xclient = false;
  bool starttls_failed = false;
  std::uint32_t transactions = 0;
  std::uint32_t data = 0;
  std::uint32_t bdat = 0;
  std::uint32_t starttls = 0;

  bool operator==(const SessionStatistics&) const = default;
};

/// One line's meaning besides its texts.
struct EventFacts {
  EventKind kind = EventKind::none;
  bool has_pid = false;
  bool authenticated = false;            ///< client: sasl_username is there.
  bool reinjected = false;               ///< client: orig_queue_id or orig_client is there.
  bool has_size = false;                 ///< queue_active: bytes and recipients are valid.
  bool has_sender = false;               ///< queue_active, proxy_*: sender is whole.
  TlsEvidence tls = TlsEvidence::plain;  ///< tls.
  std::uint32_t pid = 0;
  std::uint32_t claim = 0;  ///< Of a line that waits, see Reinjections. Not the parser's.
  Micros time = 0;
  std::string_view dialect;  ///< Static text.
  /// Its queue id; of no realm but that of the service, which the parser does not know.
  QueueKey queue;
  std::uint64_t recipients = 0;
  std::uint64_t bytes = 0;
  SessionStatistics statistics;  ///< disconnect.
  /// Index into the Services of the piece: log host and tag. PERF: not beside the process id, or
  /// the compiler reads both at once, which waits until both writes have arrived in the cache.
  std::uint32_t service = 0;

  bool operator==(const EventFacts&) const = default;
};

/// The texts of a line. They point into it.
struct EventTexts {
  std::string_view client;     ///< Address in the brackets.
  std::string_view account;    ///< client, auth_failure: SASL user name.
  std::string_view mechanism;  ///< client, auth_failure: SASL mechanism.
  std::string_view sender;     ///< queue_active, proxy_*: without the brackets.
  std::string_view cipher;     ///< tls.
  std::string_view reason;     ///< auth_failure, handshake_error, library_error.
  std::string_view next_id;    ///< proxy_accept: queue id that the reply names, unchecked.
  std::string_view delivery;   ///< queue_evidence of a delivery agent: the text behind "to=<".
  std::string_view opened_id;  ///< queue_evidence of a bounce: queue id of the notification;
                               ///< requeued: the new one.

  bool operator==(const EventTexts&) const = default;
};

/// One line's meaning.
struct Event : EventFacts, EventTexts {
  bool operator==(const Event&) const = default;

  /// Back to the defaults.
  void clear() noexcept {
    zero(std::make_index_sequence<sizeof(Event) / Bytes16::kSize>());
    tls = EventFacts().tls;  // All others are zeros.
  }

 private:
  /// PERF: 16 stores, where the compiler makes 32, and the processor does one at a time.
  template <std::size_t... kIndex>
  void zero(std::index_sequence<kIndex...> /*stores*/) noexcept {
    static_assert(std::is_trivially_copyable_v<EventFacts> &&
                  std::is_trivially_copyable_v<EventTexts> &&
                  sizeof...(kIndex) * Bytes16::kSize == sizeof(EventFacts) + sizeof(EventTexts));
    char* const begin = static_cast<char*>(static_cast<void*>(this));
    (Bytes16::all('\0').store(begin + kIndex * Bytes16::kSize), ...);
  }
};

}  // namespace smtptally
