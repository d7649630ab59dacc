#pragma once

#include <cstdint>
#include <string_view>

#include "text/padded_text.hpp"

namespace smtptally {

/// Who wrote a line, by the last component of its tag.
enum class Program : std::uint8_t {
  other,  ///< Not Postfix, or a part of it that tells nothing about messages.
  smtpd,
  qmgr,
  cleanup,
  delivery,  ///< smtp, lmtp, local, virtual, pipe, discard, error, bounce …
  postsuper,
  pickup,
  logger,   ///< rsyslogd, systemd-journald: may say that lines were lost.
  postfix,  ///< Postfix, but the service name was lost on the way (rsyslog's RFC 5424, with-unit).
  mail_scanner,  ///< MailScanner: takes mail on hold and gives it back.
};

/// The program of a full tag such as "postfix/submission/smtpd". SYSLOG_NAME is free text, so only
/// the last component counts, and it needs a '/' in front. "postfix" alone and journald's
/// "postfix@-.service" have lost their service.
[[nodiscard]] Program program_of(std::string_view tag) noexcept;

/// rsyslog's "message repeated N times: [ TEXT]": N and TEXT.
struct Repetition {
  std::uint32_t times = 0;  ///< 0 for any other text, which `text` is then.
  PaddedText text;
};
[[nodiscard]] Repetition parse_repetition(PaddedText text) noexcept;

}  // namespace smtptally
