#pragma once

#include <string_view>

namespace smtptally {

/// Whether an exported SMTP AUTH clients report with a row for each sender begins with `head`. The
/// detailed report is none of these: it is read as a log.
[[nodiscard]] bool begins_clients_report(std::string_view head);

}  // namespace smtptally
