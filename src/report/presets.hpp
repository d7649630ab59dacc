#pragma once

#include <span>
#include <string>
#include <string_view>

#include "report/command_help.hpp"
#include "report/pivot_table.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// A pivot with a name: a command that needs no --rows, --columns and --values. To add one: one row
/// in presets.cpp, of which the command line and every help are made.
struct Preset {
  std::string_view name;
  std::string_view help;
  CommandHelp more;
  std::string_view title;  ///< Of its screen.
  std::span<const Dimension> rows;
  std::span<const Dimension> columns;
  std::span<const Measure> values;         ///< The columns of CSV, in their order.
  std::span<const Measure> screen_values;  ///< Behind them on screens.
  Chart chart = Chart::none;
  bool only_old = false;    ///< Rows without old TLS are left out.
  std::string_view sort{};  ///< Descending by this field; empty for the usual order.
};

/// In the order of --help.
[[nodiscard]] std::span<const Preset> all_presets() noexcept;
/// Null if there is none of this name.
[[nodiscard]] const Preset* find_preset(std::string_view name) noexcept;

/// Without what only screens show.
[[nodiscard]] PivotShape shape_of(const Preset& preset);
/// The rows, columns and values that this run asks for; with charts where it makes a screen.
[[nodiscard]] PivotShape shape_of(const Config& config);
/// The words that make `pivot` the same: "--rows sender,domain --values messages --sort old".
[[nodiscard]] std::string words_of(const Preset& preset);
/// "TLS by sender"; of a pivot of the user's own "Messages by sender, day".
[[nodiscard]] std::string pivot_title(const Config& config);

}  // namespace smtptally
