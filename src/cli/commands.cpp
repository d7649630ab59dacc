#include "cli/commands.hpp"

#include <array>

#include "report/views.hpp"
#include "smtptally/config.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// What is done before there is anything to read.
constexpr std::array<CommandRow, 3> kOwn{{
    {"collect",
     "",
     to_tr("read what is new in the logs into a history, which --db reads in place of logs"),
     {to_trc("-h", "a history of what is new"),
      to_tr("Reads what is new in the logs into a history: messages, refused logins and refused "
            "handshakes by the hour. Each line counts once, however the logs are rotated, copied "
            "or packed meanwhile. A run is written whole or not at all."),
      "db keep keep-days db-wait quiet",
      {"smtptally collect --db /var/lib/smtptally/history.db /var/log/mail.log*",
       "smtptally summary --db /var/lib/smtptally/history.db"},
      "smtptally-collect"}},
    {"config",
     "",
     to_tr("which settings hold, and where each comes from"),
     {to_trc("-h", "settings, and their source"),
      to_tr("The options in force, their values, and where each comes from: the command line, a "
            "filter, "
            "a preset, the environment or the config file; then the saved filters and presets. "
            "Options "
            "behind it show what they would change."),
      "config no-config filter",
      {"smtptally config", "smtptally config --no-config --last 7d"},
      "smtptally-config"},
     nullptr,
     false},
    {"help",
     "[COMMAND]",
     to_tr("one command: what it answers, its options, examples"),
     {to_trc("-h", "one command"),
      to_tr("The help of one command, or of a preset of the config file; without a name that of "
            "all of "
            "them, as --help. COMMAND --help says the same."),
      "help version",
      {"smtptally help tls", "smtptally pivot --help"},
      "smtptally"},
     nullptr,
     false},
}};

}  // namespace

std::vector<CommandRow> all_commands() {
  std::vector<CommandRow> rows;
  for (const View& view : all_views()) {
    rows.push_back({view.name, view.arguments, view.help, view.more});
    if (view.command != Command::summary) continue;
    for (const Preset& preset : all_presets()) {
      rows.push_back({preset.name, "", preset.help, preset.more, &preset});
    }
  }
  rows.insert(rows.end(), kOwn.begin(), kOwn.end());
  return rows;
}

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const CommandRow& row : all_commands()) names.push_back(row.name);
  return names;
}

}  // namespace smtptally
