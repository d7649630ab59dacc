#include "cli/option_help.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "smtptally/formatter.hpp"

namespace smtptally {
namespace {

constexpr std::array<OptionHelp, 9> kRange{{
    {"-S, --since T", "from T on: 2026-11-01, '2026-11-01 14:00', yesterday, -7d, @1795228337",
     "from T on: -7d"},
    {"-U, --until T", "before T; a date includes that day, today is its midnight", "before T"},
    {"--on DAY", "that day: 2026-11-01, yesterday"},
    {"--last SPAN", "the SPAN that ends now: 7d, 24h, '2h 30min'", "up to now: 7d, 24h"},
    {"--with PERIOD", "compare: with previous, the 7d before it, a day, T..T; without EXPORT.csv"},
    {"--now T", "T is the current time, so that a run can be repeated"},
    {"--tz ZONE", "zone of the output and of day bounds (default: local)"},
    {"--log-tz ZONE", "zone of stamps without one (default: local)"},
    {"--year Y", "year of the first stamp without one in each file"},
}};

constexpr std::array<OptionHelp, 7> kSelection{{
    {"--sender WHAT", "account (default) or envelope"},
    {"--auth SCOPE", "only (default): authenticated mail; none; any"},
    {"--domain D", "only senders of domain D; repeat or separate by commas", "senders of D alone"},
    {"--where COND",
     "FIELD OPERATOR VALUE with = != ^= ~ < <= > >=; = A,B is any of them; repeated: all must hold",
     "'tls1_0>0'"},
    {"--filter NAME", "saved conditions of the config file; repeated: all must hold"},
    {"--fold-case", "fold the case of the local part, too"},
    {"--failures", "events, pivot: refused logins and TLS handshakes, not messages"},
}};

constexpr std::array<OptionHelp, 3> kGrouping{{
    {"--rows LIST",
     "sender account envelope_sender domain day hour week month weekday client network tls cipher "
     "mechanism service host dialect (default: sender); with --failures also kind reason_class "
     "reason"},
    {"--columns LIST", "the same, at most two"},
    {"--values LIST",
     "messages percent recipients bytes senders clients first last failures old old_pct last_old "
     "tls1_0 tls1_1 tls1_2 tls1_3 ssl none unknown"},
}};

/// The names of formats stand in their own table.
constexpr std::string_view kFormatNames = "FORMATS";

constexpr std::array<OptionHelp, 12> kOutput{{
    {"--sort F[:asc|:desc]", "order by a column"},
    {"--top N", "only the first N senders, days, ...; the others summed in one row",
     "the first N rows"},
    {"--format F", kFormatNames, "csv, json, html ..."},
    {"-o, --output FILE", "write FILE whole or not at all; its extension chooses the format",
     "write report.html"},
    {"--chart", "pivot: draw a bar or a sparkline beside each row"},
    {"--wide", "every column on the screen, as CSV has them"},
    {"--width N", "columns of the screen; 0 is no limit (default: terminal, COLUMNS or 100)"},
    {"--ascii", "draw with ASCII alone (default where the locale is not UTF-8)"},
    {"--no-pager", "do not show what is longer than the terminal in $PAGER"},
    {"--color WHEN", "auto (default), always, never"},
    {"--spreadsheet-safe", "guard cells that a spreadsheet would take for a formula"},
    {"--excel[=SEP]", "CSV as Excel opens it, guarded; SEP is comma (default) or semicolon"},
}};

constexpr std::array<OptionHelp, 8> kUnusual{{
    {"--fail-on LEVEL", "exit 4 if somebody is unusual: low is one signal, high two or more"},
    {"--except FILE", "accounts and networks that are known, one a line, reasons behind #"},
    {"--alarms-per-week N", "chance alarms to expect: a stricter or laxer test (default 1)"},
    {"--baseline-days N", "days before that are compared with (default 28)"},
    {"--least N", "fewer messages or recipients than N are never unusual (default 20)"},
    {"--times N", "only what exceeds N times its own maximum is unusual (default 3)"},
    {"--minute-limit N", "messages a minute of a sender without a baseline (default 30)"},
    {"--recipient-limit N", "recipients a day of a sender without a baseline (default 10000)"},
}};

constexpr std::array<OptionHelp, 6> kMail{{
    {"--mail-to ADDRESSES", "mail the report: text, HTML, the page and the CSV in one message"},
    {"--mail-from ADDRESS", "who sends it (default: this user on this machine)"},
    {"--subject TEXT", "(default: the host, the senders with old TLS, and the days)"},
    {"--sendmail PATH", "what takes the message (default: /usr/sbin/sendmail)"},
    {"--mail-timeout N", "seconds that it may take (default: 60)"},
    {"--mail-dry-run", "print the message instead"},
}};

constexpr std::array<OptionHelp, 8> kInput{{
    {"--input-format F", "auto (default), postfix or exchange"},
    {"--no-estimates", "Exchange: no TLS by client address and time, only by session"},
    {"--count-probes", "Exchange: count the mail of its own monitoring, too"},
    {"--join-limit N", "Exchange: hold N rows and sessions at most (default 600000, 250 MB)"},
    {"--client-connector P", "Exchange: connectors of clients are named P…, repeat for more"},
    {"--journal[=DIR]", "the journal of this machine, or the one in DIR"},
    {"--no-seek", "read files whole, also what lies outside the range"},
    {"-j, --jobs N", "worker threads; 0 is one a core; never changes the output"},
}};

constexpr std::array<OptionHelp, 8> kOther{{
    {"--stats", "print what was read and what became of it on stderr"},
    {"--strict", "exit 3 when a line or an input was not understood, or nothing was left"},
    {"-q, --quiet", "no warnings, notes and progress"},
    {"--no-progress", "no progress line"},
    {"--config FILE", "take defaults, filters and presets from FILE"},
    {"--no-config", "read no config file"},
    {"-h, --help", "-h fits a screen, --help has it all; behind a command, that of the command"},
    {"-V, --version", "version"},
}};

constexpr std::array<OptionGroup, 8> kGroups{{
    {"Range and time", kRange},
    {"Selection", kSelection},
    {"Grouping (pivot)", kGrouping},
    {"Output", kOutput},
    {"Mail (report)", kMail},
    {"Unusual senders (unusual; limits also summary and report)", kUnusual},
    {"Input", kInput},
    {"Other", kOther},
}};

std::string format_names() {
  std::string names;
  for (const FormatEntry* format = begin_formats(); format != end_formats(); ++format) {
    names += fmt::format("{}{}{}", names.empty() ? "" : ", ", format->name,
                         names.empty() ? " (default)" : "");
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
  const std::string text(option.text == kFormatNames ? format_names() : option.text);
  return line + wrapped(text, kColumn, width - (line.size() - kColumn)).substr(kColumn);
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width,
                    std::string_view broken) {
  std::string lines;
  std::size_t column = 0;  // 0 where a line begins.
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (column != 0 && column + 1 + word.size() + broken.size() > width) {
      lines.append(broken) += '\n';
      column = 0;
    }
    lines.append(column == 0 ? indent : 1, ' ').append(word);
    column += (column == 0 ? indent : 1) + word.size();
  }
  return lines + '\n';
}

}  // namespace smtptally
