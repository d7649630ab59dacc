#pragma once

#include <string>

#include "smtptally/clients_report.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// Reads the exported report that `compare` names. An error names the file.
[[nodiscard]] Result<ClientsReport> read_compared(const std::string& path);

/// The text of the file that --except names, once it was understood. An error names the file.
[[nodiscard]] Result<std::string> read_exceptions(const std::string& path);

}  // namespace smtptally
