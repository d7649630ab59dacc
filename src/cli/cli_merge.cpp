// merge, and --partial.

#include "cli/cli_merge.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "cli/cli_config.hpp"
#include "cli/commands.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

bool is_report(const std::string& word, const ConfigFile& file) {
  if (find_section(file.presets, word) != nullptr) return true;
  const std::vector<CommandRow> rows = all_commands();
  return std::any_of(rows.begin(), rows.end(), [&](const CommandRow& row) {
    return row.name == word && row.command && *row.command != Command::collect;
  });
}

}  // namespace

void take_merge(Typed& typed, const ConfigFile& file, FileTest exists, Config& config) {
  std::vector<std::string>& words = typed.words;
  if (words.empty() || words.front() != "merge") return;
  config.part.merge = true;
  words.erase(words.begin());
  // Of the words before the view, a file wins; where all exist, as in tests, the name does.
  auto view = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
    return is_report(word, file) && !exists(word);
  });
  if (view == words.end()) {
    view = std::find_if(words.begin(), words.end(),
                        [&](const std::string& word) { return is_report(word, file); });
  }
  config.part.view_named = view != words.end();
  if (config.part.view_named) std::rotate(words.begin(), view, words.end());
}

std::vector<std::string> names_of_set(std::span<const OptionShape> options) {
  std::vector<std::string> names;
  for (const OptionShape& option : options) {
    if (!option.typed.empty()) names.push_back(option.name);
  }
  return names;
}

std::optional<EarlyExit> refuse_parts(Config& config) {
  const PartRequest& part = config.part;
  if (!part.write && !part.merge) return std::nullopt;
  if (config.command == Command::collect) {
    return usage(tr("collect writes a history, and no part; --partial belongs to reports"));
  }
  if (!config.history.db.empty()) {
    return usage(tr("--db keeps sums without what is open; parts are made of logs"));
  }
  if (!config.anonymize.empty()) {
    return usage(
        tr("--anonymize: parts hold names, since what is open needs them; give it to a run over "
           "the logs"));
  }
  if (part.merge && config.journal) {
    return usage(tr("merge reads parts; --partial --journal writes one of the journal"));
  }
  if (part.merge && config.inputs.empty()) return usage(tr("merge needs parts"));
  if (!part.write) return std::nullopt;
  if (config.output.empty()) return usage(tr("--partial needs -o FILE, the part that it writes"));
  if (!config.mail.to.empty()) {
    return usage(tr("--partial writes a part, and mails no report; merge does"));
  }
  // Another part may hold what began before the range.
  config.seek.allowed = false;
  return std::nullopt;
}

}  // namespace smtptally
