#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "catch.hpp"
#include "report/views.hpp"
#include "support/effort.hpp"
#include "support/random_log.hpp"
#include "support/reports.hpp"
#include "support/slow_reference.hpp"

using namespace smtptally;

namespace {

std::string text_of(const ReferenceCounts& counts) {
  std::string text;
  for (const auto& [key, count] : counts) {
    text += fmt::format("[{}] {} {}\n", key.first, key.second, count);
  }
  return text;
}

/// The program's counts in the reference's form, by way of the collected tally and its report.
ReferenceCounts counts_of(Piece& piece) {
  piece.finish();
  const Config config = preset_config("tls");
  Report report;
  find_view(Command::pivot).build(config, piece.collected(), report);
  const Section& section = report.sections.front();
  ReferenceCounts counts;
  std::vector<Value> row;
  for (std::size_t i = 0; i < section.rows->size(); ++i) {
    section.rows->row(i, row);
    for (std::size_t c = 0; c < row.size(); ++c) {
      for (const std::string_view name : kTlsClassNames) {
        if (section.columns[c].name != name || std::get<std::uint64_t>(row[c]) == 0) continue;
        counts[{std::string(std::get<std::string_view>(row[0])), std::string(name)}] =
            static_cast<unsigned>(std::get<std::uint64_t>(row[c]));
      }
    }
  }
  return counts;
}

}  // namespace

TEST_CASE("counting: the program agrees with the slow reference on random logs") {
  const Config config = preset_config("tls");
  unsigned messages = 0;
  for (unsigned seed = 1; seed <= effort(1500); ++seed) {
    const std::vector<std::string> log = random_log(seed, 25);
    const ReferenceCounts expected = slow_reference(log);
    const auto piece = piece_of(joined(log, 0, log.size()), Correlator::World::closed, config);
    INFO("seed " << seed << "\n" << joined(log, 0, log.size()));
    REQUIRE(text_of(counts_of(*piece)) == text_of(expected));
    for (const auto& [key, count] : expected) messages += count;
  }
  CHECK(messages > effort(10'000));  // The logs hold something to agree on.
}

TEST_CASE("counting: the counts of a real server's difficult day are its clients' own") {
  const std::filesystem::path folder =
      std::filesystem::path(SMTPTALLY_SOURCE_DIR) / "../shared/corpus/postfix/traps-3.7";
  if (!std::filesystem::exists(folder)) {
    WARN("skipped: no corpus of real logs beside the project");
    return;
  }
  const auto read = [&](const std::string& name) {
    std::ifstream file(folder / name, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  };
  const auto piece = piece_of(read("maillog.20261121-033956") + read("maillog"),
                              Correlator::World::closed, preset_config("tls"));
  const ReferenceCounts counts = counts_of(*piece);
  std::istringstream expected(read("expected.csv"));
  std::string line;
  const auto next_line = [&] {
    const bool found = static_cast<bool>(std::getline(expected, line));
    if (line.ends_with('\r')) line.pop_back();
    return found;
  };
  REQUIRE(next_line());
  REQUIRE(line == "sasl_username,accepted,none,TLSv1,TLSv1.1,TLSv1.2,TLSv1.3");
  unsigned users = 0;
  while (next_line()) {
    const std::size_t quoted = line.starts_with('"') ? line.find('"', 1) + 1 : line.find(',');
    std::string user = line.substr(0, quoted);
    if (user.starts_with('"')) user = user.substr(1, user.size() - 2);
    for (std::size_t i = user.rfind('@'); i < user.size(); ++i) {
      user[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(user[i])));
    }
    std::istringstream numbers(line.substr(quoted + 1));
    std::string cell;
    std::getline(numbers, cell, ',');
    for (const char* name : {"none", "tls1_0", "tls1_1", "tls1_2", "tls1_3"}) {
      std::getline(numbers, cell, ',');
      const auto found = counts.find({user, name});
      INFO(user << " " << name);
      CHECK((found == counts.end() ? 0 : found->second) == std::stoul(cell));
    }
    ++users;
  }
  CHECK(users == 48);
}
