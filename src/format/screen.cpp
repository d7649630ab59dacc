#include "format/screen.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "format/bars.hpp"
#include "report/span_text.hpp"
#include "text/escape.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"
#include "text/width.hpp"

namespace smtptally {
namespace {

constexpr Micros kHour = Micros{3600} * kMicrosPerSecond;

/// Whether the log lacks a part of the range that is worth a word.
bool covers_less(const TimeRange& range, const TimeRange& covered) {
  const bool later = range.since != kBeginningOfTime && covered.since > range.since + kHour;
  const bool sooner = range.until != kEndOfTime && covered.until < range.until - kHour;
  return later || sooner;
}

/// Where a line of `text` ends that has no room for more than `most` bytes: behind a word, or a
/// part of one; `most` where that would not be behind `indent`.
std::size_t end_of_line(std::string_view text, std::size_t most, std::size_t indent) {
  const std::size_t blank = text.substr(0, most).rfind(' ');
  const std::size_t begin = blank == std::string_view::npos ? 0 : blank + 1;
  std::size_t end = begin;
  for (const std::string_view part :
       parts_of_word(text.substr(begin, text.find(' ', begin) - begin))) {
    if (end + part.size() > most) break;
    end += part.size();
  }
  if (end > begin && end > indent) return end;
  return blank != std::string_view::npos && blank > indent ? blank : most;
}

}  // namespace

std::string range_line(const Report& report) {
  const auto shown = shown_range(report);
  if (!shown) return {};
  const TimeRange& asked = report.range;
  const Zone& zone = report.zone;
  const bool both = asked.since != kBeginningOfTime && asked.until != kEndOfTime;
  const bool days = both && is_midnight(asked.since, zone) && is_midnight(asked.until, zone);
  std::string text = fmt::format("{} {}", span_text(*shown, days, zone), zone.name());
  if (report.covered && covers_less(asked, *report.covered)) {
    text += ' ';
    text += tr_format("(log: {})", span_text(*report.covered, false, zone));
  }
  return text;
}

std::set<std::string_view> hosts_of(const Report& report) {
  std::set<std::string_view> hosts;
  for (const auto& [key, evidence] : report.coverage.services) {
    if (!key.first.empty()) hosts.insert(key.first);
  }
  return hosts;
}

std::string inputs_line(const Report& report) {
  std::string text;
  if (report.inputs.size() == 1) {
    const std::string& path = report.inputs.front().path;
    text = path == "-"         ? tr("standard input")
           : path == "journal" ? tr("journal")
                               : trn_count("{} file", "{} files", 1);
  } else {
    text = trn_count("{} file", "{} files", report.inputs.size());
  }
  const std::uint64_t lines = report.coverage[CoverageItem::lines];
  const std::uint64_t malformed = report.coverage[CoverageItem::lines_malformed];
  text += " · ";
  text += malformed == 0 ? trn_count("{} line, all understood", "{} lines, all understood", lines)
                         : trn_format("{} line, {} not understood", "{} lines, {} not understood",
                                      lines, grouped(lines), grouped(malformed));
  const std::set<std::string_view> hosts = hosts_of(report);
  if (hosts.size() == 1) text += " · " + tr_format("host {}", visible(*hosts.begin()));
  if (hosts.size() > 1) text += " · " + trn_count("{} host", "{} hosts", hosts.size());
  return text;
}

std::string_view style_code(Style style) noexcept {
  constexpr std::array<std::string_view, 7> kCodes{"",         "\x1b[1m",  "\x1b[2m", "\x1b[33m",
                                                   "\x1b[31m", "\x1b[32m", "\x1b[36m"};
  return kCodes[static_cast<std::size_t>(style)];
}

void append_styled(std::string_view text, Style style, bool color, std::string& out) {
  if (!color || style == Style::plain || text.empty()) {
    out += text;
    return;
  }
  out += style_code(style);
  out += text;
  out += "\x1b[0m";
}

void write_title(const Report& report, const FormatOptions& options, Output& out) {
  std::string first = visible(report.title);
  if (options.width >= 20) elide_middle(first, options.width, glyphs(options.ascii).ellipsis);
  std::string range = drawn(range_line(report), options.ascii);
  if (options.width > 0 && display_width(first) + 2 + display_width(range) > options.width) {
    std::string alone;
    append_styled(first, Style::bold, options.color, alone);
    out.write(alone + "\n");
    first = std::move(range);
  } else if (!range.empty()) {
    first += "  " + range;
  }
  const std::string second = drawn(inputs_line(report), options.ascii);
  const std::size_t used = display_width(first) + display_width(second);
  std::string line;
  append_styled(first, Style::bold, options.color, line);
  const bool one_line = options.width >= 100 && used + 2 <= options.width;
  line += one_line ? std::string(options.width - used, ' ') + second + "\n" : "\n" + second + "\n";
  out.write(line);
}

void write_line(const Line& line, const FormatOptions& options, Output& out) {
  constexpr std::array<Style, 4> kStyles{Style::plain, Style::bold, Style::yellow, Style::dim};
  const Style style = kStyles[static_cast<std::size_t>(line.mark)];
  std::string whole = drawn(line.text, options.ascii);
  append_trend({line.series}, line.series.size(), glyphs(options.ascii), whole);
  whole += drawn(line.behind, options.ascii);
  const std::size_t blanks = std::min(whole.find_first_not_of(' '), whole.size());
  const std::size_t indent = line.hang > 0 ? line.hang : blanks + 2;
  std::string_view rest = whole;
  bool first = true;
  do {
    const std::size_t room = options.width == 0            ? display_width(rest)
                             : first || options.width < 20 ? options.width
                                                           : options.width - indent;
    std::string_view part = first_columns(rest, room);
    if (part.size() < rest.size() && rest[part.size()] != ' ') {
      part = part.substr(0, end_of_line(rest, part.size(), indent));
    }
    if (part.empty()) part = rest;
    rest.remove_prefix(part.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    std::string text(first || options.width < 20 ? 0 : indent, ' ');
    append_styled(part.substr(0, part.find_last_not_of(' ') + 1), style, options.color, text);
    out.write(text + "\n");
    first = false;
  } while (!rest.empty());
}

}  // namespace smtptally
