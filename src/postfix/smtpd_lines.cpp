// Lines of smtpd(8): sessions, logins, the beginning of transactions.

#include <algorithm>
#include <array>

#include "parse/library_reason.hpp"
#include "postfix/lines.hpp"
#include "text/ascii.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

/// "OK" or "OK/TOTAL" at the front; false for anything else.
bool take_counts(Cursor& at, std::uint64_t& ok, std::uint64_t& total) noexcept {
  if (!at.take_number(ok)) return false;
  total = ok;
  return !at.take('/') || at.take_number(total);
}

/// " ehlo=2 starttls=1 auth=1/2 … commands=8": the counts of every command that was used.
SessionStatistics parse_statistics(Cursor at) noexcept {
  SessionStatistics result;
  const auto narrow = [](std::uint64_t n) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(n, UINT32_MAX));
  };
  while (at.take(' ')) {
    std::string_view name;
    if (!at.take_until('=', name)) return {};
    if (name == "notes") break;
    std::uint64_t ok = 0;
    std::uint64_t total = 0;
    if (!take_counts(at, ok, total)) return {};
    if (name == "mail" || name == "data") {
      result.transactions = std::max(result.transactions, narrow(total));
    }
    if (name == "data") {
      result.data = narrow(ok);
    } else if (name == "bdat") {
      result.bdat = narrow(total);
    } else if (name == "starttls") {
      result.starttls = narrow(ok);
      result.starttls_failed = total > ok;
    } else if (name == "xclient") {
      result.xclient = total != 0;
    }
    result.present = true;
  }
  return result;
}

SessionStatistics statistics_of(std::string_view text, StatisticsCache& memory) noexcept {
  const SessionStatistics* const known = memory.recall(text);
  if (known != nullptr) return *known;
  const SessionStatistics result = parse_statistics(Cursor(text));
  memory.remember(text, result);
  return result;
}

/// "VERSION ", as SSL_get_version() of OpenSSL says it; Postfix prints it as it is. False without a
/// word. PERF: no table, whose texts would be compared by a call each.
bool take_version(PaddedCursor& at, TlsEvidence& out) noexcept {
  const auto is = [&](bool taken, TlsEvidence evidence) {
    if (taken) out = evidence;
    return taken;
  };
  std::string_view other;
  return is(at.take("TLSv1.3 "), TlsEvidence::tls1_3) ||
         is(at.take("TLSv1.2 "), TlsEvidence::tls1_2) ||
         is(at.take("TLSv1.1 "), TlsEvidence::tls1_1) ||
         is(at.take("TLSv1 "), TlsEvidence::tls1_0) || is(at.take("SSLv3 "), TlsEvidence::ssl) ||
         is(at.take("SSLv2 "), TlsEvidence::ssl) ||
         is(at.take_until(' ', other), TlsEvidence::contradictory);
}

/// "[Anonymous ]TLS connection established from "; the word is what is known of the client's
/// certificate.
bool take_tls_beginning(PaddedCursor& at) noexcept {
  PaddedCursor next = at;
  (void)(next.take("Anonymous ") || next.take("Untrusted ") || next.take("Trusted ") ||
         next.take("Verified "));
  if (!next.take("TLS connection established from ")) return false;
  at = next;
  return true;
}

/// "NAMADDR[ to SNI]: VERSION with cipher CIPHER (…" (tls_misc.c, tls_log_summary).
void parse_tls(PaddedCursor at, Event& event) {
  if (!at.take_namaddr(event.client)) return;
  if (!at.take(": ")) {
    std::string_view name;
    if (!at.take(" to ") || !at.take_until(':', name) || !at.take(' ')) return;
  }
  if (!take_version(at, event.tls) || !at.take("with cipher ")) return;
  event.cipher = at.rest().substr(0, at.find(' '));
  event.kind = EventKind::tls;
}

bool is_mechanism(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_';
  });
}

/// Where the user name at the front of the tail of a client= line ends.
std::size_t end_of_account(std::string_view tail) noexcept {
  std::size_t comma = tail.find(',');  // Almost never there.
  for (; comma != std::string_view::npos; comma = tail.find(',', comma + 1)) {
    const std::string_view rest = tail.substr(comma);
    if (rest.starts_with(", sasl_sender=") || rest.starts_with(", orig_queue_id=") ||
        rest.starts_with(", orig_client=")) {
      return comma;
    }
  }
  return tail.size();
}

/// The tail of a client= line (smtpd.c, smtpd_start… msg_info): keys in fixed order, each optional.
/// sasl_sender (MAIL FROM … AUTH=) is a stranger's text and may come without a login: when it is
/// the first key, nobody logged in, whatever follows. The user name ends at the first key that may
/// follow it, so a name that holds ", sasl_sender=" is cut there; no reader can tell.
void parse_client_tail(PaddedCursor at, Event& event) {
  if (at.take(", sasl_method=")) {
    const PaddedText rest = at.rest();
    constexpr std::string_view kUser = ", sasl_username=";
    const std::size_t comma = at.find(',');
    if (comma == std::string_view::npos || !is_mechanism(rest.substr(0, comma)) ||
        !rest.substr(comma).starts_with(kUser)) {
      return;
    }
    event.authenticated = true;
    event.mechanism = rest.substr(0, comma);
    const PaddedText tail = rest.substr(comma + kUser.size());
    const std::size_t end = end_of_account(tail);
    event.account = tail.substr(0, end);
    at = PaddedCursor(tail.substr(end));
  }
  // Only what stands at its own place: behind sasl_sender the text is the stranger's.
  event.reinjected = at.take(", orig_queue_id=") || at.take(", orig_client=");
}

/// "REPLY; from=<SENDER> to=<…" of proxy lines. The reply is the filter's text and the sender a
/// stranger's: both are only taken where no second reading is possible.
void take_proxy_sender(std::string_view text, Event& event) {
  constexpr std::string_view kFrom = "; from=<";
  const std::size_t from = text.find(kFrom);
  if (from == std::string_view::npos || text.find(kFrom, from + 1) != std::string_view::npos)
    return;
  constexpr std::string_view kQueued = "queued as ";
  const std::string_view reply = text.substr(0, from);
  const std::size_t queued = reply.rfind(kQueued);
  if (queued != std::string_view::npos) event.next_id = reply.substr(queued + kQueued.size());
  const std::string_view rest = text.substr(from + kFrom.size());
  const std::size_t end = rest.find("> to=<");
  if (end == std::string_view::npos || rest.find("> to=<", end + 1) != std::string_view::npos)
    return;
  event.sender = rest.substr(0, end);
  event.has_sender = true;
}

void parse_proxy(Cursor at, EventKind accepted, Event& event) {
  std::string_view state;
  if (!at.take_until(':', state) || state != "END-OF-MESSAGE" || !at.take(' ')) return;
  // proxy-accept is only logged for a 2xx reply; the digit is checked all the same.
  event.kind = accepted == EventKind::proxy_accept && at.rest().starts_with('2')
                   ? EventKind::proxy_accept
                   : EventKind::proxy_reject;
  take_proxy_sender(at.rest(), event);
}

/// "lost connection after STARTTLS from NAMADDR": alone, or from 3.10 on behind the queue id.
void parse_lost_connection(PaddedCursor at, Event& event) {
  if (!at.take("lost connection after STARTTLS from ")) return;
  if (at.take_namaddr(event.client) && at.at_end()) event.kind = EventKind::lost_starttls;
}

/// Behind "QUEUEID: " or "NOQUEUE: ".
void parse_queue_line(PaddedCursor at, Event& event) {
  if (at.rest().starts_with('l')) return parse_lost_connection(at, event);
  if (at.take("client=")) {
    if (!at.take_namaddr(event.client)) return;
    if (!at.at_end() && !at.rest().starts_with(", ")) return;
    event.kind = event.queue.empty() ? EventKind::client_noqueue : EventKind::client;
    parse_client_tail(at, event);
    return;
  }
  const bool milter = at.take("milter-");
  if (!at.take("hold: ") && !at.take("discard: ")) return;
  // cleanup's lines of the same shape, which only a log without service names can bring here.
  const std::string_view where = at.rest();
  if (where.starts_with("header ") || where.starts_with("body ") || where.starts_with("content ") ||
      (milter && where.starts_with("END-OF-MESSAGE "))) {
    return;
  }
  event.kind = EventKind::smtpd_action;
}

/// "warning: QUEUEID: queue file size limit exceeded",
/// "warning: TLS library problem: …" (tls_misc.c), or
/// "warning: NAMADDR: SASL MECH authentication failed: …" (smtpd_sasl_glue.c).
void parse_warning(PaddedCursor at, Event& event) {
  if (take_queue_id(at, event.queue)) {
    if (at.rest() == "queue file size limit exceeded") event.kind = EventKind::cleanup_reject;
    return;
  }
  if (at.take("TLS library problem: ")) {
    event.reason = library_reason(at.rest());
    if (!event.reason.empty()) event.kind = EventKind::library_error;
    return;
  }
  if (!at.take_namaddr(event.client) || !at.take(": SASL ")) return;
  std::string_view mechanism;
  if (!at.take_until(' ', mechanism) || !at.take("authentication failed")) return;
  event.kind = EventKind::auth_failure;
  event.mechanism = mechanism;
  // The reason is the SASL library's, the name behind it (3.5 and later) a stranger's.
  if (at.take(':')) (void)at.take(' ');
  constexpr std::string_view kUser = ", sasl_username=";
  const std::size_t user = at.rest().find(kUser);
  event.reason = at.rest().substr(0, user);
  if (user == std::string_view::npos) return;
  event.account = at.rest().substr(user + kUser.size());
  if (event.account == "(unavailable)") event.account = {};
}

/// "NAMADDR".
void parse_connect(PaddedCursor at, Event& event) {
  if (at.take_namaddr(event.client) && at.at_end()) event.kind = EventKind::connect;
}

/// "NAMADDR: REASON" (tls_server.c).
void parse_handshake_error(PaddedCursor at, Event& event) {
  if (!at.take_namaddr(event.client) || !at.take(": ") || at.at_end()) return;
  event.reason = at.rest();
  event.kind = EventKind::handshake_error;
}

/// "NAMADDR[ STATISTICS]".
void parse_disconnect(PaddedCursor at, StatisticsCache& memory, Event& event) {
  if (!at.take_namaddr(event.client) || (!at.at_end() && at.rest().front() != ' ')) return;
  event.statistics = statistics_of(at.rest(), memory);
  event.kind = EventKind::disconnect;
}

}  // namespace

/// PERF: chosen by the first letter. To try one beginning after the other was 1 % of the
/// instructions of a run.
void parse_smtpd(PaddedText text, StatisticsCache& memory, Event& event) {
  PaddedCursor at(text);
  if (at.at_end()) return;
  // None of these beginnings has the shape of a queue id, whose first letter may be any.
  switch (text.front()) {
    case 'c':
      if (at.take("connect from ")) return parse_connect(at, event);
      break;
    case 'd':
      if (at.take("disconnect from ")) return parse_disconnect(at, memory, event);
      break;
    case 'N':
      if (at.take("NOQUEUE: ")) return parse_queue_line(at, event);
      break;
    case 'w':
      if (at.take("warning: ")) return parse_warning(at, event);
      break;
    case 'p':
      if (at.take("proxy-accept: ")) return parse_proxy(at, EventKind::proxy_accept, event);
      if (at.take("proxy-reject: ")) return parse_proxy(at, EventKind::proxy_reject, event);
      break;
    case 'S':
      if (at.take("SSL_accept error from ")) return parse_handshake_error(at, event);
      break;
    case 'l':
      if (at.take("lost connection after "))
        return parse_lost_connection(PaddedCursor(text), event);
      break;
    case 'A':
    case 'U':
    case 'T':
    case 'V':
      if (take_tls_beginning(at)) return parse_tls(at, event);
      break;
    default:
      break;
  }
  if (take_queue_id(at, event.queue)) parse_queue_line(at, event);
}

}  // namespace smtptally
