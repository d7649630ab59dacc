#pragma once

#include <optional>

#include "smtptally/config.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The time of the last mail entry in the journal; nothing if it has none. Runs journalctl, after a
/// range of the journal proved empty.
[[nodiscard]] std::optional<Micros> end_of_journal(const Config& config);

}  // namespace smtptally
