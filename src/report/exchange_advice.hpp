#pragma once

#include <string>

#include "smtptally/coverage.hpp"

namespace smtptally {

/// The commands that switch on the receive protocol logs in which the TLS of messages stands that
/// have this evidence, hub_log_missing or frontend_log_missing: of the connectors that the rows of
/// the messages name, those with the most messages first; all but the first two are only counted.
[[nodiscard]] std::string commands_for_logs(const Coverage& coverage, TlsEvidence evidence);
/// The same for both together, as two words of a sentence.
[[nodiscard]] std::string commands_for_logs(const Coverage& coverage);

}  // namespace smtptally
