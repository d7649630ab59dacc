#pragma once

#include <cstdint>
#include <string_view>

#include "text/padded_text.hpp"

namespace smtptally {

/// The program that wrote a line, by the last component of its tag.
enum class Program : std::uint8_t {
  other,  ///< Of no server, or a program of Postfix that tells nothing about messages.
  exim,   ///< Exim: one program does all.
  smtpd,
  qmgr,
  cleanup,
  delivery,  ///< smtp, lmtp, local, virtual, pipe, discard, error, bounce …
  postsuper,
  pickup,
  logger,        ///< rsyslogd, systemd-journald: may report lost lines.
  postfix,       ///< Postfix with a lost service name (rsyslog's RFC 5424, with-unit).
  mail_scanner,  ///< MailScanner: puts mail on hold and releases it.
};

/// The program of a full tag such as "postfix/submission/smtpd". SYSLOG_NAME is free text, so only
/// the last component counts, and a '/' must precede it. The tags "postfix" and "postfix@-.service"
/// (journald) name no service. Exim's tag is "exim", or what a distribution or its administrator
/// made of it: "exim4", "exim-in".
[[nodiscard]] Program program_of(std::string_view tag) noexcept;

/// The N and TEXT of rsyslog's "message repeated N times: [ TEXT]".
struct Repetition {
  std::uint32_t times = 0;  ///< 0 for any other text; then `text` is all of it.
  PaddedText text;
};
[[nodiscard]] Repetition parse_repetition(PaddedText text) noexcept;

}  // namespace smtptally
