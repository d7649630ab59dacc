#pragma once

#include <string_view>

namespace smtptally {

/// Whether `head` begins an exported SMTP AUTH clients report with a row per sender. False for the
/// detailed report, which is read as a log.
[[nodiscard]] bool begins_clients_report(std::string_view head);

}  // namespace smtptally
