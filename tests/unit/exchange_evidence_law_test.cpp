// Rows that are lost make classes unknown, not wrong: logs of Exchange whose truth is known.

#include <array>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "catch.hpp"
#include "support/effort.hpp"
#include "support/exchange_truth.hpp"
#include "support/reports.hpp"
#include "text/csv_row.hpp"

using namespace smtptally;
using Versions = ExchangeTruth::Versions;
using Row = ExchangeTruth::Row;

namespace {

constexpr unsigned kSessions = 40;

/// How the classes of messages compare with the truth, over all rounds.
struct Score {
  unsigned counted = 0;
  unsigned kept = 0;      ///< With the true class.
  unsigned wrong = 0;     ///< With another one; `unknown` is none.
  unsigned invented = 0;  ///< Not accepted in truth, or counted before.
  std::string first_wrong;
  std::string first_invented;

  [[nodiscard]] double percent(unsigned part) const { return 100.0 * part / counted; }
};

struct Counted {
  std::string id;  ///< InternalId.
  std::string tls;
};

std::vector<Counted> counted_in(const std::vector<Row>& rows) {
  Config config = test_config(Command::events);
  config.selection.auth = AuthScope::any;
  const auto piece = piece_of(text_of(rows), Correlator::World::closed, config);
  piece->finish();
  std::istringstream report(report_of(*piece, config));
  std::vector<Counted> counted;
  std::string line;
  (void)std::getline(report, line);
  while (std::getline(report, line)) {
    CsvRow cells;
    REQUIRE(cells.split(line) == CsvRow::Outcome::ok);
    counted.push_back({std::string(cells.fields().back()), std::string(cells.fields()[9])});
  }
  return counted;
}

/// Deletes rows of one kind, of one session, of a stretch, or at random.
std::vector<Row> with_losses(const std::vector<Row>& rows, unsigned seed) {
  static constexpr std::array<unsigned, 6> kShares{1, 2, 5, 10, 20, 100};
  std::minstd_rand random(seed);
  (void)random();
  const auto pick = [&](std::size_t count) { return static_cast<unsigned>(random() % count); };
  const unsigned way = pick(4);
  const unsigned share = kShares[pick(way == 3 ? 5 : 6)];
  const auto kind = static_cast<ExchangeTruth::Kind>(pick(ExchangeTruth::kKinds));
  const unsigned session = rows[pick(rows.size())].session;
  const unsigned length = static_cast<unsigned>(rows.size()) / 20 + pick(rows.size() / 4);
  const unsigned begin = pick(rows.size());
  std::vector<Row> kept;
  for (unsigned i = 0; i < rows.size(); ++i) {
    const bool in_stretch = i >= begin && i < begin + length;
    const bool by_chance = pick(100) < share;
    const bool is_lost = way == 0   ? rows[i].kind == kind && by_chance
                         : way == 1 ? rows[i].session == session && (in_stretch || share == 100)
                         : way == 2 ? in_stretch
                                    : by_chance;
    if (!is_lost) kept.push_back(rows[i]);
  }
  return kept;
}

void judge(const ExchangeTruth& truth, unsigned seed, Score& score) {
  std::map<std::string, std::string> left = truth.classes;
  for (const auto& [id, tls] : counted_in(with_losses(truth.rows, seed))) {
    const auto expected = left.find(id);
    ++score.counted;
    if (expected == left.end()) {
      if (score.invented++ == 0) score.first_invented = fmt::format("seed {}: {}", seed, id);
      continue;
    }
    if (expected->second == tls) {
      ++score.kept;
    } else if (tls != "unknown" && score.wrong++ == 0) {
      score.first_wrong = fmt::format("seed {}: {} is {}, not {}", seed, id, tls, expected->second);
    }
    left.erase(expected);
  }
}

Score score_of(Versions versions, unsigned rounds) {
  Score score;
  ExchangeTruth truth;
  for (unsigned seed = 0; seed < rounds; ++seed) {
    if (seed % 10 == 0) truth = exchange_truth(seed / 10 + 1, kSessions, versions);
    judge(truth, seed, score);
  }
  return score;
}

}  // namespace

TEST_CASE("exchange evidence: whole logs give every message its true class") {
  for (const Versions versions : {Versions::by_address, Versions::by_session}) {
    for (unsigned seed = 1; seed <= effort(60); ++seed) {
      const ExchangeTruth truth = exchange_truth(seed, kSessions, versions);
      std::map<std::string, std::string> classes;
      for (const auto& [id, tls] : counted_in(truth.rows)) {
        INFO("seed " << seed << ", " << id);
        CHECK(classes.emplace(id, tls).second);
      }
      INFO("seed " << seed);
      REQUIRE(classes == truth.classes);
    }
  }
}

TEST_CASE("exchange evidence: lost rows make classes unknown, not wrong") {
  for (const Versions versions : {Versions::by_address, Versions::by_session}) {
    const Score score = score_of(versions, effort(5000));
    INFO(score.first_wrong << "; " << score.first_invented);
    WARN(fmt::format(
        "{}: {} messages, {:.3f} % wrong, {:.4f} % invented, {:.1f} % keep their class",
        versions == Versions::by_address ? "each address keeps its version" : "versions change",
        score.counted, score.percent(score.wrong), score.percent(score.invented),
        score.percent(score.kept)));
    CHECK(score.percent(score.wrong) <= (versions == Versions::by_address ? 0.0 : 0.1));
    CHECK(score.percent(score.invented) <= 0.01);
    CHECK(score.percent(score.kept) >= 80.0);
  }
}
