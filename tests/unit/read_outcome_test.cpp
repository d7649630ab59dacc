// Outcomes of parts add up to the outcome of the whole, in any grouping.

#include "parse/read_outcome.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

#include "catch.hpp"

using namespace smtptally;

namespace {

/// A line as far as outcomes tell.
struct OneLine {
  enum class Kind : std::uint8_t { malformed, irrelevant, undated, dated };
  Kind kind = Kind::malformed;
  Micros time = 0;
  bool guessed = false;
  bool unread = false;
  [[nodiscard]] bool logged() const { return kind == Kind::undated || kind == Kind::dated; }
};

ReadOutcome outcome_of(const OneLine& line) {
  ReadOutcome outcome;
  ReadCounts& counts = outcome.counts;
  counts.bytes = 10;
  counts.lines = 1;
  counts.malformed = counts.first_malformed = line.kind == OneLine::Kind::malformed ? 1 : 0;
  counts.irrelevant = line.kind == OneLine::Kind::irrelevant ? 1 : 0;
  if (line.logged()) {
    counts.logged = 1;
    counts.first = counts.earliest = counts.last = line.time;
    counts.order.add(line.time);
  }
  outcome.stamps.guessed = outcome.stamps.first_guessed = line.guessed ? 1 : 0;
  outcome.stamps.unread = outcome.stamps.first_unread = line.unread ? 1 : 0;
  if (line.kind == OneLine::Kind::dated) {
    outcome.years.dated = true;
    outcome.years.first_dated = line.time;
  }
  return outcome;
}

/// Adds up two halves, each in the same way.
ReadOutcome grouped(std::span<const OneLine> lines, std::mt19937& random) {
  if (lines.empty()) return {};
  if (lines.size() == 1) return outcome_of(lines.front());
  const std::size_t cut = random() % (lines.size() + 1);
  if (cut == 0 || cut == lines.size()) {
    ReadOutcome sum;
    for (const OneLine& line : lines) sum.append(outcome_of(line));
    return sum;
  }
  ReadOutcome sum = grouped(lines.first(cut), random);
  sum.append(grouped(lines.subspan(cut), random));
  return sum;
}

/// The number of the first line that is so, from 1; 0 for none.
template <class Is>
std::uint64_t first_that(std::span<const OneLine> lines, const Is& is) {
  const auto found = std::find_if(lines.begin(), lines.end(), is);
  return found == lines.end() ? 0 : static_cast<std::uint64_t>(found - lines.begin()) + 1;
}

YearEvidence years_of(std::span<const OneLine> lines) {
  YearEvidence years;
  for (const OneLine& line : lines) {
    if (line.kind == OneLine::Kind::undated) {
      years.latest_before = years.found ? std::max(years.latest_before, line.time) : line.time;
      years.found = true;
    }
    if (line.kind != OneLine::Kind::dated) continue;
    years.dated = true;
    years.first_dated = line.time;
    return years;
  }
  return {};
}

void check_counts(const ReadOutcome& sum, std::span<const OneLine> lines) {
  std::vector<Micros> times;
  for (const OneLine& line : lines) {
    if (line.logged()) times.push_back(line.time);
  }
  const ReadCounts& counts = sum.counts;
  CHECK(counts.lines == lines.size());
  CHECK(counts.bytes == 10 * lines.size());
  CHECK(counts.logged == times.size());
  CHECK(counts.first_malformed == first_that(lines, [](const OneLine& line) {
          return line.kind == OneLine::Kind::malformed;
        }));
  CHECK(sum.stamps.first_guessed == first_that(lines, [](const OneLine& l) { return l.guessed; }));
  CHECK(sum.stamps.first_unread == first_that(lines, [](const OneLine& l) { return l.unread; }));
  CHECK(sum.years == years_of(lines));
  if (times.empty()) return;
  CHECK(counts.first == times.front());
  CHECK(counts.earliest == *std::min_element(times.begin(), times.end()));
  CHECK(counts.last == *std::max_element(times.begin(), times.end()));
  std::uint64_t falls = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i - 1] - times[i] > StampOrder::kDisorder) ++falls;
  }
  CHECK(counts.order.falls == falls);
}

}  // namespace

TEST_CASE("outcomes of parts add up in any grouping") {
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    std::vector<OneLine> lines(random() % 8);
    const bool dated = random() % 2 == 0;
    for (OneLine& line : lines) {
      line.kind = static_cast<OneLine::Kind>(random() % (dated ? 4 : 3));
      // Some lie exactly as far apart as disorder may.
      line.time = static_cast<Micros>(random() % 4) * StampOrder::kDisorder -
                  static_cast<Micros>(random() % 2);
      line.guessed = random() % 3 == 0;
      line.unread = random() % 3 == 0;
    }
    check_counts(grouped(lines, random), lines);
  }
}

TEST_CASE("outcomes of parts keep the first and the last line that may have been cut") {
  ReadOutcome first;
  first.cut.first = "rest of a line";
  first.cut.first_counts.lines = 1;
  ReadOutcome last;
  last.cut.last = "beginning of a line";
  for (const bool from_the_end : {false, true}) {
    ReadOutcome sum = from_the_end ? ReadOutcome() : first;
    ReadOutcome rest;
    rest.append(last);
    rest.append(ReadOutcome());
    sum.append(from_the_end ? first : rest);
    if (from_the_end) sum.append(rest);
    CHECK(sum.cut.first == "rest of a line");
    CHECK(sum.cut.first_counts.lines == 1);
    CHECK(sum.cut.last == "beginning of a line");
  }
}
