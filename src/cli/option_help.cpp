#include "cli/option_help.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "smtptally/formatter.hpp"
#include "text/translate.hpp"
#include "text/width.hpp"

namespace smtptally {
namespace {

constexpr std::array<OptionHelp, 9> kRange{{
    {"-S, --since T",
     to_tr("from T on: 2026-11-01, '2026-11-01 14:00', yesterday, -7d, @1795228337"),
     to_trc("-h", "from T on: -7d")},
    {"-U, --until T", to_tr("before T; a date includes that day, today is its midnight"),
     to_trc("-h", "before T")},
    {"--on DAY", to_tr("that day: 2026-11-01, yesterday")},
    {"--last SPAN", to_tr("the SPAN that ends now: 7d, 24h, '2h 30min'"),
     to_trc("-h", "up to now: 7d, 24h")},
    {"--with PERIOD",
     to_tr("compare: with previous, the 7d before it, a day, T..T; without EXPORT.csv")},
    {"--now T", to_tr("T is the current time, so that a run can be repeated")},
    {"--tz ZONE", to_tr("zone of the output and of day bounds (default: local)")},
    {"--log-tz ZONE", to_tr("zone of stamps without one (default: local)")},
    {"--year Y", to_tr("year of the first stamp without one in each file")},
}};

constexpr std::array<OptionHelp, 7> kSelection{{
    {"--sender WHAT", to_tr("account (default) or envelope")},
    {"--auth SCOPE", to_tr("only (default): authenticated mail; none; any")},
    {"--domain D", to_tr("only senders of domain D; repeat or separate by commas"),
     to_trc("-h", "senders of D alone")},
    {"--where COND",
     to_tr("FIELD OPERATOR VALUE with = != ^= ~ < <= > >=; = A,B is any of them; repeated: all "
           "must hold"),
     "'tls1_0>0'"},
    {"--filter NAME", to_tr("saved conditions of the config file; repeated: all must hold")},
    {"--fold-case", to_tr("fold the case of the local part, too")},
    {"--failures", to_tr("events, pivot: refused logins and TLS handshakes, not messages")},
}};

constexpr std::array<OptionHelp, 3> kGrouping{{
    {"--rows LIST",
     to_tr(
         "sender account envelope_sender domain day hour week month weekday client network tls "
         "cipher "
         "mechanism service host dialect (default: sender); with --failures also kind reason_class "
         "reason")},
    {"--columns LIST", to_tr("the same, at most two")},
    {"--values LIST",
     "messages percent recipients bytes senders clients first last failures old old_pct last_old "
     "old_senders old_new old_gone tls1_0 tls1_1 tls1_2 tls1_3 ssl none unknown"},
}};

/// The names of formats stand in their own table.
constexpr std::string_view kFormatNames = "FORMATS";

constexpr std::array<OptionHelp, 14> kOutput{{
    {"--sort F[:asc|:desc]", to_tr("order by a column")},
    {"--top N", to_tr("only the first N senders, days, ...; the others summed in one row"),
     to_trc("-h", "the first N rows")},
    {"--format F", kFormatNames, to_trc("-h", "csv, json, html ...")},
    {"-o, --output FILE", to_tr("write FILE whole or not at all; its extension chooses the format"),
     to_trc("-h", "write report.html")},
    {"--chart", to_tr("pivot: draw a bar or a sparkline beside each row")},
    {"--wide", to_tr("every column on the screen, as CSV has them")},
    {"--width N",
     to_tr("columns of the screen; 0 is no limit (default: terminal, COLUMNS or 100)")},
    {"--lang LL", to_tr("language of screens, pages, warnings and help: en, de, fr, sv, ja, ko")},
    {"--ascii", to_tr("draw with ASCII alone (default where the locale is not UTF-8)")},
    {"--no-pager", to_tr("do not show what is longer than the terminal in $PAGER")},
    {"--color WHEN", to_tr("auto (default), always, never")},
    {"--anonymize[=KEY]",
     to_tr("pseudonyms for accounts, addresses, clients and hosts; KEY is the file of the secret")},
    {"--spreadsheet-safe", to_tr("guard cells that a spreadsheet would take for a formula")},
    {"--excel[=SEP]", to_tr("CSV as Excel opens it, guarded; SEP is comma (default) or semicolon")},
}};

constexpr std::array<OptionHelp, 8> kUnusual{{
    {"--fail-on LEVEL",
     to_tr("exit 4 if somebody is unusual: low is one signal, high two or more")},
    {"--except FILE", to_tr("accounts and networks that are known, one a line, reasons behind #")},
    {"--alarms-per-week N", to_tr("chance alarms to expect: a stricter or laxer test (default 1)")},
    {"--baseline-days N", to_tr("days before that are compared with (default 28)")},
    {"--least N", to_tr("fewer messages or recipients than N are never unusual (default 20)")},
    {"--times N", to_tr("only what exceeds N times its own maximum is unusual (default 3)")},
    {"--minute-limit N", to_tr("messages a minute of a sender without a baseline (default 30)")},
    {"--recipient-limit N",
     to_tr("recipients a day of a sender without a baseline (default 10000)")},
}};

constexpr std::array<OptionHelp, 6> kMail{{
    {"--mail-to ADDRESSES",
     to_tr("mail the report: text, HTML, the page and the CSV in one message")},
    {"--mail-from ADDRESS", to_tr("who sends it (default: this user on this machine)")},
    {"--subject TEXT", to_tr("(default: the host, the senders with old TLS, and the days)")},
    {"--sendmail PATH", to_tr("what takes the message (default: /usr/sbin/sendmail)")},
    {"--mail-timeout N", to_tr("seconds that it may take (default: 60)")},
    {"--mail-dry-run", to_tr("print the message instead")},
}};

constexpr std::array<OptionHelp, 8> kInput{{
    {"--input-format F", to_tr("auto (default), postfix, exim or exchange")},
    {"--no-estimates", to_tr("Exchange: no TLS by client address and time, only by session")},
    {"--count-probes", to_tr("Exchange: count the mail of its own monitoring, too")},
    {"--join-limit N",
     to_tr("Exchange: hold N rows and sessions at most (default 600000, 250 MB)")},
    {"--client-connector P",
     to_tr("Exchange: connectors of clients are named P…, repeat for more")},
    {"--journal[=DIR]", to_tr("the journal of this machine, or the one in DIR")},
    {"--no-seek", to_tr("read files whole, also what lies outside the range")},
    {"-j, --jobs N", to_tr("worker threads; 0 is one a core; never changes the output")},
}};

constexpr std::array<OptionHelp, 6> kHistory{{
    {"--db PATH",
     to_tr("collect writes a history there; every other command reads it in place of logs")},
    {"--keep SPAN", to_tr("collect: keep hours that long, then days alone (default: always)")},
    {"--keep-days SPAN", to_tr("collect: keep days that long (default: always)")},
    {"--db-wait N", to_tr("seconds to wait for another run that writes (default: 60)")},
    {"--against", to_tr("check --db: count the logs that are named anew, and compare")},
    {"--partial", to_tr("write a part for merge to FILE of -o, in place of the report")},
}};

constexpr std::array<OptionHelp, 8> kOther{{
    {"--stats", to_tr("print what was read and what became of it on stderr")},
    {"--strict", to_tr("exit 3 when a line or an input was not understood, or nothing was left")},
    {"-q, --quiet", to_tr("no warnings, notes and progress")},
    {"--no-progress", to_tr("no progress line")},
    {"--config FILE", to_tr("take defaults, filters and presets from FILE")},
    {"--no-config", to_tr("read no config file")},
    {"-h, --help",
     to_tr("-h fits a screen, --help has it all; behind a command, that of the command")},
    {"-V, --version", to_tr("version")},
}};

constexpr std::array<OptionGroup, 9> kGroups{{
    {to_tr("Range and time"), kRange},
    {to_tr("Selection"), kSelection},
    {to_tr("Grouping (pivot)"), kGrouping},
    {to_tr("Output"), kOutput},
    {to_tr("Mail (report)"), kMail},
    {to_tr("Unusual senders (unusual; limits also summary and report)"), kUnusual},
    {to_tr("Input"), kInput},
    {to_tr("History (collect; --db with every command)"), kHistory},
    {to_tr("Other"), kOther},
}};

std::string format_names() {
  std::string names;
  for (const FormatEntry* format = begin_formats(); format != end_formats(); ++format) {
    names += fmt::format("{}{}{}", names.empty() ? "" : ", ", format->name,
                         names.empty() ? tr(" (default)") : "");
  }
  return names;
}

}  // namespace

std::span<const OptionGroup> option_groups() noexcept { return kGroups; }

std::string_view long_name(const OptionHelp& option) noexcept {
  const std::string_view name = option.spelling.substr(option.spelling.find("--") + 2);
  return name.substr(0, name.find_first_of(" ["));
}

bool takes_next_word(const OptionHelp& option) noexcept {
  return option.spelling.find(' ', option.spelling.find("--")) != std::string_view::npos;
}

const OptionHelp* find_option_help(std::string_view word) noexcept {
  for (const OptionGroup& group : kGroups) {
    const auto found =
        std::find_if(group.options.begin(), group.options.end(), [&](const OptionHelp& option) {
          const bool letter = option.spelling[1] != '-' && option.spelling.substr(0, 2) == word;
          return letter || (word.starts_with("--") && word.substr(2) == long_name(option));
        });
    if (found != group.options.end()) return &*found;
  }
  return nullptr;
}

std::string option_lines(const OptionHelp& option, std::size_t width) {
  constexpr std::size_t kColumn = 22;
  constexpr std::size_t kNextColumn = 28;
  const bool letter = option.spelling[1] != '-';
  std::string line = fmt::format("  {}{}", letter ? "" : "    ", option.spelling);
  line.resize(line.size() + 2 > kColumn ? kNextColumn : kColumn, ' ');
  const std::string text(option.text == kFormatNames ? format_names() : tr(option.text));
  return line + wrapped(text, kColumn, width - (line.size() - kColumn)).substr(kColumn);
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width,
                    std::string_view broken) {
  std::string lines;
  std::size_t column = 0;  // 0 where a line begins.
  const auto end_line = [&] {
    lines.append(broken) += '\n';
    column = 0;
  };
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    for (std::string_view part : parts_of_word(word)) {
      const bool begins = part.data() == word.data();
      const std::size_t blanks = column == 0 ? indent : begins ? 1 : 0;
      const std::size_t size = display_width(part);
      if (column != 0 && column + blanks + size + broken.size() > width) end_line();
      const std::size_t before = column == 0 ? indent : blanks;
      lines.append(before, ' ').append(part);
      column += before + size;
    }
  }
  return lines + '\n';
}

}  // namespace smtptally
