#pragma once

#include <string>
#include <string_view>

namespace smtptally {

/// Shows a text that is longer than the terminal: hands it to `command`, by the shell as git and
/// journalctl do, and waits until the user has seen enough. False where the command could not be
/// run, so that nothing was shown.
[[nodiscard]] bool show_in_pager(const std::string& command, std::string_view text);

}  // namespace smtptally
