#pragma once

#include <string_view>

#include "parse/cursor.hpp"
#include "parse/event.hpp"
#include "parse/statistics_memory.hpp"

namespace smtptally {

/// The texts of one Postfix program each. `event.kind` is none on entry and stays so for lines that
/// do not matter. Requires kTextPadding readable bytes behind `text`.
void parse_smtpd(std::string_view text, StatisticsMemory& memory, Event& event);
void parse_qmgr(std::string_view text, Event& event);
void parse_cleanup(std::string_view text, Event& event);
void parse_delivery(std::string_view text, Event& event);
void parse_pickup(std::string_view text, Event& event);
void parse_postsuper(std::string_view text, Event& event);
void parse_mail_scanner(std::string_view text, Event& event);
/// Texts in which rsyslog and journald say that they dropped lines; the number goes to `bytes`.
void parse_logger(std::string_view text, Event& event);
/// "[74B blob data]": what journalctl's short outputs print for a text that is not printable.
void parse_blob(std::string_view text, Event& event) noexcept;
/// Without a service name the text must tell who wrote it. Each program has beginnings of its own,
/// and a stranger's text always stands behind one of them.
void parse_without_service(std::string_view text, StatisticsMemory& memory, Event& event);

/// Where a delivery line says a message went, and the queue id that it got there.
struct NextHop {
  std::string_view relay;
  std::string_view queue_id;
};
/// Reads Event::delivery: "ADDRESS>[, orig_to=<…>], relay=NAME[ADDR]:PORT, … (… queued as ID)".
/// Links the two queue files of one message that passed a content filter on this machine. The
/// reply is the next hop's text, so the caller checks the relay. Empty when there is no such thing.
[[nodiscard]] NextHop parse_delivery_reply(std::string_view delivery);

/// "QUEUEID: ". Short ids are upper case hexadecimal, long ones base 52 (mail_queue.h); both are
/// recognised as 6 to 27 letters and digits that are not all lower case letters ("warning: ").
/// Requires kTextPadding readable bytes behind the text. The length of that at the front of `text`,
/// 0 if there is none.
[[nodiscard]] std::size_t queue_id_size(std::string_view text, QueueKey& out) noexcept;
/// The same, taken.
inline bool take_queue_id(Cursor& at, QueueKey& out) noexcept {
  return at.take_front(queue_id_size(at.rest(), out));
}

}  // namespace smtptally
