// Help: short, whole, and of one command; all of it made of the rows of commands and options.

#include "cli/help.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/cli_config.hpp"
#include "cli/commands.hpp"
#include "cli/option_help.hpp"
#include "cli/settings.hpp"
#include "io/gzip_libraries.hpp"
#include "io/lz4_source.hpp"
#include "smtptally/version.hpp"
#include "text/escape.hpp"
#include "text/nearest_name.hpp"
#include "text/translate.hpp"
#include "text/width.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kScreen = 80;
constexpr std::size_t kWide = 100;

constexpr const char* kShort =
    to_tr(R"(Who still sends with old TLS, and how much does each sender send?
Usage: smtptally [COMMAND] [OPTIONS] [FILE|DIR|-]...
Examples:
  smtptally /var/log/mail.log                 one screen: TLS mix, old TLS
  smtptally tls --last 7d /var/log/mail.log*  TLS versions per sender
Commands:
{commands}Options:
{options}More: smtptally help COMMAND, smtptally --help, man smtptally
)");

constexpr const char* kWhole = to_tr(
    R"(Who still sends with old TLS, and how much does each sender send? From mail server logs.

Examples:
  smtptally /var/log/mail.log                       one screen: accounts, TLS mix, old TLS
  smtptally tls --last 7d /var/log/mail.log*        TLS versions per sender, rotated files too
  smtptally tls --where 'tls1_0>0' --format csv /var/log/mail.log > old.csv
  smtptally pivot --rows sender,day --columns tls --since 2026-11-01 /var/log/mail.log
  journalctl -o json -u 'postfix*' | smtptally check -

Usage: smtptally [COMMAND] [OPTIONS] [FILE|DIR|-]...

Commands:
{commands}{options}
Exit status: 0 done; 2 usage, or nothing could be read (no input was a log) or written; 3 done, but
some input was unreadable, damaged or, with --strict, not understood; 4 --fail-on found it; 130
interrupted (143: SIGTERM). `smtptally help COMMAND` says more of one command; the manual, smtptally(1), defines
every number.
)");

/// Filled with blanks up to `width` columns.
std::string padded(std::string text, std::size_t width) {
  const std::size_t used = display_width(text);
  return text.append(width > used ? width - used : 0, ' ');
}

/// Cells in two columns of a screen, the first ones below one another.
std::string in_two_columns(const std::vector<std::string>& cells) {
  constexpr std::size_t kLeft = kScreen / 2;
  const std::size_t lines = (cells.size() + 1) / 2;
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) {
    const bool pair = i + lines < cells.size();
    text += pair ? padded(cells[i], kLeft) + cells[i + lines] : cells[i];
    text += '\n';
  }
  return text;
}

/// "Yours: weekly, nightly", as many as fit on one line.
std::string own_names(const ConfigFile& file) {
  if (file.presets.empty() || !file.problems.empty()) return {};
  constexpr std::string_view kMore = ", ...";
  // TRANSLATORS: in front of the commands of the user's own config file.
  std::string line = "  " + std::string(tr("yours:"));
  for (const FileSection& preset : file.presets) {
    const bool first = &preset == &file.presets.front();
    if (display_width(line) + preset.name.size() + 2 + kMore.size() > kScreen) {
      return line + std::string(first ? " ...\n" : ", ...\n");
    }
    line += (first ? " " : ", ") + preset.name;
  }
  return line + '\n';
}

/// The row of one command, with everything that is said of it.
std::string help_of(const CommandRow& row) {
  std::string text = wrapped(fmt::format("smtptally {}: {}", row.name, tr(row.help)), 0, kScreen);
  text += fmt::format("\n{}: smtptally {}{}{} [OPTIONS]{}\n\n", tr("Usage"), row.name,
                      row.arguments.empty() ? "" : " ", row.arguments,
                      row.command ? " [FILE|DIR|-]..." : "");
  text += wrapped(tr(row.more.answers), 0, kScreen);
  if (row.preset != nullptr) {
    text += fmt::format("\n{}:\n", tr("The same as")) +
            wrapped("smtptally pivot " + words_of(*row.preset), 2, kScreen, " \\");
  }
  text += fmt::format("\n{}:\n", tr("Examples"));
  for (const std::string_view example : row.more.examples) text += fmt::format("  {}\n", example);
  text += fmt::format("\n{}:\n", tr("Options that matter here (smtptally --help has all of them)"));
  for (std::string_view names = row.more.options; !names.empty();) {
    const std::string_view name = names.substr(0, names.find(' '));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    const OptionHelp* const option = find_option_help(fmt::format("--{}", name));
    if (option != nullptr) text += option_lines(*option, kScreen);
  }
  return text + fmt::format("\n{}\n", tr_format("More: man {}", row.more.manual));
}

/// A command of the program or of the config file; nothing if there is none of this name.
std::optional<std::string> help_of(std::string_view name, const ConfigFile& file) {
  for (const CommandRow& row : all_commands()) {
    if (row.name == name) return help_of(row);
  }
  const FileSection* const preset = find_section(file.presets, name);
  if (preset == nullptr || !file.problems.empty()) return std::nullopt;
  return help_of_preset(file, *preset);
}

/// The first word that is neither an option nor the value of one; empty if there is none.
std::string_view first_word(std::span<const std::string> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (!word.starts_with('-') || word == "-") return word;
    const OptionHelp* const option = find_option_help(word);
    if (option != nullptr && takes_next_word(*option)) ++i;
  }
  return {};
}

}  // namespace

std::string version_text() {
  return fmt::format("smtptally {}\n{}\n", version(),
                     tr_format("reads gzip (with {}), xz, zstd{} and bzip2",
                               gzip_libraries().front().name, reads_lz4() ? ", lz4" : ""));
}

std::string short_help(const ConfigFile& file) {
  std::vector<std::string> commands;
  for (const CommandRow& row : all_commands()) {
    if (row.name == "help") continue;  // The last line names it.
    commands.push_back(fmt::format("  {:<10}  {}", row.name, trc("-h", row.more.brief)));
  }
  std::vector<std::string> options;
  for (const OptionGroup& group : option_groups()) {
    for (const OptionHelp& option : group.options) {
      if (option.everyday.empty()) continue;
      options.push_back(fmt::format("  {:<18} {}", option.spelling, trc("-h", option.everyday)));
    }
  }
  return tr_format_row(kShort, fmt::arg("commands", in_two_columns(commands) + own_names(file)),
                       fmt::arg("options", in_two_columns(options)));
}

std::string whole_help(const ConfigFile& file) {
  std::string commands;
  for (const CommandRow& row : all_commands()) {
    const std::string usage =
        fmt::format("{}{}{}", row.name, row.arguments.empty() ? "" : " ", row.arguments);
    commands += fmt::format("  {:<10}  {}\n", usage, tr(row.help));
  }
  commands += help_of_presets(file);
  std::string options;
  for (const OptionGroup& group : option_groups()) {
    options += fmt::format("\n{}:\n", tr(group.title));
    for (const OptionHelp& option : group.options) options += option_lines(option, kWide);
  }
  return tr_format_row(kWhole, fmt::arg("commands", commands), fmt::arg("options", options));
}

std::optional<EarlyExit> asked_for_help(std::span<const std::string> arguments,
                                        const ConfigFile& file) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  for (auto word = arguments.begin(); word != end; ++word) {
    if (*word == "--version" || *word == "-V") return EarlyExit{ExitCode::ok, version_text()};
    if (*word != "--help" && *word != "-h") continue;
    const auto of_command = help_of(first_word({arguments.begin(), end}), file);
    if (of_command) return EarlyExit{ExitCode::ok, *of_command};
    return EarlyExit{ExitCode::ok, *word == "-h" ? short_help(file) : whole_help(file)};
  }
  return std::nullopt;
}

EarlyExit run_help(std::span<const std::string> words, const ConfigFile& file) {
  if (words.empty()) return {ExitCode::ok, whole_help(file)};
  if (words.size() > 1) return usage(tr("help takes one command"));
  if (const auto text = help_of(words.front(), file)) return {ExitCode::ok, *text};
  // It may be a preset of the file.
  if (!file.problems.empty()) {
    return usage(fmt::format("{}", fmt::join(file.problems, "\nsmtptally: ")));
  }
  std::vector<std::string_view> names = command_names();
  for (const FileSection& preset : file.presets) names.push_back(preset.name);
  return usage(tr_format("help: there is no command '{}'{}", visible(words.front()),
                         did_you_mean(words.front(), names)));
}

}  // namespace smtptally
