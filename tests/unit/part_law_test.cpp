// Parts, written and read: see parts/log_part.hpp.

#include <algorithm>
#include <random>

#include "catch.hpp"
#include "parts/log_part.hpp"
#include "parts/merge_parts.hpp"
#include "piece.hpp"
#include "smtptally/run.hpp"
#include "support/effort.hpp"
#include "support/exchange_log.hpp"
#include "support/exim_log.hpp"
#include "support/log_files.hpp"
#include "support/random_log.hpp"
#include "support/reports.hpp"
#include "support/text_stream.hpp"

using namespace smtptally;
using World = Correlator::World;

namespace {

std::string everything(Piece& piece, const Config& config, const CollectSpec& spec) {
  piece.finish();
  if (spec != find_view(config.command).collect(config)) {
    piece.sink().serve(find_view(config.command).collect(config));
  }
  return report_of(piece, config) + coverage_of(piece);
}

std::unique_ptr<Piece> piece_for(World world, const CollectSpec& spec, const Config& config) {
  return std::make_unique<Piece>(world, spec, config.selection, config.zone);
}

/// A part of these bytes.
std::string part_of(std::string_view bytes, const CollectSpec& spec, const Config& config) {
  ReadResult read;
  read.piece = piece_for(World::open, spec, config);
  read_into(*read.piece, bytes, config);
  std::string part = write_part(part_options_of(config, "test", spec), read);
  // What is read is what was written.
  const Result<PartBytes> opened = PartBytes::open(part);
  REQUIRE(opened);
  Result<PartHead> head = opened.value().head();
  REQUIRE(head);
  ReadResult& again = head.value().read;
  again.piece = piece_for(World::open, spec, config);
  const Result<bool> body = opened.value().body(*again.piece);
  INFO((body ? "" : body.error().message));
  REQUIRE(body);
  REQUIRE(write_part(head.value().options, again) == part);
  return part;
}

/// Adds a part to a piece.
void merge_part(Piece& into, const std::string& part, const CollectSpec& spec,
                const Config& config) {
  const auto piece = piece_for(World::open, spec, config);
  REQUIRE(PartBytes::open(part).value().body(*piece));
  into.merge(*piece);
}

/// Parts of parts: those of a group become one.
std::string joined_part(const std::vector<std::string>& parts, const CollectSpec& spec,
                        const Config& config) {
  ReadResult read;
  read.piece = piece_for(World::open, spec, config);
  for (const std::string& part : parts) merge_part(*read.piece, part, spec, config);
  return write_part(part_options_of(config, "test", spec), read);
}

using Text = std::string (*)(const std::vector<std::string>& lines, std::size_t begin,
                             std::size_t end);

/// One to five parts of a log, in any grouping, report what the whole does.
void check_parts(const std::vector<std::string>& log, const Config& config, Text text,
                 std::mt19937& random) {
  const CollectSpec spec = part_spec(config);
  const auto whole = piece_for(World::closed, spec, config);
  read_into(*whole, text(log, 0, log.size()), config);
  const std::string expected = everything(*whole, config, spec);

  std::vector<std::size_t> cuts{0, log.size()};
  for (std::size_t more = random() % 5; more > 0; --more)
    cuts.push_back(random() % (log.size() + 1));
  std::sort(cuts.begin(), cuts.end());
  std::vector<std::string> parts;
  for (std::size_t i = 1; i < cuts.size(); ++i) {
    parts.push_back(part_of(text(log, cuts[i - 1], cuts[i]), spec, config));
  }
  // Some neighbours become a part of parts.
  if (parts.size() > 1 && random() % 2 == 0) {
    const auto begin = parts.begin() + static_cast<std::ptrdiff_t>(random() % (parts.size() - 1));
    const std::string both = joined_part({begin[0], begin[1]}, spec, config);
    *parts.erase(begin) = both;
  }
  const auto merged = piece_for(World::closed, spec, config);
  for (const std::string& part : parts) merge_part(*merged, part, spec, config);
  INFO("of\n" << text(log, 0, log.size()));
  REQUIRE(everything(*merged, config, spec) == expected);
}

/// Every view, and what decides which data it collects.
std::vector<Config> all_configs() {
  std::vector<Config> configs;
  for (const char* const name : {"tls", "volume", "old", "days", "clients", "mechanisms"}) {
    configs.push_back(preset_config(name));
  }
  for (const Command command :
       {Command::summary, Command::events, Command::check, Command::unusual, Command::report}) {
    configs.push_back(test_config(command));
  }
  configs.push_back(test_config(Command::events));
  configs.back().failures = true;
  configs.push_back(test_config(Command::sender));
  configs.back().selection.subject = Subject{Dimension::sender, "anna@example.org"};
  for (Config& config : configs) config.selection.auth = AuthScope::any;
  return configs;
}

}  // namespace

TEST_CASE("parts: logs in parts, in any grouping, report what the whole does") {
  const std::vector<Config> configs = all_configs();
  for (unsigned seed = 1; seed <= effort(120); ++seed) {
    std::mt19937 random(seed);
    std::vector<std::string> log =
        seed / 2 % 2 == 0 ? random_log(seed, 14) : random_filter_log(seed, 14);
    if (seed % 3 == 2) log = with_pauses(log, seed);
    INFO("seed " << seed);
    check_parts(log, configs[seed % configs.size()], &joined, random);
  }
}

TEST_CASE("parts: logs of Exchange in parts report what the whole does") {
  const std::vector<Config> configs = all_configs();
  for (unsigned seed = 1; seed <= effort(60); ++seed) {
    std::mt19937 random(seed);
    INFO("seed " << seed);
    check_parts(random_exchange_log(seed, 6), configs[seed % configs.size()], &exchange_text,
                random);
  }
}

TEST_CASE("parts: logs of Exim in parts report what the whole does") {
  const std::vector<Config> configs = all_configs();
  for (unsigned seed = 1; seed <= effort(60); ++seed) {
    std::mt19937 random(seed);
    const auto log = seed % 2 == 0 ? random_exim_log(seed, 10) : random_exim_syslog(seed, 10);
    INFO("seed " << seed);
    check_parts(log, configs[seed % configs.size()], &joined, random);
  }
}

TEST_CASE("parts: every damage to a byte of a part is seen") {
  const Config config = preset_config("tls");
  const std::string part =
      part_of("2026-11-20T10:00:20Z mail postfix/smtpd[1]: connect from a[192.0.2.1]\n",
              part_spec(config), config);
  std::mt19937 random(1);
  for (std::size_t at = 0; at < part.size(); ++at) {
    INFO("at byte " << at << " of " << part.size());
    std::string flipped = part;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << random() % 8));
    CHECK_FALSE(PartBytes::open(flipped));
    CHECK_FALSE(PartBytes::open(std::string_view(part).substr(0, at)));
    CHECK_FALSE(PartBytes::open(part.substr(0, at) + 'x' + part.substr(at)));
  }
  CHECK_FALSE(PartBytes::open(part + '\0'));
  CHECK(PartBytes::open(part));
}

TEST_CASE("parts: one that names what is no time zone is refused by its name") {
  Config config = preset_config("tls");
  const CollectSpec spec = part_spec(config);
  LogFiles files;
  constexpr Micros kWritten = Micros{1'798'761'600} * kMicrosPerSecond;
  const auto status_of = [&](const std::string& zone, const std::string& log_zone,
                             const std::string& line_zone, std::string& said) {
    ReadResult read;
    read.piece = piece_for(World::open, spec, config);
    read_into(*read.piece,
              "2026-11-20T10:00:20Z mail postfix/smtpd[1]: connect from a[192.0.2.1]\n", config);
    read.anything_read = read.any_log = true;
    read.tails.push_back({.text = "2026", .hosts = {"mail"}, .zone = line_zone, .note = {}});
    PartOptions options = part_options_of(config, "tls", spec);
    options.zone = zone;
    options.log_zone = log_zone;
    Config merge = config;
    merge.part.merge = true;
    merge.inputs = {files.write("hostile.part", write_part(options, read), kWritten)};
    const TextStream out;
    const TextStream err;
    const ExitCode status = run(merge, out.file(), err.file());
    said = err.text();
    return status;
  };
  std::string said;
  CHECK(status_of("UTC", "+02:00", "Europe/Berlin", said) == ExitCode::ok);
  INFO(said);
  for (const std::string& name :
       {std::string("../../etc/passwd"), std::string("/etc/passwd"), std::string("local"),
        std::string(), std::string(1 << 20, 'x'), "<" + std::string(1 << 20, 'x') + ">5,M3.5.0"}) {
    INFO(name.substr(0, 40));
    for (const unsigned place : {0U, 1U, 2U}) {
      const ExitCode status = status_of(place == 0 ? name : "UTC", place == 1 ? name : "UTC",
                                        place == 2 ? name : "UTC", said);
      CHECK(status == ExitCode::failed);
      CHECK(said.find("hostile.part: its time zone '") != said.npos);
      CHECK(said.size() < 1000);
    }
  }
}
