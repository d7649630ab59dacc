#pragma once

#include <cstdint>
#include <string>

namespace smtptally {

/// From which level on --fail-on makes a run end with ExitCode::findings.
enum class FailOn : std::uint8_t { never, low, high };

/// What is taken for unusual. The manual defines each limit.
struct UnusualOptions {
  unsigned baseline_days = 28;
  std::uint64_t least = 20;         ///< Messages or recipients that are worth a finding.
  std::uint64_t times = 3;          ///< How often the account's own maximum must be exceeded.
  std::uint64_t minute_limit = 30;  ///< Of accounts without a baseline.
  std::uint64_t recipient_limit = 10'000;  ///< Per day, of accounts without a baseline.
  std::uint64_t alarms_per_week = 1;
  FailOn fail_on = FailOn::never;
  std::string except_file;
  std::string exceptions;  ///< The content of that file.

  bool operator==(const UnusualOptions&) const = default;
};

}  // namespace smtptally
