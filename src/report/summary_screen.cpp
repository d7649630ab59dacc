#include "report/summary_screen.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "report/fixed_rows.hpp"
#include "report/section_parts.hpp"
#include "text/ascii.hpp"
#include "text/grouped.hpp"
#include "text/percent.hpp"
#include "text/translate.hpp"
#include "text/width.hpp"

namespace smtptally {
namespace {

/// The newest first, then what is no version.
constexpr std::array<TlsClass, 7> kOrder{TlsClass::tls1_3, TlsClass::tls1_2, TlsClass::tls1_1,
                                         TlsClass::tls1_0, TlsClass::ssl,    TlsClass::none,
                                         TlsClass::unknown};

/// "18.9 %". Requires total > 0.
std::string share(std::uint64_t count, std::uint64_t total) {
  std::string text;
  append_percent(count, total, Decimals::one, text);
  return text + " %";
}

std::uint64_t count_of(const SummaryFacts& facts, TlsClass tls) {
  return facts.classes[index_of(tls)];
}

std::string by_senders(std::uint64_t senders) {
  return trn_count("by {} sender", "by {} senders", senders);
}

std::vector<Line> verdict(const SummaryFacts& facts) {
  // TRANSLATORS: {0} is "22,802 messages", {1} is "by 7 senders".
  std::string first = tr_format("{0} {1}", trn_count("{} message", "{} messages", facts.messages),
                                by_senders(facts.senders));
  const auto refused = [&](FailureKind kind, const NumberedText& text) {
    const auto& count = facts.refused[index_of(kind)];
    if (count && *count == 0) return;
    const std::string number = count ? grouped(*count) : "-";
    // "-" where it is not known.
    const char* const words = trn(text.one, text.many, count.value_or(2));
    first +=
        " · " + format_or(words, count == 1U ? text.one : text.many, fmt::make_format_args(number));
  };
  refused(FailureKind::login, ntr("{} refused login", "{} refused logins"));
  refused(FailureKind::handshake, ntr("{} refused handshake", "{} refused handshakes"));
  std::vector<Line> lines{{Line::Mark::plain, std::move(first)}};
  const auto with_before = [&] {
    if (!facts.before.empty()) lines.push_back({Line::Mark::plain, facts.before});
    return lines;
  };
  if (facts.messages == 0) return with_before();
  const auto alarm = [&](std::string text) {
    lines.push_back({Line::Mark::alarm, "! " + std::move(text)});
  };
  if (facts.old() > 0) {
    const std::string part = share(facts.old(), facts.messages);
    // TRANSLATORS: {0} counts messages, {1} is their share in percent, {2} is "by 7 senders".
    alarm(trs_format("{0} with old TLS ({1}) {2}", facts.old(), grouped(facts.old()), part,
                     by_senders(facts.old_senders)));
  }
  const std::uint64_t plain = count_of(facts, TlsClass::none);
  if (plain > 0) {
    const std::string part = share(plain, facts.messages);
    // TRANSLATORS: {0} counts messages, {1} is their share in percent, {2} is "by 7 senders".
    alarm(trs_format("{0} without TLS ({1}) {2}", plain, grouped(plain), part,
                     by_senders(facts.plain_senders)));
  }
  if (!facts.unusual.empty()) alarm(facts.unusual);
  const std::uint64_t unknown = count_of(facts, TlsClass::unknown);
  if (facts.old() > 0) return with_before();
  lines.push_back({Line::Mark::plain,
                   unknown == 0
                       ? std::string(tr("none with old TLS"))
                       : trs_format("none with old TLS as far as the log tells: of {} ({}) it does "
                                    "not",
                                    unknown, grouped(unknown), share(unknown, facts.messages))});
  return with_before();
}

Section mix(const SummaryFacts& facts) {
  Section section;
  section.name = "mix";
  section.columns = {{"tls", "", ColumnKind::text},
                     {"messages", "", ColumnKind::number},
                     {"percent", "", ColumnKind::text},
                     {"bar", "", ColumnKind::chart}};
  for (Column& column : section.columns) column.worth = 9;
  section.columns[2].look = Look::exact;
  section.columns.back().worth = 1;
  auto rows = std::make_unique<FixedRows>();
  const std::uint64_t most = *std::max_element(facts.classes.begin(), facts.classes.end());
  std::string missing;
  for (const TlsClass tls : kOrder) {
    const std::uint64_t count = count_of(facts, tls);
    const std::string_view label = tr(kTlsClassLabels[index_of(tls)]);
    if (count == 0) {
      missing += fmt::format("{}{}", missing.empty() ? "" : tr(", "), label);
      continue;
    }
    const std::string percent = fmt::format("{:>7}", share(count, facts.messages));
    rows->add({rows->keep(fmt::format("{} {}", is_old(tls) ? "!" : " ", label)), count,
               rows->keep(percent), Bar{count, most, tls}});
  }
  if (!missing.empty())
    section.lines.push_back({Line::Mark::dim, "  " + tr_format("none of: {}", missing)});
  section.rows = std::move(rows);
  return section;
}

/// A word of a command line, in quotes where a shell would take it for something else.
std::string shell_word(std::string_view word) {
  const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view("@._+-/=").find(c) != std::string_view::npos;
  });
  if (plain && !word.empty()) return std::string(word);
  std::string text = "'";
  for (const char c : word) {
    if (c == '\'') {
      text += "'\\''";
    } else {
      text.push_back(c);
    }
  }
  return text + "'";
}

/// How many lines of a screen they take.
std::size_t lines_taken(const std::vector<Line>& lines, unsigned width) {
  std::size_t taken = 0;
  for (const Line& line : lines) {
    const std::size_t columns = display_width(line.text);
    taken += width == 0 ? 1 : std::max<std::size_t>(1, (columns + width - 1) / width);
  }
  return taken;
}

/// How many lines a list takes that shows so many of its rows: a blank line, the heading, the rows,
/// and what is left out.
std::size_t lines_of_list(std::size_t all, std::size_t shown) {
  if (all == 0) return 0;
  return 2 + std::min(all, shown) + (shown < all ? 1 : 0);
}

/// How many rows of a list fit into so many lines.
std::size_t rows_in(std::size_t lines, std::size_t all) {
  if (lines >= lines_of_list(all, all)) return all;
  return lines > 3 ? lines - 3 : 0;
}

}  // namespace

std::vector<Section> summary_head(const SummaryFacts& facts) {
  std::vector<Section> sections;
  sections.push_back(lines_section("verdict", verdict(facts)));
  if (facts.messages > 0) sections.push_back(mix(facts));
  return sections;
}

std::vector<Line> summary_end(const SummaryFacts& facts) {
  std::vector<Line> lines;
  if (count_of(facts, TlsClass::unknown) > 0) {
    lines.push_back(
        {Line::Mark::dim,
         trn_count("{} message: the log does not tell the TLS version; why: smtptally check …",
                   "{} messages: the log does not tell the TLS version; why: smtptally check …",
                   count_of(facts, TlsClass::unknown))});
  }
  if (!facts.first_old.empty()) {
    lines.push_back(
        {Line::Mark::dim,
         tr_format("next: {}", fmt::format("smtptally sender {} …", shell_word(facts.first_old)))});
  } else if (facts.messages > 0 && count_of(facts, TlsClass::unknown) == 0) {
    lines.push_back({Line::Mark::dim, tr_format("next: {}", "smtptally tls …")});
  }
  return lines;
}

SummaryRoom summary_room(const Config& config, const SummaryFacts& facts, std::size_t senders,
                         std::size_t clients) {
  constexpr std::size_t kTerminal = 24;
  constexpr std::size_t kLeast = 2;
  const auto classes = static_cast<std::size_t>(std::count_if(
      facts.classes.begin(), facts.classes.end(), [](auto count) { return count > 0; }));
  // Title, verdict, mix, what comes next, the blank lines between them, and the prompt.
  std::size_t taken = 2 + 1 + lines_taken(verdict(facts), config.width) + 1 + classes +
                      (classes < facts.classes.size() ? 1 : 0) + 1;
  const std::vector<Line> end = summary_end(facts);
  if (!end.empty()) taken += 1 + lines_taken(end, config.width);
  const std::size_t all = std::max<std::size_t>(config.height, kTerminal);
  const std::size_t room = all > taken ? all - taken : 0;
  SummaryRoom given;
  const std::size_t least = lines_of_list(senders, kLeast);
  // The list of senders comes first; both have two rows where there is room for both.
  if (room >= least + lines_of_list(clients, 1)) {
    const std::size_t whole = lines_of_list(senders, senders);
    const std::size_t rest = room - std::max(least, std::min(whole, room));
    given.clients =
        std::max(rows_in(rest, clients), std::min(kLeast, rows_in(room - least, clients)));
  }
  const std::size_t taken_by_clients =
      given.clients == 0 ? 0 : lines_of_list(clients, given.clients);
  given.senders = std::max(rows_in(room - std::min(room, taken_by_clients), senders), kLeast);
  if (config.height <= kTerminal) given.senders = std::min<std::size_t>(given.senders, 5);
  return given;
}

}  // namespace smtptally
