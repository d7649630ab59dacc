#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <fmt/format.h>

#include "catch.hpp"
#include "containers/dictionary.hpp"
#include "exchange/join.hpp"
#include "exchange/seen_messages.hpp"
#include "exchange/texts.hpp"
#include "exchange/vocabulary.hpp"
#include "parse/exchange_reader.hpp"
#include "parse/utc_minute.hpp"
#include "support/exchange_log.hpp"
#include "support/reports.hpp"
#include "support/slow_csv.hpp"
#include "text/csv_row.hpp"

using namespace smtptally;
using World = Correlator::World;

namespace {

std::vector<std::string> split(std::string_view record) {
  CsvRow row;
  if (row.split(record) == CsvRow::Outcome::open_quote) return {"(open quote)"};
  return {row.fields().begin(), row.fields().end()};
}

std::string everything(Piece& piece, const Config& config) {
  piece.finish();
  return report_of(piece, config) + coverage_of(piece);
}

Config events_config() {
  Config config = test_config(Command::events);
  config.selection.auth = AuthScope::any;
  return config;
}

/// Fewer than `most` of these bytes.
std::string random_record(std::minstd_rand& random, std::string_view bytes, std::size_t most) {
  std::string record(random() % most, ' ');
  for (char& c : record) c = bytes[random() % bytes.size()];
  return record;
}

}  // namespace

TEST_CASE("csv: fields, quotes, and what is between them") {
  using Fields = std::vector<std::string>;
  CHECK(split("") == Fields{""});
  CHECK(split("a,b") == Fields{"a", "b"});
  CHECK(split(",") == Fields{"", ""});
  CHECK(split("a,\"b,c\",d") == Fields{"a", "b,c", "d"});
  CHECK(split("\"say \"\"hi\"\"\",x") == Fields{"say \"hi\"", "x"});
  CHECK(split("\"\",\"\"\"\"") == Fields{"", "\""});
  CHECK(split("\"a\"b,c") == Fields{"ab", "c"});
  CHECK(split("a\"b,c") == Fields{"a\"b", "c"});
  CHECK(split("a,\"b") == Fields{"(open quote)"});
  CHECK(split("\"") == Fields{"(open quote)"});
}

TEST_CASE("csv: the splitter agrees with the slow one on random records") {
  std::minstd_rand random(7);
  for (int round = 0; round < 200'000; ++round) {
    const std::string record = random_record(random, "ab,\"\",", 14);
    INFO(record);
    REQUIRE(split(record) == split_slowly(record));
  }
}

TEST_CASE("csv: the splitter agrees with the slow one on long records, and stops where it should") {
  std::minstd_rand random(8);
  for (int round = 0; round < 20'000; ++round) {
    std::string record = random_record(random, round % 3 == 0 ? "abcdefgh,,\"" : "abcdefgh,,", 300);
    if (round % 3 == 1) {
      record = "a," + record.substr(0, record.size() / 2) + ",\"b,c\"," + record + ",\"d,\"";
    }
    INFO(record);
    const std::vector<std::string> expected = split_slowly(record);
    REQUIRE(split(record) == expected);
    if (expected.front() == "(open quote)") continue;
    CsvRow row;
    const std::size_t most = 1 + random() % expected.size();
    REQUIRE(row.split(record, most) == CsvRow::Outcome::ok);
    REQUIRE(row.fields().size() == most);
    for (std::size_t i = 0; i < most; ++i) REQUIRE(row.fields()[i] == expected[i]);
  }
}

TEST_CASE("exchange: a stamp of the minute before reads as any other") {
  StampReader stamps(Zone(), 2000);
  UtcMinute minute;
  Micros time = 0;
  CHECK_FALSE(minute.read("2026-11-01T00:00:04.689Z", time));
  int known = 0;
  for (const std::string_view text :
       {"2026-11-01T00:00:04.689Z", "2026-11-01T00:00:59.001Z", "2026-11-01T00:00:60.001Z",
        "2026-11-01T00:00:05.0Z", "2026-11-01T00:00:05.000z", "2026-11-01T00:00:05.000+01:00",
        "2026-11-01T00:00:0a.000Z", "2026-11-01T00:00:05.0/0Z", "2026-11-01T00:00:05,000Z", "",
        "2026-11-01T00:01:05.000Z", "2026-11-01T00:01:06.999Z", "2026-11-01 00:01:07.000Z",
        "2026-11-01 00:01:07.123Z", "2026-11-01T00:01:07.123 "}) {
    INFO(text);
    Cursor at(text);
    Micros expected = 0;
    const bool is_stamp = stamps.take_rfc3339(at, expected, true);
    if (minute.read(text, time)) {
      ++known;
      CHECK(is_stamp);
      CHECK(at.at_end());
      CHECK(time == expected);
    } else if (is_stamp && at.at_end()) {
      minute.learn(text, expected);
    }
  }
  CHECK(known == 3);
}

TEST_CASE("exchange: session ids are numbers, or hashes of other texts") {
  CHECK(session_number("08DF33BD54890081") == 0x08DF33BD54890081U);
  CHECK(session_number("08df33bd5489008a") == 0x08DF33BD5489008AU);
  CHECK(session_number("08DF33BD5489008G") == text_hash("08DF33BD5489008G"));
  CHECK(session_number("8DF33BD54890081") == text_hash("8DF33BD54890081"));
  CHECK(session_number("") == 0);
  // Each digit is looked at, and each byte that is next to a digit or a letter is none.
  for (std::size_t at = 0; at < 16; ++at) {
    for (const char c : {'/', ':', '@', 'G', '`', 'g', ' ', '\xB1', '\xC1', '\x11', '\0'}) {
      std::string text = "08DF33BD54890081";
      text[at] = c;
      INFO(at << " is " << static_cast<int>(c));
      CHECK(session_number(text) == text_hash(text));
    }
  }
}

TEST_CASE("exchange: a message counts once, by its message id where both have one") {
  Dictionary texts;
  REQUIRE(texts.number("") == 0);
  const TextId a = texts.number("EX1");
  const TextId b = texts.number("EX2");
  SeenMessages seen(texts);
  CHECK(seen.take_first(a, 7, 100));
  CHECK_FALSE(seen.take_first(a, 7, 100));
  CHECK(seen.take_first(b, 7, 100));
  // The queue database began again: another message with the same internal id.
  CHECK(seen.take_first(a, 7, 101));
  // Without a message id nothing tells it from the one before.
  CHECK_FALSE(seen.take_first(a, 7, 0));
  CHECK(seen.take_first(a, 8, 0));
  CHECK_FALSE(seen.take_first(a, 8, 102));
  CHECK_FALSE(seen.take_first(a, 8, 0));

  CHECK_FALSE(seen.settled(a, 7, 100));
  seen.settle();
  CHECK(seen.settled(a, 7, 100));
  CHECK(seen.settled(a, 7, 101));
  CHECK_FALSE(seen.settled(a, 7, 102));
  CHECK_FALSE(seen.settled(b, 8, 100));
  CHECK_FALSE(seen.take_first(a, 7, 100));
  CHECK(seen.take_first(a, 7, 103));

  SeenMessages none(texts);
  none.expect_none();
  CHECK(none.take_first(a, 7, 100));
  CHECK(none.take_first(a, 7, 100));
}

TEST_CASE("exchange: versions of TLS by their names in the logs") {
  const struct {
    std::string_view name;
    TlsEvidence expected;
  } cases[] = {
      {"SP_PROT_TLS1_0_SERVER", TlsEvidence::tls1_0},
      {"SP_PROT_TLS1_SERVER", TlsEvidence::tls1_0},
      {"SP_PROT_TLS1_1_SERVER", TlsEvidence::tls1_1},
      {"SP_PROT_TLS1_2_SERVER", TlsEvidence::tls1_2},
      {"SP_PROT_TLS1_3_SERVER", TlsEvidence::tls1_3},
      {"SP_PROT-TLS1_0_CLIENT", TlsEvidence::tls1_0},
      {"SP_PROT_SSL3_SERVER", TlsEvidence::ssl},
      {"SP_PROT_PCT1_SERVER", TlsEvidence::ssl},
      {"4096", TlsEvidence::tls1_3},
      {"TLS1.2", TlsEvidence::tls1_2},
      {"TLS 1.2", TlsEvidence::tls1_2},
      {"TLSv1.3", TlsEvidence::tls1_3},
      {"TLS1_3", TlsEvidence::tls1_3},
      {"SP_PROT_TLS2_0_SERVER", TlsEvidence::contradictory},
      {"", TlsEvidence::contradictory},
      {"a very long text that is no version of TLS at all", TlsEvidence::contradictory},
  };
  for (const auto& c : cases) {
    INFO(c.name);
    CHECK(exchange_tls_version(c.name) == c.expected);
  }
  // In the custom data of Exchange Online, where other names may begin or go on as this one.
  CHECK(online_tls("S:a=b;S:TlsVersion=SP_PROT_TLS1_0_SERVER") == TlsEvidence::tls1_0);
  CHECK(online_tls("S:TlsVersionX=TLS1.3;'S:x=1;2';S:tlsversion=TLS1.2") == TlsEvidence::tls1_2);
  CHECK(online_tls("S:xTlsVersion=TLS1.3;T:tlsversion=TLS1.3") == TlsEvidence::not_stated);
  CHECK(online_tls("S:abcdefghij=TLS1.3;S:tlsversion=") == TlsEvidence::proven_plain);
}

TEST_CASE("exchange: for every cut the merge reports the same bytes as the whole") {
  const Config config = events_config();
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const std::vector<std::string> log = random_exchange_log(seed, 8);
    const auto whole = piece_of(exchange_text(log, 0, log.size()), World::closed, config);
    const std::string expected = everything(*whole, config);
    for (std::size_t cut = 0; cut <= log.size(); ++cut) {
      const auto left = piece_of(exchange_text(log, 0, cut), World::closed, config);
      left->merge(*piece_of(exchange_text(log, cut, log.size()), World::open, config));
      INFO("seed " << seed << ", cut before row " << cut + 1 << " of\n"
                   << exchange_text(log, 0, log.size()));
      REQUIRE(everything(*left, config) == expected);
    }
  }
}

TEST_CASE("exchange: merges may be grouped anyhow, and an empty piece changes nothing") {
  const Config config = events_config();
  for (unsigned seed = 100; seed <= 140; ++seed) {
    const std::vector<std::string> log = random_exchange_log(seed, 8);
    const std::size_t a = log.size() / 3;
    const std::size_t b = 2 * log.size() / 3;
    const auto part = [&](std::size_t from, std::size_t to, World world) {
      return piece_of(exchange_text(log, from, to), world, config);
    };
    const std::string expected = everything(*part(0, log.size(), World::closed), config);
    const auto left = part(0, a, World::closed);
    left->merge(*part(a, b, World::open));
    left->merge(*part(b, log.size(), World::open));
    const auto right = part(a, b, World::open);
    right->merge(*part(b, b, World::open));
    right->merge(*part(b, log.size(), World::open));
    const auto other = part(0, a, World::closed);
    other->merge(*right);
    INFO("seed " << seed);
    CHECK(everything(*left, config) == expected);
    CHECK(everything(*other, config) == expected);
  }
}

TEST_CASE("exchange: the limit strikes at the same rows however the log was cut") {
  Config config = events_config();
  for (unsigned seed = 200; seed <= 230; ++seed) {
    config.selection.exchange.join_limit = 2 + seed % 7;
    const std::vector<std::string> log = random_exchange_log(seed, 8);
    const auto part = [&](std::size_t from, std::size_t to, World world) {
      return piece_of(exchange_text(log, from, to), world, config);
    };
    const auto whole = part(0, log.size(), World::closed);
    const std::string expected = everything(*whole, config);
    CHECK(whole->coverage()[CoverageItem::join_limit_reached] > 0);
    for (std::size_t cut = 0; cut <= log.size(); ++cut) {
      INFO("seed " << seed << ", limit " << config.selection.exchange.join_limit
                   << ", cut before row " << cut + 1);
      const auto left = part(0, cut, World::closed);
      left->merge(*part(cut, log.size(), World::open));
      REQUIRE(everything(*left, config) == expected);
      const std::size_t second = cut + (log.size() - cut) / 2;
      const auto right = part(cut, second, World::open);
      right->merge(*part(second, log.size(), World::open));
      const auto grouped = part(0, cut, World::closed);
      grouped->merge(*right);
      REQUIRE(everything(*grouped, config) == expected);
    }
  }
}

TEST_CASE("exchange: real and constructed logs beside the project read as they should") {
  const std::filesystem::path folder =
      std::filesystem::path(SMTPTALLY_SOURCE_DIR) / "../shared/corpus/exchange";
  if (!std::filesystem::exists(folder)) {
    WARN("skipped: no corpus of Exchange logs beside the project");
    return;
  }
  const auto read = [&](std::string_view name) {
    std::ifstream file(folder / name, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  };
  const auto column = [](const std::string& csv, std::size_t wanted) {
    std::string values;
    std::istringstream lines(csv);
    std::string line;
    (void)std::getline(lines, line);
    while (std::getline(lines, line)) values += split(line)[wanted] + "\n";
    return values;
  };
  constexpr std::size_t kSender = 3;
  constexpr std::size_t kClient = 8;
  constexpr std::size_t kTls = 9;

  const Config logins = test_config(Command::events);
  const auto three = piece_of(read("CONSTRUCTED_MSGTRK2026030208-1.LOG") +
                                  read("CONSTRUCTED_FE_RECV2026030208-1.LOG") +
                                  read("CONSTRUCTED_HUB_RECV2026030208-1.LOG"),
                              World::closed, logins);
  three->finish();
  const std::string csv = report_of(*three, logins);
  CHECK(column(csv, kSender) == "scan@contoso.test\nscan@contoso.test\n");
  CHECK(column(csv, kTls) == "tls1_0\ntls1_0\n");

  // Exchange 2016 and 2019, edited by hand, one row broken: two anonymous devices behind a Front
  // End.
  const Config anybody = events_config();
  const auto elastic = piece_of(read("elastic_test-messagetracking.log"), World::closed, anybody);
  elastic->finish();
  CHECK(column(report_of(*elastic, anybody), kClient) == "10.11.12.13\n10.11.12.15\n");
  // A whole session without STARTTLS, without a header.
  const auto relay =
      piece_of(read("tstrueber_frontend_anonymous_RECV.log"), World::closed, anybody);
  relay->finish();
  CHECK(column(report_of(*relay, anybody), kTls) == "none\n");
  // A store's submission and a failed login count nothing.
  const auto none =
      piece_of(read("qazeer_MSGTRKMS2022091915-1.LOG") + read("qazeer_RECV2023011116-1.LOG"),
               World::closed, anybody);
  none->finish();
  CHECK(column(report_of(*none, anybody), kTls).empty());
  CHECK(none->coverage()[CoverageItem::auth_failures] == 1);
}
