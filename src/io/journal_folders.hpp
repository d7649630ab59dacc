#pragma once

#include <string>
#include <vector>

namespace smtptally {

/// The folders in which journald keeps the journal of this machine, those that exist:
/// /var/log/journal/ID and /run/log/journal/ID.
[[nodiscard]] std::vector<std::string> own_journal_folders();

}  // namespace smtptally
