#pragma once

#include <cstdint>
#include <string_view>

namespace smtptally {

/// A command of SMTP (RFC 5321), or one that Exchange servers send to each other. Accepts any case
/// and extra blanks, as clients write them.
struct SmtpCommand {
  enum class Verb : std::uint8_t {
    other,
    mail,  ///< MAIL FROM:
    rcpt,  ///< RCPT TO:
    reset,
    hello,  ///< HELO, EHLO.
    starttls,
    anonymous_tls,  ///< X-ANONYMOUSTLS.
    server_login,   ///< X-EXPS.
    auth,
    proxy,       ///< XPROXY.
    proxy_from,  ///< XPROXYFROM.
  };
  Verb verb = Verb::other;
  std::string_view rest;  ///< The text behind the verb, without leading blanks.
};
[[nodiscard]] SmtpCommand parse_smtp_command(std::string_view line) noexcept;

/// Takes the address behind MAIL FROM: or RCPT TO:, with or without brackets. False if there is
/// none; the null sender has brackets.
[[nodiscard]] bool take_path(std::string_view rest, std::string_view& out) noexcept;

}  // namespace smtptally
