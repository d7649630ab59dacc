#include "report/subject_screen.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "report/screen_clock.hpp"
#include "report/section_parts.hpp"
#include "text/escape.hpp"
#include "text/grouped.hpp"

namespace smtptally {
namespace {

using Mark = Line::Mark;

Line sums_line(const ScreenClock& clock, const SubjectFacts& facts) {
  const Cell& cell = facts.total.cell;
  std::string text = counted(cell.messages, "message");
  if (cell.messages == 0) return {Mark::plain, text};
  text += fmt::format(" · {} · {} · {}", counted(cell.recipients, "recipient"),
                      size_text(cell.bytes), clock.text(facts.total.span.first, false));
  if (cell.messages > 1) text += " – " + clock.text(facts.total.span.last, false);
  return {Mark::plain, text};
}

/// How many days are drawn: a month anywhere, more where there is room.
std::size_t most_days(const Config& config) {
  constexpr std::size_t kMonth = 28;
  constexpr std::size_t kBeside = 50;  // What stands beside them.
  return std::max<std::size_t>(kMonth, config.width > kBeside ? config.width - kBeside : 0);
}

std::vector<Line> series_lines(const Config& config, const ScreenClock& clock,
                               const SubjectFacts& facts) {
  std::vector<Line> lines;
  const std::size_t shown = std::min(facts.days.size(), most_days(config));
  const std::size_t wide = std::max(shown, facts.hours.size());
  const auto add = [&](std::string label, std::vector<std::uint64_t> series, std::string behind) {
    Line line{Mark::plain, std::move(label)};
    line.hang = line.text.size();
    line.behind = std::string(wide - series.size() + 2, ' ') + std::move(behind);
    line.series = std::move(series);
    lines.push_back(std::move(line));
  };
  if (shown > 1) {
    const auto first = facts.days.end() - static_cast<std::ptrdiff_t>(shown);
    const auto most = std::max_element(
        first, facts.days.end(),
        [](const SubjectDay& a, const SubjectDay& b) { return a.messages < b.messages; });
    std::vector<std::uint64_t> series;
    for (auto day = first; day != facts.days.end(); ++day) series.push_back(day->messages);
    std::string behind = fmt::format("{} – {}", clock.short_date(first->day),
                                     clock.short_date(facts.days.back().day));
    if (shown < facts.days.size()) behind += fmt::format(" of {} days", grouped(facts.days.size()));
    behind += fmt::format(", most {} on {}", grouped(most->messages), clock.short_date(most->day));
    add("per day  ", std::move(series), std::move(behind));
  }
  add("by hour  ", {facts.hours.begin(), facts.hours.end()},
      fmt::format("00 – 23 {}", config.zone.name()));
  return lines;
}

void envelope_lines(const Config& config, const EnvelopeFacts& facts, std::uint64_t messages,
                    std::vector<Line>& lines) {
  if (config.selection.sender == SenderKind::envelope && config.command == Command::sender) return;
  const bool one = config.command == Command::sender;
  const std::string_view sends = one ? "sends as" : "its accounts send as";
  const std::string_view own = one ? "its own" : "their own";
  const std::string addresses =
      fmt::format("{} address{}", grouped(facts.addresses), facts.addresses == 1 ? "" : "es");
  if (facts.foreign > 0) {
    lines.push_back({Mark::alarm, fmt::format("! {} {}, {} not {} ({})", sends, addresses,
                                              grouped(facts.foreign), own,
                                              counted(facts.foreign_messages, "message"))});
  } else if (facts.not_compared + facts.null_messages + facts.untold == messages) {
    if (facts.addresses > 0) lines.push_back({Mark::plain, fmt::format("{} {}", sends, addresses)});
  } else {
    lines.push_back(
        {Mark::plain, facts.not_compared == 0
                          ? fmt::format("{} {} address{} only", sends, own, one ? "" : "es")
                          : fmt::format("{} {}", sends, addresses)});
  }
  if (facts.not_compared > 0) {
    lines.push_back({Mark::dim, fmt::format("of {} the account is no address to compare with",
                                            counted(facts.not_compared, "message"))});
  }
  if (facts.null_messages > 0) {
    lines.push_back({Mark::dim, counted(facts.null_messages, "message") + " sent as <>"});
  }
  if (facts.untold > 0) {
    lines.push_back({Mark::dim, fmt::format("of {} the envelope sender is not in the log",
                                            counted(facts.untold, "message"))});
  }
}

/// "25 refused logins, last 11-26 01:42 from 198.18.44.7".
Line refused_line(const ScreenClock& clock, const RefusedFacts& facts, std::string text,
                  std::string_view link) {
  if (facts.known > 0) {
    text = fmt::format("! {}, last {}", text, clock.text(facts.last, false));
    if (!facts.whom.empty()) text += fmt::format(" {} {}", link, visible(facts.whom));
  }
  if (facts.unknown > 0) {
    text +=
        fmt::format("; of {} more the log does not tell whose they are", grouped(facts.unknown));
  }
  return {facts.known > 0 ? Mark::alarm : Mark::plain, std::move(text)};
}

void refused_lines(const Config& config, const ScreenClock& clock, const SubjectFacts& facts,
                   std::vector<Line>& lines) {
  const bool sender = config.command == Command::sender;
  const std::string_view link = sender ? "from" : "of";
  if (sender && config.selection.sender == SenderKind::envelope) {
    lines.push_back({Mark::dim, "refused logins are those of accounts, not of envelope senders"});
  } else {
    lines.push_back(
        refused_line(clock, facts.logins, counted(facts.logins.known, "refused login"), link));
  }
  const RefusedFacts& handshakes = facts.handshakes;
  if (handshakes.known + handshakes.unknown == 0) return;
  const std::string text = counted(handshakes.known, "refused handshake");
  lines.push_back(
      refused_line(clock, handshakes, sender ? text + " of its client addresses" : text, link));
}

/// "ciphers: TLS_AES_256_GCM_SHA384 3,000 · …".
void names_line(std::string_view label,
                const std::vector<std::pair<std::string_view, std::uint64_t>>& names,
                std::vector<Line>& lines) {
  constexpr std::size_t kMost = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(kMost, names.size()); ++i) {
    text += fmt::format("{}{} {}", i == 0 ? "" : " · ", visible(names[i].first),
                        grouped(names[i].second));
  }
  if (names.size() > kMost) text += fmt::format(" · {} more", grouped(names.size() - kMost));
  if (!text.empty()) lines.push_back({Mark::dim, fmt::format("{}: {}", label, text)});
}

}  // namespace

std::vector<Section> subject_head(const Config& config, const Report& report,
                                  const SubjectFacts& facts) {
  const ScreenClock clock(report);
  std::vector<Section> sections;
  std::vector<Line> sums{sums_line(clock, facts)};
  if (facts.without_size > 0) {
    sums.push_back({Mark::dim, fmt::format("of {} the size is not in the log",
                                           counted(facts.without_size, "message"))});
  }
  sections.push_back(lines_section("sums", std::move(sums)));
  if (facts.total.cell.messages > 0) {
    sections.push_back(lines_section("series", series_lines(config, clock, facts)));
  }
  return sections;
}

Section subject_end(const Config& config, const Report& report, const SubjectFacts& facts) {
  const ScreenClock clock(report);
  std::vector<Line> lines;
  const std::uint64_t messages = facts.total.cell.messages;
  if (messages > 0) envelope_lines(config, facts.envelopes, messages, lines);
  refused_lines(config, clock, facts, lines);
  names_line("ciphers", facts.ciphers, lines);
  names_line("services", facts.services, lines);
  return lines_section("end", std::move(lines));
}

}  // namespace smtptally
