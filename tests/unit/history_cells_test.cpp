// HistoryCells: sums by way and hour, in whatever order the messages come.

#include "pivot/history_cells.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

using namespace smtptally;

namespace {

using Sums = std::map<std::pair<std::string, Micros>, std::uint64_t>;

Sums sums_of(const HistoryCells& cells) {
  Sums sums;
  for (const HistoryCells::Cell& cell : cells.cells()) {
    const std::string account(cells.way(cell.way).texts[HistoryWay::account]);
    // A way has one cell of a time.
    CHECK(sums.emplace(std::pair(account, cell.start), cell.sums.messages).second);
  }
  return sums;
}

}  // namespace

TEST_CASE("history cells sum messages that come in any order") {
  constexpr std::array kAccounts{"a@one.example", "b@one.example", "c@one.example"};
  std::mt19937 random(7);
  const auto below = [&](Micros end) { return static_cast<Micros>(random()) % end; };
  HistoryCells cells(HistoryCells::kHour);
  HistoryCells halves(HistoryCells::kHour);
  HistoryCells other(HistoryCells::kHour);
  Sums expected;
  for (int i = 0; i < 2000; ++i) {
    const char* const account = kAccounts.at(static_cast<std::size_t>(below(3)));
    Message message;
    message.account = account;
    message.authenticated = true;
    message.time = below(40) * HistoryCells::kHour + below(3'600'000'000);
    ++expected[{account, message.time / HistoryCells::kHour * HistoryCells::kHour}];
    cells.add(message);
    (below(2) == 0 ? halves : other).add(message);
  }
  CHECK(sums_of(cells) == expected);
  halves.merge(other);
  CHECK(sums_of(halves) == expected);
}
