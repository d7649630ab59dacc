#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smtptally {

/// What is known of an option of the command line.
struct OptionShape {
  enum class Kind : std::uint8_t { flag, one, many };
  std::string name;  ///< "log-tz".
  Kind kind = Kind::one;
  std::vector<std::string> typed;  ///< Its values on the command line.
};

/// Null if there is none of this name.
[[nodiscard]] const OptionShape* find_option(std::span<const OptionShape> options,
                                             std::string_view name) noexcept;

/// The sections of a config file: [defaults], [filters.NAME], [presets.NAME].
enum class SectionKind : std::uint8_t { defaults, filter, preset };

/// Why an option has no place in such a section, or for SectionKind::defaults in the environment;
/// nothing if it has. All others may stand there.
[[nodiscard]] std::optional<std::string_view> why_not_in(SectionKind section,
                                                         std::string_view option);

/// Whether the option takes names with commas between them as one value.
[[nodiscard]] bool takes_commas(std::string_view option) noexcept;

/// Options of which one, where it is set, takes away what weaker sources say of the others have the
/// same group: a range is one thing. The name of the option itself where it stands alone.
[[nodiscard]] std::string_view group_of(std::string_view option) noexcept;

[[nodiscard]] bool is_among(std::string_view name,
                            std::span<const std::string_view> names) noexcept;

/// Whether it stands on the command line, and not only in a config file or the environment.
/// Requires options as they were before these were asked.
[[nodiscard]] bool is_typed(std::span<const OptionShape> options, std::string_view name) noexcept;

/// The options that say how a report is mailed, beside --mail-to.
[[nodiscard]] std::span<const std::string_view> options_of_mail() noexcept;
/// The options of the command unusual; those of limits hold for summary and report, too.
[[nodiscard]] std::span<const std::string_view> options_of_unusual() noexcept;
[[nodiscard]] bool is_of_alarms(std::string_view option) noexcept;

}  // namespace smtptally
