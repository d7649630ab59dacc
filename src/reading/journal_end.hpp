#pragma once

#include <optional>

#include "smtptally/config.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The time of the last entry of mail in the journal; nothing if it has none. Asks journalctl, for
/// when a range of the journal turns out to be empty.
[[nodiscard]] std::optional<Micros> end_of_journal(const Config& config);

}  // namespace smtptally
