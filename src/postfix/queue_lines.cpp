// Lines of the programs behind smtpd(8): cleanup(8), qmgr(8), delivery agents, postsuper(1).

#include <algorithm>
#include <bit>

#include "postfix/lines.hpp"
#include "text/ascii.hpp"
#include "text/bytes16.hpp"
#include "text/cursor.hpp"
#include "text/digits.hpp"

namespace smtptally {
namespace {

/// The length of a decimal number of at most seven digits at the end of `text`, with something else
/// in front of it; 0 if there is none. PERF: no loop, whose end the processor can not foresee
/// (callgrind's model: 0.4 mispredictions a line of the log).
std::size_t short_last_number_size(std::string_view text, std::uint64_t& out) noexcept {
  if (text.size() < 8) return 0;
  const std::uint64_t bytes =
      bytes_as_number(text.data() + text.size() - 8) ^ 0x3030303030303030ULL;
  // The highest bit of each byte that is not 0 to 9 now.
  const std::uint64_t others =
      (bytes | ((bytes & 0x7F7F7F7F7F7F7F7FULL) + 0x7676767676767676ULL)) & 0x8080808080808080ULL;
  const auto length = static_cast<unsigned>(std::countl_zero(others)) / 8;
  if (others == 0) return 0;
  // The other bytes become zeros in front of the digits.
  if (length != 0) out = number_of_eight(bytes & (~std::uint64_t{0} << (64 - 8 * length)));
  return length;
}

/// The same for at most 18 digits.
[[gnu::noinline]] std::size_t long_last_number_size(std::string_view text,
                                                    std::uint64_t& out) noexcept {
  std::size_t at = text.size();
  while (at > 0 && is_digit(text[at - 1])) --at;
  Cursor digits(text.substr(at));
  return digits.take_number(out) && digits.at_end() ? text.size() - at : 0;
}

/// PERF: inline, so that the text stays in registers, see Cursor::take_front().
[[gnu::always_inline]] inline bool take_last_number(std::string_view& text,
                                                    std::uint64_t& out) noexcept {
  std::size_t size = short_last_number_size(text, out);
  if (size == 0) size = long_last_number_size(text, out);
  text.remove_suffix(size);
  return size != 0;
}

/// PERF: inline, so that the length of `end` is known and no memcmp is called.
[[gnu::always_inline]] inline bool take_last(std::string_view& text,
                                             std::string_view end) noexcept {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

/// "SENDER>, size=N, nrcpt=N (queue active)", read from the right: a quoted local part may hold
/// anything, the same words included, but the last ones are qmgr's own.
bool parse_active(std::string_view text, Event& event) {
  if (!take_last(text, " (queue active)") || !take_last_number(text, event.recipients) ||
      !take_last(text, ", nrcpt=") || !take_last_number(text, event.bytes) ||
      !take_last(text, ">, size=")) {
    return false;
  }
  event.sender = text;
  event.has_sender = true;
  event.has_size = true;
  return true;
}

bool ends_expired(std::string_view text) noexcept {
  return text.ends_with(">, status=expired, returned to sender") ||
         text.ends_with(">, status=force-expired, returned to sender");
}

bool begins_as_loopback(std::string_view text) noexcept {
  return text.starts_with("127.") || text.starts_with("::1");
}

/// How many letters and digits are at the front of a text, of its first kBytes bytes, which must be
/// readable.
template <std::size_t kBytes>
std::size_t id_size(const char* text) noexcept {
  const std::uint64_t inside = bytes_where<kBytes>(text, [](Bytes16 b) {
    return (b | Bytes16::all(' ')).between('a', 'z') | b.between('0', '9');  // Upper case, too.
  });
  return static_cast<std::size_t>(std::countr_zero(~inside));
}

bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }

}  // namespace

std::size_t queue_id_size(PaddedText text, QueueKey& out) noexcept {
  std::size_t size = id_size<16>(text.data());
  if (size == 16) size = id_size<32>(text.data());
  if (size < 6 || size > kMaxQueueId || text.size() < size + 2) return 0;
  if (text[size] != ':' || text[size + 1] != ' ') return 0;
  if (std::all_of(text.data(), text.data() + size, is_lower)) return 0;
  out = QueueKey::of_padded(text.data(), size);
  return size + 2;
}

void parse_qmgr(PaddedText text, Event& event) {
  PaddedCursor at(text);
  if (!take_queue_id(at, event.queue)) return;
  if (at.take("from=<")) {
    // A line cut at 2000 bytes (msg_syslog.c) has lost its end; its beginning is enough.
    if (parse_active(at.rest(), event)) {
      event.kind = EventKind::queue_active;
    } else {
      event.kind = ends_expired(at.rest()) ? EventKind::queue_evidence : EventKind::queue_active;
    }
  } else if (at.rest() == "removed") {
    event.kind = EventKind::queue_removed;
  } else if (at.take("to=<")) {
    event.kind = EventKind::queue_evidence;
  }
}

void parse_cleanup(PaddedText text, Event& event) {
  PaddedCursor at(text);
  if (at.take("warning: ")) {
    if (take_queue_id(at, event.queue) && at.rest() == "queue file size limit exceeded") {
      event.kind = EventKind::cleanup_reject;
    }
    return;
  }
  if (!take_queue_id(at, event.queue)) return;
  if (at.take("message-id=")) return;  // The usual line. Written for aborted mail, too.
  if (at.rest() == "removed (canceled)") {
    event.kind = EventKind::cleanup_reject;
    return;
  }
  if (at.rest() == "removed (discarded)") {
    event.kind = EventKind::cleanup_discarded;
    return;
  }
  (void)at.take("milter-");
  if (at.take("reject: ")) {
    event.kind = EventKind::cleanup_reject;
  } else if (at.take("hold: ") || at.take("discard: ")) {
    event.kind = EventKind::cleanup_action;
  }
}

void parse_delivery(PaddedText text, Event& event) {
  PaddedCursor at(text);
  if (!take_queue_id(at, event.queue)) return;
  if (at.take("to=<")) {
    event.kind = EventKind::queue_evidence;
    event.delivery = at.rest();
  } else if (at.take("sender non-delivery notification: ") ||
             at.take("sender delivery status notification: ") ||
             at.take("sender delay notification: ")) {
    // The notification is a new queue file: whatever held its id before is gone.
    event.kind = EventKind::queue_evidence;
    event.opened_id = at.rest();
  }
}

void parse_pickup(PaddedText text, Event& event) {
  PaddedCursor at(text);
  if (take_queue_id(at, event.queue) && at.take("uid=")) {
    event.kind = EventKind::superseded_message;
  }
}

void parse_postsuper(PaddedText text, Event& event) {
  PaddedCursor at(text);
  if (!take_queue_id(at, event.queue)) return;
  if (at.rest() == "removed") {
    event.kind = EventKind::queue_removed;
  } else if (at.rest() == "requeued" || at.rest() == "released from hold" ||
             at.rest() == "placed on hold" || at.rest() == "expired") {
    event.kind = EventKind::queue_evidence;
  }
}

/// "Requeue: OLD.RANDOM to NEW".
void parse_mail_scanner(PaddedText text, Event& event) {
  PaddedCursor at(text);
  std::string_view from;
  if (!at.take("Requeue: ") || !at.take_until(' ', from) || !at.take("to ")) return;
  const std::string_view old = from.substr(0, from.find('.'));
  if (old.empty() || old.size() > kMaxQueueId) return;
  if (at.at_end() || at.rest().size() > kMaxQueueId) return;
  event.queue = {0, old};
  event.opened_id = at.rest();
  event.kind = EventKind::requeued;
}

bool is_loopback(std::string_view address) noexcept {
  return address.starts_with("127.") || address == "::1";
}

std::string_view parse_second_id(std::string_view delivery) {
  constexpr std::string_view kQueued = "queued as ";
  Cursor at(delivery);
  std::string_view address;
  std::string_view relay;
  if (!at.take_address(address)) return {};
  if (at.take(", orig_to=<") && !at.take_address(address)) return {};
  if (!at.take(", relay=")) return {};
  // PERF: most mail goes to other machines, which the first bytes of the address tell.
  const std::size_t open = at.rest().find('[');
  if (open == std::string_view::npos || !begins_as_loopback(at.rest().substr(open + 1))) return {};
  if (!at.take_namaddr(relay) || !is_loopback(relay)) return {};
  const std::string_view text = at.rest();
  const std::size_t queued = text.rfind(kQueued);
  if (queued == std::string_view::npos || !text.ends_with(')')) return {};
  const std::string_view id = text.substr(queued + kQueued.size());
  return id.substr(0, id.size() - 1);
}

}  // namespace smtptally
