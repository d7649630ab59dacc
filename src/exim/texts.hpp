#pragma once

#include <string>
#include <string_view>

namespace smtptally {

/// Appends the name that a client logged in with, of which Exim logs "\303\274" for a byte that is
/// not printable and "\n" for a line end. A backslash of its own stays as it is.
void append_unescaped(std::string_view logged, std::string& out);

/// Appends a text of which syslog made "#011" for a control byte.
void append_without_syslog_escapes(std::string_view text, std::string& out);

}  // namespace smtptally
