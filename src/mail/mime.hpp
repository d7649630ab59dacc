#pragma once

#include <span>
#include <string>
#include <string_view>

#include "text/mailbox.hpp"

namespace smtptally {

/// A header with its line break, folded at 76 columns: RFC 5322 has 78. Letters beyond ASCII become
/// encoded words (RFC 2047). Requires visible UTF-8 without line breaks.
[[nodiscard]] std::string text_header(std::string_view name, std::string_view text);
/// The same of addresses; names beyond ASCII become encoded words, others are quoted if need be.
[[nodiscard]] std::string address_header(std::string_view name, std::span<const Mailbox> mailboxes);
/// `; filename="report.csv"` on a line of its own, beyond ASCII as RFC 2231 has it.
[[nodiscard]] std::string parameter(std::string_view name, std::string_view value);

/// Quoted-printable (RFC 2045, section 6.7): lines of at most 76 octets, of ASCII alone.
[[nodiscard]] std::string quoted_printable(std::string_view text);
/// Base64 in lines of 76.
[[nodiscard]] std::string base64_lines(std::string_view bytes);

}  // namespace smtptally
