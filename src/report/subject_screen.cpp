#include "report/subject_screen.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "report/screen_clock.hpp"
#include "report/section_parts.hpp"
#include "text/escape.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"
#include "text/width.hpp"

namespace smtptally {
namespace {

using Mark = Line::Mark;

Line sums_line(const ScreenClock& clock, const SubjectFacts& facts) {
  const Cell& cell = facts.total.cell;
  std::string text = trn_count("{} message", "{} messages", cell.messages);
  if (cell.messages == 0) return {Mark::plain, text};
  text +=
      fmt::format(" · {} · {} · {}", trn_count("{} recipient", "{} recipients", cell.recipients),
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
    line.hang = display_width(line.text);
    line.behind = std::string(wide - series.size() + 2, ' ') + std::move(behind);
    line.series = std::move(series);
    lines.push_back(std::move(line));
  };
  std::string per_day = tr("per day");
  std::string by_hour = tr("by hour");
  const std::size_t widest = std::max(display_width(per_day), display_width(by_hour)) + 2;
  for (std::string* const label : {&per_day, &by_hour}) {
    label->append(widest - display_width(*label), ' ');
  }
  if (shown > 1) {
    const auto first = facts.days.end() - static_cast<std::ptrdiff_t>(shown);
    const auto most = std::max_element(
        first, facts.days.end(),
        [](const SubjectDay& a, const SubjectDay& b) { return a.messages < b.messages; });
    std::vector<std::uint64_t> series;
    for (auto day = first; day != facts.days.end(); ++day) series.push_back(day->messages);
    std::string behind = fmt::format("{} – {}", clock.short_date(first->day),
                                     clock.short_date(facts.days.back().day));
    if (shown < facts.days.size()) {
      // TRANSLATORS: {0} is a range of days, {1} the number of all.
      behind = trs_format("{0} of {1} days", facts.days.size(), behind, grouped(facts.days.size()));
    }
    const std::string day = clock.short_date(most->day);
    // TRANSLATORS: {0} is a range of days, {1} a number of messages, {2} a date.
    behind = tr_format("{0}, most {1} on {2}", behind, grouped(most->messages), day);
    add(per_day, std::move(series), std::move(behind));
  }
  add(by_hour, {facts.hours.begin(), facts.hours.end()},
      fmt::format("00 – 23 {}", config.zone.name()));
  return lines;
}

void envelope_lines(const Config& config, const EnvelopeFacts& facts, std::uint64_t messages,
                    std::vector<Line>& lines) {
  if (config.selection.sender == SenderKind::envelope && config.command == Command::sender) return;
  const bool one = config.command == Command::sender;
  const std::string addresses = trn_count("{} address", "{} addresses", facts.addresses);
  const auto line = [&](Mark mark, const char* of_one, const char* of_several) {
    lines.push_back({mark, tr_format_row(one ? of_one : of_several, addresses)});
  };
  if (facts.foreign > 0) {
    const std::string counted = trn_count("{} message", "{} messages", facts.foreign_messages);
    const std::string foreign = grouped(facts.foreign);
    std::string text = "! ";
    // TRANSLATORS: {0} is "4 addresses", {1} counts those that are not its own, {2} is messages.
    text += one ? trs_format("sends as {0}, {1} not its own ({2})", facts.foreign, addresses,
                             foreign, counted)
                : trs_format("its accounts send as {0}, {1} not their own ({2})", facts.foreign,
                             addresses, foreign, counted);
    lines.push_back({Mark::alarm, std::move(text)});
  } else if (facts.not_compared + facts.null_messages + facts.untold == messages) {
    if (facts.addresses > 0) {
      line(Mark::plain, to_tr("sends as {}"), to_tr("its accounts send as {}"));
    }
  } else if (facts.not_compared == 0) {
    line(Mark::plain, to_tr("sends as its own address only"),
         to_tr("its accounts send as their own addresses only"));
  } else {
    line(Mark::plain, to_tr("sends as {}"), to_tr("its accounts send as {}"));
  }
  const auto add = [&](std::uint64_t count, const NumberedText& text) {
    if (count > 0) lines.push_back({Mark::dim, trn_count(text, count)});
  };
  add(facts.not_compared, ntr("of {} message the account is no address to compare with",
                              "of {} messages the account is no address to compare with"));
  add(facts.null_messages, ntr("{} message sent as <>", "{} messages sent as <>"));
  add(facts.untold, ntr("of {} message the envelope sender is not in the log",
                        "of {} messages the envelope sender is not in the log"));
}

/// "25 refused logins, last 11-26 01:42 from 198.18.44.7".
Line refused_line(const ScreenClock& clock, const RefusedFacts& facts, std::string text,
                  bool of_sender) {
  if (facts.known > 0) {
    const std::string last = clock.text(facts.last, false);
    const std::string whom = visible(facts.whom);
    // TRANSLATORS: {0} is "25 refused logins", {1} a time, {2} a client address.
    text = "! " + (facts.whom.empty() ? tr_format("{0}, last {1}", text, last)
                   : of_sender        ? tr_format("{0}, last {1} from {2}", text, last, whom)
                               // TRANSLATORS: {2} is an account.
                               : tr_format("{0}, last {1} of {2}", text, last, whom));
  }
  if (facts.unknown > 0) {
    text = trs_format("{0}; of {1} more the log does not tell whose they are", facts.unknown, text,
                      grouped(facts.unknown));
  }
  return {facts.known > 0 ? Mark::alarm : Mark::plain, std::move(text)};
}

void refused_lines(const Config& config, const ScreenClock& clock, const SubjectFacts& facts,
                   std::vector<Line>& lines) {
  const bool sender = config.command == Command::sender;
  if (sender && config.selection.sender == SenderKind::envelope) {
    lines.push_back(
        {Mark::dim, tr("refused logins are those of accounts, not of envelope senders")});
  } else {
    lines.push_back(refused_line(
        clock, facts.logins, trn_count("{} refused login", "{} refused logins", facts.logins.known),
        sender));
  }
  const RefusedFacts& handshakes = facts.handshakes;
  if (handshakes.known + handshakes.unknown == 0) return;
  lines.push_back(refused_line(
      clock, handshakes,
      sender ? trn_count("{} refused handshake of its client addresses",
                         "{} refused handshakes of its client addresses", handshakes.known)
             : trn_count("{} refused handshake", "{} refused handshakes", handshakes.known),
      sender));
}

/// "ciphers: TLS_AES_256_GCM_SHA384 3,000 · …".
void names_line(const char* label,
                const std::vector<std::pair<std::string_view, std::uint64_t>>& names,
                std::vector<Line>& lines) {
  constexpr std::size_t kMost = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(kMost, names.size()); ++i) {
    text += fmt::format("{}{} {}", i == 0 ? "" : " · ", visible(names[i].first),
                        grouped(names[i].second));
  }
  if (names.size() > kMost) text += " · " + more_names(names.size() - kMost);
  if (!text.empty()) lines.push_back({Mark::dim, fmt::format("{}: {}", label, text)});
}

}  // namespace

std::vector<Section> subject_head(const Config& config, const Report& report,
                                  const SubjectFacts& facts) {
  const ScreenClock clock(report);
  std::vector<Section> sections;
  std::vector<Line> sums{sums_line(clock, facts)};
  if (facts.without_size > 0) {
    sums.push_back(
        {Mark::dim, trn_count("of {} message the size is not in the log",
                              "of {} messages the size is not in the log", facts.without_size)});
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
  names_line(tr("ciphers"), facts.ciphers, lines);
  names_line(tr("services"), facts.services, lines);
  return lines_section("end", std::move(lines));
}

}  // namespace smtptally
