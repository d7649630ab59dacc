#pragma once

#include <string>
#include <string_view>

namespace smtptally {

/// Appends hostile text for an HTML page, between tags or in a quoted attribute: what
/// append_visible() says, then the five characters of markup as references.
void append_html(std::string_view text, std::string& out);
[[nodiscard]] std::string html(std::string_view text);
/// The same for a text that was made visible before.
void append_markup(std::string_view visible, std::string& out);

/// Appends a text that was made visible before as a JSON string that may stand in a script element:
/// it has no <, > or &.
void append_script_string(std::string_view visible, std::string& out);

}  // namespace smtptally
