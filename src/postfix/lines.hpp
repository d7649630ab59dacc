#pragma once

#include <string_view>

#include "postfix/event.hpp"
#include "postfix/statistics_cache.hpp"
#include "text/cursor.hpp"
#include "text/padded_text.hpp"

namespace smtptally {

/// The texts of one Postfix program each. `event.kind` is none on entry and stays so for lines that
/// do not matter.
void parse_smtpd(PaddedText text, StatisticsCache& memory, Event& event);
void parse_qmgr(PaddedText text, Event& event);
void parse_cleanup(PaddedText text, Event& event);
void parse_delivery(PaddedText text, Event& event);
void parse_pickup(PaddedText text, Event& event);
void parse_postsuper(PaddedText text, Event& event);
void parse_mail_scanner(PaddedText text, Event& event);
/// Texts in which rsyslog and journald say that they dropped lines; the number goes to `bytes`.
void parse_logger(PaddedText text, Event& event);
/// "[74B blob data]": what journalctl's short outputs print for a text that is not printable.
void parse_blob(PaddedText text, Event& event) noexcept;
/// Without a service name the text must tell who wrote it. Each program has beginnings of its own,
/// and a stranger's text always stands behind one of them.
void parse_without_service(PaddedText text, StatisticsCache& memory, Event& event);

/// Whether the address is one of this machine.
[[nodiscard]] bool is_loopback(std::string_view address) noexcept;
/// The queue id that a content filter on this machine gave the message, by Event::delivery:
/// "ADDRESS>[, orig_to=<…>], relay=NAME[ADDR]:PORT, … (… queued as ID)". Links the two queue files
/// of one message. The reply is the next hop's text, so that only one of this machine is believed.
/// Empty when there is no such thing.
[[nodiscard]] std::string_view parse_second_id(std::string_view delivery);

/// "QUEUEID: ". Short ids are upper case hexadecimal, long ones base 52 (mail_queue.h); both are
/// recognised as 6 to 27 letters and digits that are not all lower case letters ("warning: ").
/// The length of that at the front of `text`, 0 if there is none.
[[nodiscard]] std::size_t queue_id_size(PaddedText text, QueueKey& out) noexcept;
/// The same, taken.
inline bool take_queue_id(PaddedCursor& at, QueueKey& out) noexcept {
  return at.take_front(queue_id_size(at.rest(), out));
}

}  // namespace smtptally
