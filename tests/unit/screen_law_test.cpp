// Random reports on random screens: no line is too long, nothing is lost, nothing is changed.

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "format_sample.hpp"
#include "report/fixed_rows.hpp"
#include "support/effort.hpp"
#include "text/width.hpp"

using namespace smtptally;

namespace {

struct RandomReport {
  Report report;
  std::vector<std::string> senders;
  std::vector<std::string> clients;
  std::vector<std::uint64_t> numbers;
};

std::string random_name(std::mt19937& random) {
  std::string name;
  for (auto n = 1 + random() % 40; n > 0; --n) {
    name.push_back(static_cast<char>('a' + random() % 3));
    if (random() % 20 == 0) name += "é日";
  }
  if (random() % 5 != 0) name += "@" + std::string(random() % 30, 'd') + ".example";
  return name;
}

std::string random_client(std::mt19937& random) {
  std::string client;
  for (int i = 0; i < 8; ++i) client += (i > 0 ? ":" : "") + std::to_string(random() % 9000);
  return random() % 2 == 0 ? client : "192.0.2." + std::to_string(random() % 256);
}

Column column(std::string name, ColumnKind kind, Look look, std::uint8_t worth) {
  Column made{name, name, kind};
  made.look = look;
  made.worth = worth;
  return made;
}

RandomReport random_report(std::mt19937& random) {
  RandomReport made;
  std::vector<Column> columns{
      column("Sender", ColumnKind::text, Look::sender, 9),
      column("Client", ColumnKind::text, Look::exact, random() % 2 == 0 ? 9 : 8)};
  const std::size_t numbers = 1 + random() % 8;
  for (std::size_t i = 0; i < numbers; ++i) {
    columns.push_back(column("N" + std::to_string(i), ColumnKind::number, Look::plain,
                             static_cast<std::uint8_t>(1 + random() % 8)));
    if (random() % 2 == 0) columns.back().folded = columns.back().name;
  }
  std::vector<bool> zero;
  for (std::size_t i = 0; i < numbers; ++i) zero.push_back(random() % 3 == 0);
  auto rows = std::make_unique<FixedRows>();
  std::set<std::string> known;
  for (auto n = random() % 30; n > 0; --n) {
    const std::string name = random_name(random);
    if (!known.insert(name).second) continue;
    made.senders.push_back(name);
    made.clients.push_back(random_client(random));
    std::vector<Value> cells{rows->keep(name), rows->keep(made.clients.back())};
    for (std::size_t i = 0; i < numbers; ++i) {
      const std::uint64_t number = zero[i] ? 0 : random() >> (random() % 31);
      made.numbers.push_back(number);
      cells.emplace_back(number);
    }
    rows->add(std::move(cells));
  }
  made.report = sample::report(std::move(columns), {});
  made.report.sections.front().rows = std::move(rows);
  return made;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back().push_back(c);
    }
  }
  lines.pop_back();
  return lines;
}

std::string without_color(std::string text) {
  for (std::size_t at = 0; (at = text.find('\x1b')) != std::string::npos;) {
    text.erase(at, text.find('m', at) + 1 - at);
  }
  return text;
}

/// The words of a line that are between blanks.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : line + " ") {
    if (c != ' ') {
      word.push_back(c);
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

std::uint64_t number_of(const std::string& word) {
  std::uint64_t number = 0;
  for (const char c : word) {
    if (c >= '0' && c <= '9') number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

}  // namespace

TEST_CASE("screens: any report on any width fits, keeps its clients, senders and numbers") {
  std::size_t cut = 0;
  std::size_t dropped = 0;
  for (unsigned seed = 1; seed <= effort(400); ++seed) {
    INFO(seed);
    std::mt19937 random(seed);
    const RandomReport made = random_report(random);
    const unsigned width = 50 + static_cast<unsigned>(random() % 120);
    const bool ascii = random() % 2 == 0;
    const FormatOptions options{.color = random() % 2 == 0, .ascii = ascii, .width = width};
    const std::string text =
        without_color(sample::render(OutputFormat::table, made.report, options));
    const std::vector<std::string> lines = lines_of(text);
    REQUIRE(lines.size() > made.senders.size());
    const std::vector<std::string> headings = words_of(lines[0]);
    const bool has_client = headings.size() > 1 && headings[1] == "Client";
    dropped += has_client ? 0U : 1U;
    if (made.report.sections.front().columns[1].worth == 9) REQUIRE(has_client);
    std::set<std::string> shown;
    for (const std::string& line : lines) REQUIRE(display_width(line) <= width);
    const std::size_t numbers = made.report.sections.front().columns.size() - 2;
    for (std::size_t row = 0; row < made.senders.size(); ++row) {
      const std::vector<std::string> words = words_of(lines[row + 1]);
      REQUIRE(words.size() == headings.size());
      REQUIRE(shown.insert(words[0]).second);
      if (words[0] != made.senders[row]) ++cut;
      if (has_client) REQUIRE(words[1] == made.clients[row]);
      for (std::size_t i = 0; i < headings.size(); ++i) {
        if (headings[i].front() != 'N') continue;
        REQUIRE(number_of(words[i]) == made.numbers[row * numbers + number_of(headings[i])]);
      }
    }
    // What does not stand in the heading is named below, but for what is zero, which is named too.
    std::string below;
    for (std::size_t i = made.senders.size() + 1; i < lines.size(); ++i) below += lines[i] + " ";
    for (const Column& wanted : made.report.sections.front().columns) {
      INFO(wanted.name);
      const bool stands =
          std::find(headings.begin(), headings.end(), wanted.name) != headings.end();
      REQUIRE(stands != (below.find(wanted.name) != std::string::npos));
    }
  }
  CHECK(cut > 20);
  CHECK(dropped > 0);
}
