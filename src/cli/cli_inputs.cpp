// The words of the command line: the command, its argument, and the inputs.

#include "cli/cli_inputs.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/cli_config.hpp"
#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "report/views.hpp"
#include "text/escape.hpp"
#include "text/nearest_name.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// The first word is the command if it names one; the others are files.
std::optional<EarlyExit> take_command(std::vector<std::string>& words, const Typed& typed,
                                      FileTest exists, Config& config) {
  if (words.empty() || !config.preset.empty()) return std::nullopt;
  const std::string& first = words.front();
  for (const CommandRow& row : all_commands()) {
    if (row.name != first || !row.command) continue;
    config.command = *row.command;
    if (row.preset != nullptr) config.preset = row.preset->name;
    words.erase(words.begin());
    return std::nullopt;
  }
  if (first == "-" || config.journal || exists(first)) return std::nullopt;
  std::vector<std::string_view> names = command_names();
  names.insert(names.end(), typed.presets.begin(), typed.presets.end());
  return usage(tr_format("'{}' is neither a command nor a file{}", visible(first),
                         did_you_mean(first, names)));
}

}  // namespace

EarlyExit nothing_to_read(bool typed, const ConfigFile& file) {
  std::string text = short_help(file);
  if (typed) {
    text += fmt::format("\nsmtptally: {}\n",
                        tr("nothing to read: give log files, directories or - for standard input"));
  }
  return {ExitCode::failed, std::move(text)};
}

std::optional<EarlyExit> resolve_inputs(Typed& typed, FileTest exists, Config& config) {
  std::vector<std::string> words = typed.words;
  config.journal = !typed.journal.empty();
  if (config.journal && typed.journal != ":own") config.journal_folder = typed.journal;
  if (auto stop = take_command(words, typed, exists, config)) return stop;
  if (config.command == Command::compare && typed.with.empty()) {
    if (words.empty()) {
      return usage(tr("compare needs the exported report, then the logs, or --with and the logs"));
    }
    config.compared_file = std::move(words.front());
    words.erase(words.begin());
  }
  if (config.command == Command::sender || config.command == Command::client) {
    const std::string_view command = find_view(config.command).name;
    if (words.empty()) return usage(tr_format("{} needs a name, then the logs", command));
    if (words.front().empty()) return usage(tr_format("{}: the name is empty", command));
    typed.subject = std::move(words.front());
    words.erase(words.begin());
  }
  config.inputs = std::move(words);
  if (config.journal && !config.inputs.empty()) {
    return usage(tr("--journal reads the journal; give no files with it"));
  }
  return std::nullopt;
}

}  // namespace smtptally
