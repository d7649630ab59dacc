#include "cli/commands.hpp"

#include <array>

#include "report/views.hpp"
#include "smtptally/config.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Those that make no report.
constexpr std::array<CommandRow, 4> kOwn{{
    {"collect",
     "",
     to_tr("read what is new in the logs into a history, which --db reads in place of logs"),
     {to_trc("-h", "a history of what is new"),
      to_tr("Reads what is new in the logs into a history: messages, refused logins and refused "
            "handshakes by the hour. Each line counts once, however the logs are rotated, copied "
            "or packed meanwhile. A run is written whole or not at all."),
      "db journal keep keep-days db-wait quiet",
      {"smtptally collect --db /var/lib/smtptally/history.db /var/log/mail.log*",
       "smtptally summary --db /var/lib/smtptally/history.db"},
      "smtptally-collect"},
     Command::collect},
    {"merge",
     "PART... [COMMAND]",
     to_tr("one report of parts that --partial wrote, on whatever machines"),
     {to_trc("-h", "a report of parts"),
      to_tr("Makes the report that one run over all logs makes, of parts that runs with --partial "
            "wrote: a part a host, a part an hour, in any grouping. What was decided when the logs "
            "were read, such as the range, is taken from the parts; format, order and width are "
            "chosen now."),
      "partial output format where sort top",
      {"smtptally tls --partial -o mx1.part /var/log/mail.log",
       "smtptally merge mx1.part mx2.part tls --format csv"},
      "smtptally-merge"},
     std::nullopt},
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
     std::nullopt},
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
     std::nullopt},
}};

}  // namespace

std::vector<CommandRow> all_commands() {
  std::vector<CommandRow> rows;
  for (const View& view : all_views()) {
    rows.push_back({view.name, view.arguments, view.help, view.more, view.command});
    if (view.command != Command::summary) continue;
    for (const Preset& preset : all_presets()) {
      rows.push_back({preset.name, "", preset.help, preset.more, Command::pivot, &preset});
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
