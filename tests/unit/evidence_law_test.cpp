#include <map>
#include <sstream>

#include <fmt/format.h>

#include "catch.hpp"
#include "support/effort.hpp"
#include "support/random_log.hpp"
#include "support/reports.hpp"
#include "support/truth_log.hpp"

using namespace smtptally;

namespace {

/// How the classes of messages compare with the truth, over all rounds.
struct Score {
  unsigned counted = 0;
  unsigned kept = 0;        ///< With the true class.
  unsigned wrong = 0;       ///< With another one; `unknown` is none.
  unsigned invented = 0;    ///< Not accepted in truth.
  std::string first_wrong;  ///< And its log.

  [[nodiscard]] double percent(unsigned part) const { return 100.0 * part / counted; }
};

/// Queue id → TLS class of every counted message.
std::map<std::string, std::string> classes_of(const std::vector<std::string>& log) {
  Config config = test_config(Command::events);
  const auto piece = piece_of(joined(log, 0, log.size()), Correlator::World::closed, config);
  piece->finish();
  std::istringstream rows(report_of(*piece, config));
  std::map<std::string, std::string> classes;
  std::string row;
  std::getline(rows, row);
  while (std::getline(rows, row)) {
    std::vector<std::string> cells;
    std::istringstream in(row);
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    classes[cells.back()] = cells.at(9);
  }
  return classes;
}

/// "A: tls1_2, not none; B: missing" for messages whose class is not the true one.
std::string differences(const std::map<std::string, std::string>& counted, const TruthLog& log) {
  std::string text;
  for (const auto& [id, tls] : log.tls_of) {
    const auto found = counted.find(id);
    if (found != counted.end() && found->second == tls) continue;
    if (found != counted.end() && found->second == "unknown" && log.unproven.contains(id)) continue;
    text += fmt::format("{}: {}, not {}; ", id, found == counted.end() ? "missing" : found->second,
                        tls);
  }
  for (const auto& [id, tls] : counted) {
    if (!log.tls_of.contains(id)) text += fmt::format("{}: {}, not accepted; ", id, tls);
  }
  return text;
}

void judge(const TruthLog& log, unsigned seed, Score& score) {
  const std::vector<std::string> lines = with_losses(log, seed);
  const auto note = [&](const std::string& what) {
    if (score.first_wrong.empty()) score.first_wrong = what + joined(lines, 0, lines.size());
  };
  for (const auto& [id, tls] : classes_of(lines)) {
    const auto truth = log.tls_of.find(id);
    ++score.counted;
    if (truth == log.tls_of.end()) {
      ++score.invented;
      note(fmt::format("seed {}: {} was not accepted\n", seed, id));
    } else if (truth->second == tls) {
      ++score.kept;
    } else if (tls != "unknown") {
      ++score.wrong;
      note(fmt::format("seed {}: {} is {}, not {}\n", seed, id, tls, truth->second));
    }
  }
}

Score score_of(Versions versions, unsigned rounds) {
  Score score;
  for (unsigned seed = 1; seed <= rounds; ++seed) {
    judge(truth_log(seed / 10, 60, versions), seed, score);
  }
  return score;
}

}  // namespace

TEST_CASE("evidence: whole logs give every message its true class") {
  for (const Versions versions : {Versions::keep, Versions::change}) {
    for (unsigned seed = 1; seed <= effort(60); ++seed) {
      const TruthLog log = truth_log(seed, 60, versions);
      std::vector<std::string> lines;
      for (const TruthLine& line : log.lines) lines.push_back(line.text);
      const std::string different = differences(classes_of(lines), log);
      INFO("seed " << seed);
      if (!different.empty()) UNSCOPED_INFO(joined(lines, 0, lines.size()));
      REQUIRE(different == "");
    }
  }
}

TEST_CASE("evidence: lost lines make classes unknown, not wrong") {
  for (const Versions versions : {Versions::keep, Versions::change}) {
    const Score score = score_of(versions, effort(5000));
    INFO(score.first_wrong);
    const std::string figures = fmt::format(
        "{}: {} messages, {:.3f} % wrong, {:.4f} % invented, {:.1f} % keep their class",
        versions == Versions::keep ? "each address keeps its version" : "versions change",
        score.counted, score.percent(score.wrong), score.percent(score.invented),
        score.percent(score.kept));
    WARN(figures);
    CHECK(score.percent(score.wrong) <= (versions == Versions::keep ? 0.0 : 0.1));
    CHECK(score.percent(score.invented) <= 0.01);
    CHECK(score.percent(score.kept) >= 80.0);
  }
}
