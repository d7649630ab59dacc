#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "../command_line.hpp"

namespace smtptally::bench {

enum class Stamps : std::uint8_t { bsd, rfc3339 };
enum class QueueIdFilter : std::uint8_t { short_ids, long_ids };

struct Options : CommonOptions {
  std::uint64_t lines = 5'000'000;  ///< Zero when `bytes` decides.
  std::uint64_t bytes = 0;
  std::uint32_t senders = 2000;
  std::uint32_t clients = 20'000;
  std::uint32_t hours = 48;
  std::uint32_t takeovers = 0;  ///< Accounts that are taken over in the last week.
  std::string takeover_truth;   ///< None is written when empty.
  Stamps stamps = Stamps::bsd;
  QueueIdFilter queue_ids = QueueIdFilter::short_ids;
};

/// nullopt after printing what is wrong (or the help) to stderr.
[[nodiscard]] std::optional<Options> parse_options(int argc, char** argv);

}  // namespace smtptally::bench
