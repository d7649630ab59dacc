#include <string_view>

#include <fmt/format.h>

#include "cli/cli_values.hpp"
#include "cli/settings.hpp"
#include "io/gzip_libraries.hpp"
#include "io/lz4_source.hpp"
#include "report/presets.hpp"
#include "report/views.hpp"
#include "smtptally/formatter.hpp"
#include "smtptally/version.hpp"

namespace smtptally {
namespace {

constexpr std::string_view kHelp =
    R"(Who still sends with old TLS, and how much does each sender send? From mail server logs.

Examples:
  smtptally /var/log/mail.log                       one screen: accounts, TLS mix, old TLS
  smtptally tls --last 7d /var/log/mail.log*        TLS versions per sender, rotated files too
  smtptally tls --where 'tls1_0>0' --format csv /var/log/mail.log > old.csv
  smtptally pivot --rows sender,day --columns tls --since 2026-11-01 /var/log/mail.log
  journalctl -o json -u 'postfix*' | smtptally check -

Usage: smtptally [COMMAND] [OPTIONS] [FILE|DIR|-]...

Commands:
{commands}
Range and time:
  -S, --since T       from T on: 2026-11-01, '2026-11-01 14:00', yesterday, -7d, @1795228337
  -U, --until T       before T; a date includes that day, today is its midnight
      --on DAY        that day: 2026-11-01, yesterday
      --last SPAN     the SPAN that ends now: 7d, 24h, '2h 30min'
      --now T         T is the current time, so that a run can be repeated
      --tz ZONE       zone of the output and of day bounds (default: local)
      --log-tz ZONE   zone of stamps without one (default: local)
      --year Y        year of the first stamp without one in each file
Selection:
      --sender WHAT   account (default) or envelope
      --auth SCOPE    only (default): authenticated mail; none; any
      --domain D      only senders of domain D; repeat or separate by commas
      --where COND    FIELD OPERATOR VALUE with = != ^= ~ < <= > >=; = A,B is any of them;
                      repeated: all must hold
      --filter NAME   saved conditions of the config file; repeated: all must hold
      --fold-case     fold the case of the local part, too
      --failures      events, pivot: refused logins and TLS handshakes, not messages
Unusual senders (unusual; limits also summary and report):
      --fail-on LEVEL exit 4 if somebody is unusual: low is one signal, high two or more
      --except FILE   accounts and networks that are known, one a line, reasons behind #
      --alarms-per-week N   chance alarms to expect: a stricter or laxer test (default 1)
      --baseline-days N     days before that are compared with (default 28)
      --least N       fewer messages or recipients than N are never unusual (default 20)
      --times N       only what exceeds N times its own maximum is unusual (default 3)
      --minute-limit N, --recipient-limit N   of a sender without a baseline: messages in a
                      minute, recipients in a day (default 30 and 10000)
Grouping (pivot):
      --rows LIST     sender account envelope_sender domain day hour week month weekday client
                      network tls cipher mechanism service host dialect (default: sender);
                      with --failures also kind reason_class reason
      --columns LIST  the same, at most two
      --values LIST   messages percent recipients bytes senders clients first last failures old
                      old_pct last_old tls1_0 tls1_1 tls1_2 tls1_3 ssl none unknown
Output:
      --sort F[:asc|:desc]  order by a column
      --top N         only the first N senders, days, ...; the others summed in one row
      --format F      {formats}
  -o, --output FILE   write FILE whole or not at all; its extension chooses the format
      --chart         pivot: draw a bar or a sparkline beside each row
      --wide          every column on the screen, as CSV has them
      --width N       columns of the screen; 0 is no limit (default: terminal, COLUMNS or 100)
      --ascii         draw with ASCII alone (default where the locale is not UTF-8)
      --no-pager      do not show what is longer than the terminal in $PAGER
      --color WHEN    auto (default), always, never
      --spreadsheet-safe    guard cells that a spreadsheet would take for a formula
      --excel[=SEP]   CSV as Excel opens it, guarded; SEP is comma (default) or semicolon
Input:
      --input-format F      auto (default), postfix or exchange
      --no-estimates  Exchange: no TLS by client address and time, only by session
      --count-probes  Exchange: count the mail of its own monitoring, too
      --join-limit N  Exchange: hold N rows and sessions at most (default 600000, 250 MB)
      --client-connector P  Exchange: connectors of clients are named P…, repeat for more
      --journal       read from journalctl instead of files
      --no-seek       read files whole, also what lies outside the range
  -j, --jobs N        worker threads; 0 is one a core; never changes the output
Other:
      --stats         print what was read and what became of it on stderr
      --strict        exit 3 when a line or an input was not understood, or nothing was left
  -q, --quiet         no warnings, notes and progress
      --no-progress   no progress line
      --config FILE   take defaults, filters and presets from FILE
      --no-config     read no config file
  -h, --help          this text
  -V, --version       version

Exit status: 0 done; 2 usage, or nothing could be read (no input was a log) or written; 3 done, but
some input was unreadable, damaged or, with --strict, not understood; 4 --fail-on found it; 130 interrupted (143:
SIGTERM). The manual, smtptally(1), defines every number.
)";

}  // namespace

std::string version_text() {
  return fmt::format("smtptally {}\nreads gzip (with {}), xz, zstd{} and bzip2\n", version(),
                     gzip_libraries().front().name, reads_lz4() ? ", lz4" : "");
}

std::string short_help_text() {
  return "smtptally: nothing to read: give log files, directories or - for standard input\n"
         "Try for example:  smtptally /var/log/mail.log\n"
         "                  smtptally tls --last 7d /var/log/mail.log*\n"
         "                  smtptally --help\n";
}

std::string help_text(const ConfigFile& file) {
  std::string commands;
  for (const View& view : all_views()) {
    const std::string usage = fmt::format("{} {}", view.name, view.arguments);
    commands += fmt::format("  {:<10}  {}\n", usage, view.help);
    if (view.command != Command::summary) continue;
    for (const Preset& preset : all_presets()) {
      commands += fmt::format("  {:<10}  {}\n", preset.name, preset.help);
    }
  }
  commands += "  config    which settings hold, and where each comes from\n";
  commands += help_of_presets(file);
  std::string formats;
  for (const FormatEntry* format = begin_formats(); format != end_formats(); ++format) {
    formats += fmt::format("{}{}{}", formats.empty() ? "" : ", ", format->name,
                           formats.empty() ? " (default)" : "");
  }
  return fmt::format(kHelp, fmt::arg("commands", commands), fmt::arg("formats", formats));
}

}  // namespace smtptally
