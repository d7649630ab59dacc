#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "pivot/accumulator.hpp"
#include "report/command_help.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// A command that reports. To add one: one file in src/report/ with these functions and one row in
/// the table of views.cpp, of which the command line and every help are made. Tests look for it in
/// the manual and the completions.
struct View {
  Command command;
  std::string_view name;
  std::string_view arguments;  ///< In front of the logs.
  std::string_view help;
  CommandHelp more;
  /// What must be collected while the logs are read.
  CollectSpec (*collect)(const Config& config);
  /// Fills report.sections from what was collected; `collected` outlives the report. The rest of
  /// the report (range, inputs, coverage) is filled before.
  void (*build)(const Config& config, const Accumulator& collected, Report& report);
  /// What of --where and --sort the view can not do, as a sentence; nothing when it can do all.
  std::optional<Error> (*refuse)(const Config& config);
  /// Whether the view shows TLS classes, so that unknown ones deserve a warning.
  bool (*shows_tls)(const Config& config);
  bool takes_failures;  ///< Whether --failures means something for it.
};

/// In the order of --help.
[[nodiscard]] std::span<const View> all_views() noexcept;
[[nodiscard]] const View& find_view(Command command) noexcept;

}  // namespace smtptally
