#pragma once

#include <cstdint>
#include <string_view>

#include "parse/programs.hpp"
#include "postfix/event.hpp"
#include "postfix/lines.hpp"
#include "postfix/statistics_cache.hpp"
#include "text/padded_text.hpp"

namespace smtptally {

/// Whether a component of the tag names a service that begins with TLS (RFC 8314, section 3.3):
/// submissions, smtps.
[[nodiscard]] bool is_wrapper_service(std::string_view tag) noexcept;

/// The Postfix instance that a tag names: where a queue id is unique, with the log host. The names
/// of instances begin with "postfix-" (postmulti(1)). Any other name in that place is one that a
/// service of the default instance was given for itself (syslog_name = submission), and so is
/// "postfix-" with the name, the port or the address of a service.
[[nodiscard]] std::string_view instance_of(std::string_view tag) noexcept;

/// Reads the text behind "tag[pid]: " from left to right, each shape anchored at its beginning, so
/// that no text that a stranger chose (HELO, MAIL FROM, Subject, Message-ID, AUTH=) can pass for
/// another line. Sets the members of `event` that the kind asks for and leaves `kind` none for all
/// other lines. Shapes: smtpd.c, cleanup_message.c, qmgr_active.c of Postfix 2.2 to 3.12.
/// Requires a cleared event.
inline void parse_postfix_text(Program program, PaddedText text, StatisticsCache& memory,
                               Event& event) {
  if (text.starts_with('[') && program != Program::other) {  // No line of Postfix does.
    return parse_blob(text, event);
  }
  switch (program) {
    case Program::other:
    case Program::exim:
      return;
    case Program::smtpd:
      return parse_smtpd(text, memory, event);
    case Program::qmgr:
      return parse_qmgr(text, event);
    case Program::cleanup:
      return parse_cleanup(text, event);
    case Program::delivery:
      return parse_delivery(text, event);
    case Program::postsuper:
      return parse_postsuper(text, event);
    case Program::pickup:
      return parse_pickup(text, event);
    case Program::mail_scanner:
      return parse_mail_scanner(text, event);
    case Program::logger:
      return parse_logger(text, event);
    case Program::postfix:
      return parse_without_service(text, memory, event);
  }
}

}  // namespace smtptally
