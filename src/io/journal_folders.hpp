#pragma once

#include <string>
#include <vector>

namespace smtptally {

/// The folders in which journald keeps the journal of this machine, those that exist:
/// /var/log/journal/ID and /run/log/journal/ID, with the ID of /etc/machine-id. Looks below `root`.
[[nodiscard]] std::vector<std::string> own_journal_folders(const std::string& root = {});

}  // namespace smtptally
