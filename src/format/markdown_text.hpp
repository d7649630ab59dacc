#pragma once

#include <string>
#include <string_view>

namespace smtptally {

/// Appends hostile text for a table cell, a heading or a sentence of GitHub's Markdown. It shows
/// what append_visible() shows, and does nothing. Words of letters and numbers stand for
/// themselves; all else goes into code spans: GitHub makes a link of an address and tells @anyone
/// that they were mentioned also where the `@` is escaped, but never inside of code.
void append_markdown(std::string_view text, std::string& out);

}  // namespace smtptally
