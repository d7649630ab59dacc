#pragma once

#include <cstdint>
#include <string_view>

namespace smtptally {

/// A command of SMTP (RFC 5321), or one that Exchange servers send to each other, as clients write
/// them: in any case, with more blanks than there should be.
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
  std::string_view rest;  ///< Behind the verb, without blanks in front.
};
[[nodiscard]] SmtpCommand parse_smtp_command(std::string_view line) noexcept;

/// The address behind MAIL FROM: or RCPT TO:, with or without its brackets. False where there is
/// none; the null sender has brackets.
[[nodiscard]] bool take_path(std::string_view rest, std::string_view& out) noexcept;

}  // namespace smtptally
