#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smtptally/coverage.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// What was read, whatever the command.
struct ReadFacts {
  const Coverage& coverage;
  std::span<const InputSummary> inputs;
};

/// Why messages are `unknown`, or what else the input can not tell. To add one: a row of the table
/// in findings.cpp, from which `check` and standard error take it.
struct Finding {
  Warning::Level level = Warning::Level::note;
  std::string_view text;  ///< What was found. Static, in English.
  bool counts = false;    ///< It is that of which there are so many.
  std::uint64_t count = 0;
  std::optional<std::uint64_t> of{};
  std::string advice;
  bool explains_unknown = false;  ///< Such rows add up to the messages of that class.
};

/// Those that there are, as `check` shows them.
[[nodiscard]] std::vector<Finding> find_findings(const ReadFacts& read);
/// Those that standard error says, in a sentence for one or two of them.
[[nodiscard]] std::vector<Warning> say_findings(const ReadFacts& read);

}  // namespace smtptally
