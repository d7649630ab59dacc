#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "pivot/calendar.hpp"
#include "report/pivot_table.hpp"

namespace smtptally {
namespace {

using Senders = std::set<std::string>;

constexpr Micros kFirstMonday = 20'759 * kMicrosPerDay;  // 2026-11-02
constexpr Micros kWeek = 7 * kMicrosPerDay;

/// One message of each of these senders in each week, old TLS or not.
void count_senders(Tally& tally, std::size_t week, TlsEvidence tls, const Senders& senders) {
  Message message;
  message.tls = tls;
  message.time = kFirstMonday + static_cast<Micros>(week) * kWeek + kMicrosPerDay;
  for (const std::string& sender : senders) {
    const Tally::Key key{period_of(Dimension::week, message.time, Zone()),
                         tally.number_of_tls(message)};
    tally.count(
        {.key = key, .cell = {1, 0, 0}, .time = message.time, .sender = sender, .client = {}});
  }
}

Senders senders_from(int first, int behind) {
  Senders senders;
  for (int i = first; i < behind; ++i) senders.insert(fmt::format("s{}@example.org", i));
  return senders;
}

std::vector<PivotSums> rows_of(const Tally& tally, const TimeRange& covered) {
  PivotShape shape;
  shape.rows = {Dimension::week};
  shape.values = {Measure::old_new, Measure::old_gone};
  shape.covered = covered;
  const PivotTable table(shape, Config(), tally, Coverage());
  std::vector<PivotSums> rows(table.row_count());
  for (std::size_t i = 0; i < rows.size(); ++i) table.sums(i, rows[i], nullptr);
  return rows;
}

TallySpec spec_of_weeks() {
  return {.dimensions = {Dimension::week, Dimension::tls}, .senders = true};
}

}  // namespace

TEST_CASE("changes: new and gone are the differences of the sets of two whole weeks") {
  const std::vector<Senders> weeks{
      senders_from(0, 50), senders_from(20, 60), senders_from(10, 40), {}, senders_from(0, 3)};
  Tally tally(spec_of_weeks());
  for (std::size_t w = 0; w < weeks.size(); ++w) {
    count_senders(tally, w, TlsEvidence::tls1_1, weeks[w]);
    count_senders(tally, w, TlsEvidence::tls1_3, senders_from(0, 90));
  }
  const auto rows = rows_of(tally, {kFirstMonday, kFirstMonday + 5 * kWeek});
  REQUIRE(rows.size() == weeks.size());
  CHECK_FALSE(rows[0].old_new);
  for (std::size_t w = 1; w < weeks.size(); ++w) {
    INFO(w);
    Senders fresh;
    Senders gone;
    std::set_difference(weeks[w].begin(), weeks[w].end(), weeks[w - 1].begin(), weeks[w - 1].end(),
                        std::inserter(fresh, fresh.end()));
    std::set_difference(weeks[w - 1].begin(), weeks[w - 1].end(), weeks[w].begin(), weeks[w].end(),
                        std::inserter(gone, gone.end()));
    CHECK(rows[w].old_senders.count().count == weeks[w].size());
    CHECK(rows[w].old_new == fresh.size());
    CHECK(rows[w].old_gone == gone.size());
  }
}

TEST_CASE("changes: a week in part has none, and neither has the one behind it") {
  Tally tally(spec_of_weeks());
  for (std::size_t w = 0; w < 4; ++w) {
    count_senders(tally, w, TlsEvidence::tls1_0, senders_from(0, 5));
  }
  constexpr Micros kHour = 3600 * kMicrosPerSecond;
  const auto known = [&](Micros since, Micros until) {
    std::string text;
    for (const PivotSums& row : rows_of(tally, {since, until})) text += row.old_new ? '+' : '-';
    return text;
  };
  CHECK(known(kFirstMonday, kFirstMonday + 4 * kWeek) == "-+++");
  CHECK(known(kFirstMonday + kHour, kFirstMonday + 4 * kWeek - kHour) == "-+++");
  CHECK(known(kFirstMonday + 2 * kHour, kFirstMonday + 4 * kWeek) == "--++");
  CHECK(known(kFirstMonday, kFirstMonday + 4 * kWeek - 2 * kHour) == "-++-");
}

TEST_CASE("changes: of estimates there are none") {
  Tally tally(spec_of_weeks());
  count_senders(tally, 0, TlsEvidence::tls1_0, senders_from(0, 4000));
  count_senders(tally, 1, TlsEvidence::tls1_0, senders_from(50, 4050));
  count_senders(tally, 2, TlsEvidence::tls1_0, senders_from(500, 4600));
  const auto rows = rows_of(tally, {kFirstMonday, kFirstMonday + 3 * kWeek});
  CHECK(rows[1].old_new == 50);
  CHECK(rows[1].old_gone == 50);
  CHECK_FALSE(rows[2].old_new);
  CHECK_FALSE(rows[2].old_gone);
}

}  // namespace smtptally
