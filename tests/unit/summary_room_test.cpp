// How many rows the lists of `summary` get, so that all of it fits the terminal.

#include <algorithm>
#include <string>

#include "catch.hpp"
#include "report/summary_screen.hpp"
#include "text/width.hpp"

using namespace smtptally;

namespace {

SummaryFacts facts_of(unsigned classes, bool unusual, bool before) {
  SummaryFacts facts;
  facts.messages = 100;
  facts.senders = 40;
  facts.old_senders = 17;
  facts.plain_senders = 3;
  for (unsigned i = 0; i < classes; ++i) facts.classes[i] = 10;
  if (unusual) {
    facts.unusual =
        "3 senders do not behave as before: first somebody@a-company-with-a-long-name.example, "
        "score 19; see smtptally unusual";
  }
  if (before) facts.before = "against the week before: 12 messages less with old TLS";
  facts.first_old = "scanner@example.org";
  return facts;
}

std::size_t screen_lines(const std::vector<Line>& lines, unsigned width) {
  std::size_t count = 0;
  for (const Line& line : lines) count += (display_width(line.text) + width - 1) / width;
  return count;
}

std::size_t list_lines(std::size_t all, std::size_t shown) {
  return shown == 0 ? 0 : 2 + std::min(all, shown) + (shown < all ? 1 : 0);
}

/// All that is printed, with the prompt behind it.
std::size_t all_lines(const SummaryFacts& facts, const Config& config, std::size_t senders,
                      std::size_t clients) {
  const SummaryRoom room = summary_room(config, facts, senders, clients);
  std::size_t count = 2;  // Title.
  for (const Section& section : summary_head(facts)) {
    count += 1 + screen_lines(section.lines, config.width);
    if (section.rows) {
      const auto used = std::count_if(facts.classes.begin(), facts.classes.end(),
                                      [](auto messages) { return messages > 0; });
      count += static_cast<std::size_t>(used);
    }
  }
  count += list_lines(senders, std::min(senders, room.senders));
  count += list_lines(clients, room.clients);
  const std::vector<Line> end = summary_end(facts);
  if (!end.empty()) count += 1 + screen_lines(end, config.width);
  return count + 1;
}

}  // namespace

TEST_CASE("summary room: everything fits, whatever there is to say") {
  Config config;
  config.width = 80;
  unsigned with_clients = 0;
  for (const unsigned height : {0U, 24U, 30U, 40U, 100U}) {
    config.height = height;
    for (unsigned classes = 1; classes <= 6; ++classes) {
      for (const bool unusual : {false, true}) {
        for (const std::size_t senders : {0U, 1U, 4U, 5U, 17U, 90U}) {
          for (const std::size_t clients : {0U, 1U, 2U, 3U, 251U}) {
            const SummaryFacts facts = facts_of(classes, unusual, height > 24);
            INFO(height << " lines, " << classes << " classes, " << senders << " senders, "
                        << clients << " clients");
            CHECK(all_lines(facts, config, senders, clients) <= std::max(height, 24U));
            const SummaryRoom room = summary_room(config, facts, senders, clients);
            CHECK(room.senders >= std::min<std::size_t>(senders, 2));
            CHECK(room.clients <= clients);
            if (room.clients > 0) ++with_clients;
          }
        }
      }
    }
  }
  CHECK(with_clients > 500);
}

TEST_CASE("summary room: a tall terminal shows all, a short one at most five senders") {
  Config config;
  config.width = 80;
  const SummaryFacts facts = facts_of(3, false, false);
  config.height = 100;
  CHECK(summary_room(config, facts, 17, 20).senders == 17);
  CHECK(summary_room(config, facts, 17, 20).clients == 20);
  config.height = 24;
  CHECK(summary_room(config, facts_of(1, false, false), 17, 0).senders == 5);
}
