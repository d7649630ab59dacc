#pragma once

#include <span>
#include <string>
#include <string_view>

namespace smtptally {

/// An option in words. Its place on the command line is in cli.cpp.
struct OptionHelp {
  std::string_view spelling;  ///< "-S, --since T".
  std::string_view text;
  std::string_view everyday{};  ///< For -h, in at most 19 columns; empty if it is not shown there.
};
struct OptionGroup {
  std::string_view title;
  std::span<const OptionHelp> options;
};

/// All of them, in the order of --help.
[[nodiscard]] std::span<const OptionGroup> option_groups() noexcept;

/// "log-tz".
[[nodiscard]] std::string_view long_name(const OptionHelp& option) noexcept;
/// Whether the next word is its value.
[[nodiscard]] bool takes_next_word(const OptionHelp& option) noexcept;
/// The one that is written as `word`: "--since", "-S". Null if there is none.
[[nodiscard]] const OptionHelp* find_option_help(std::string_view word) noexcept;

/// Its lines in a list of options, of at most `width` columns.
[[nodiscard]] std::string option_lines(const OptionHelp& option, std::size_t width);

/// The words in lines of at most `width` columns, each behind `indent` blanks; `broken` stands at
/// the end of all but the last. Ends with a newline.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent, std::size_t width,
                                  std::string_view broken = {});

}  // namespace smtptally
