#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "../command_line.hpp"

namespace smtptally::bench::exchange {

struct Options : CommonOptions {
  std::uint64_t messages = 20'000;  ///< Counted ones: by clients who logged in.
  std::uint32_t senders = 500;
  std::uint32_t days = 2;
  std::uint32_t takeovers = 0;  ///< Users that are taken over in the last week.
  std::string takeover_truth;   ///< None is written when empty.
  std::uint32_t frontends = 1;  ///< 2 adds EX2, whose sessions end at the hub of EX1.
};

/// nullopt after printing what is wrong (or the help) to stderr.
[[nodiscard]] std::optional<Options> parse_options(int argc, char** argv);

}  // namespace smtptally::bench::exchange
