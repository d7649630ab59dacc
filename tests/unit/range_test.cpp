#include <array>
#include <map>

#include <fmt/format.h>

#include "catch.hpp"
#include "reading/read_inputs.hpp"
#include "report/views.hpp"
#include "support/log_files.hpp"
#include "support/packing.hpp"
#include "support/reports.hpp"

using namespace smtptally;

namespace {

constexpr Micros kSecond = kMicrosPerSecond;

Micros minute(unsigned n) { return (1'795'132'800 + Micros{60} * n) * kSecond; }

/// A log of one line a minute from 2026-11-20 on, with `texts` at these minutes instead.
std::string minutes(unsigned count, const std::map<unsigned, std::string>& texts) {
  std::string bytes;
  for (unsigned i = 0; i < count; ++i) {
    const auto found = texts.find(i);
    bytes += fmt::format("{} mail {}\n", format_rfc3339(minute(i), Zone()),
                         found == texts.end() ? "cron[1]: tick" : found->second);
  }
  return bytes;
}

Config small_config(Config config, unsigned since, unsigned until) {
  config.now = minute(1'000'000);
  config.selection.range = {minute(since), minute(until)};
  config.seek.least_bytes = 0;
  config.seek.block = 512;
  config.seek.step = 512;
  return config;
}

std::uint64_t skipped_bytes(const ReadResult& read) {
  return read.piece->collected().coverage()[CoverageItem::bytes_skipped];
}

const std::string kConnect = "postfix/smtpd[9]: connect from c[192.0.2.7]";
const std::string kTls =
    "postfix/smtpd[9]: Anonymous TLS connection established from c[192.0.2.7]: TLSv1.2 with cipher "
    "X (1/1 bits)";
const std::string kClient =
    "postfix/smtpd[9]: A1B2C3D4E5: client=c[192.0.2.7], sasl_method=PLAIN, sasl_username=anna";
const std::string kActive =
    "postfix/qmgr[2]: A1B2C3D4E5: from=<anna@example.org>, size=9, nrcpt=1 (queue active)";
const std::string kRemoved = "postfix/qmgr[2]: A1B2C3D4E5: removed";
const std::string kDisconnect = "postfix/smtpd[9]: disconnect from c[192.0.2.7] data=1";

/// The lines of a message: its session begins in minute `connect`, the message in minute 5'012.
std::map<unsigned, std::string> session(unsigned connect) {
  return {{connect, kConnect}, {connect + 1, kTls}, {5'012, kClient},
          {5'013, kActive},    {5'014, kRemoved},   {5'015, kDisconnect}};
}

}  // namespace

TEST_CASE("range: of a log of days, little more than the range is read") {
  LogFiles files;
  Config config = small_config(test_config(Command::events), 5'000, 5'100);
  const std::string bytes = minutes(20'000, session(5'010));
  config.inputs = {files.write("mail.log", bytes, minute(20'000))};
  const ReadResult part = read(config);
  CHECK(part.piece->collected().coverage()[CoverageItem::messages_counted] == 1);
  // The range, and an hour on each side.
  CHECK(part.inputs.front().lines < 260);
  CHECK(part.inputs.front().bytes + skipped_bytes(part) == bytes.size());
  CHECK(part.inputs.front().note.english.starts_with("read from byte "));
}

TEST_CASE("range: the end of a message long after the range is found") {
  LogFiles files;
  Config config = small_config(test_config(Command::events), 5'000, 5'100);
  const std::string bytes =
      minutes(20'000, {{5'010, kConnect},
                       {5'011, kTls},
                       {5'012, kClient},
                       {5'013,
                        "postfix/cleanup[3]: A1B2C3D4E5: hold: header Subject: x from "
                        "c[192.0.2.7]; from=<a@b> to=<c@d>: y"},
                       {5'014, kDisconnect},
                       {12'000, kActive},
                       {12'001, kRemoved}});
  config.inputs = {files.write("mail.log", bytes, minute(20'000))};
  const ReadResult part = read(config);
  const std::string report = report_of(*part.piece, config);
  CHECK(report.find("anna@example.org") != std::string::npos);
  CHECK(part.inputs.front().lines > 7'000);
  CHECK(part.inputs.front().lines < 7'500);
}

TEST_CASE("range: the beginning of a session long before the range is found") {
  LogFiles files;
  Config config = small_config(test_config(Command::events), 5'000, 5'100);
  const std::string bytes = minutes(20'000, session(4'000));
  config.inputs = {files.write("mail.log", bytes, minute(20'000))};
  const ReadResult part = read(config);
  CHECK(report_of(*part.piece, config).find(",tls1_2,") != std::string::npos);
  CHECK(skipped_bytes(part) > bytes.size() / 2);
}

TEST_CASE("range: a filter that was handed the message long before the range is found") {
  LogFiles files;
  Config config = small_config(test_config(Command::events), 5'000, 5'100);
  config.selection.auth = AuthScope::any;
  const std::string bytes = minutes(
      20'000, {{10, kConnect},
               {11, kClient},
               {12, kActive},
               {13, kDisconnect},
               {5'012, "postfix/smtpd[7]: connect from localhost[127.0.0.1]"},
               {5'013, "postfix/smtpd[7]: F1F2F3F4F5: client=localhost[127.0.0.1]"},
               {5'014, "postfix/qmgr[2]: F1F2F3F4F5: from=<a@b>, size=9, nrcpt=1 (queue active)"},
               {5'015, "postfix/smtpd[7]: disconnect from localhost[127.0.0.1] data=1"},
               {5'016,
                "postfix/smtp[8]: A1B2C3D4E5: to=<c@d>, relay=127.0.0.1[127.0.0.1]:10024, "
                "status=sent (250 2.0.0 from MTA: 250 2.0.0 Ok: queued as F1F2F3F4F5)"},
               {5'017, "postfix/qmgr[2]: F1F2F3F4F5: removed"}});
  config.inputs = {files.write("mail.log", bytes, minute(20'000))};
  const ReadResult part = read(config);
  CHECK(part.piece->collected().coverage()[CoverageItem::messages_counted] == 0);
  CHECK(part.piece->collected().coverage()[CoverageItem::messages_reinjected] == 1);
}

TEST_CASE("range: a service that shows TLS only outside the range proves plaintext in it") {
  LogFiles files;
  const std::map<unsigned, std::string> mail{
      {5'010, kConnect}, {5'012, kClient}, {5'013, kActive}, {5'015, kDisconnect}};
  for (const unsigned tls : {100U, 15'000U}) {
    Config config = small_config(test_config(Command::events), 5'000, 5'100);
    std::map<unsigned, std::string> texts = mail;
    config.inputs = {files.write("mail.log", minutes(20'000, texts), minute(20'000))};
    CHECK(report_of(*read(config).piece, config).find(",unknown,") != std::string::npos);
    texts[tls] = kTls;
    config.inputs = {files.write("mail.log", minutes(20'000, texts), minute(20'000))};
    const ReadResult part = read(config);
    CHECK(report_of(*part.piece, config).find(",none,") != std::string::npos);
    CHECK(part.inputs.front().lines < 260);
  }
}

TEST_CASE("range: of rotated files only those that the range touches are read") {
  LogFiles files;
  Config config = small_config(preset_config("volume"), 25, 26);
  config.seek.slack = config.seek.disorder = 60 * kSecond;
  for (unsigned i = 0; i < 4; ++i) {
    std::string bytes = minutes(10 * (i + 1), {});
    bytes.erase(0, i * bytes.size() / (i + 1));  // The last ten minutes.
    config.inputs.push_back(files.write(fmt::format("mail.{}", i), bytes, minute(10 * i + 9)));
  }
  const ReadResult part = read(config);
  REQUIRE(part.inputs.size() == 4);
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}, std::size_t{3}}) {
    CHECK(part.inputs[i].note.english == "not read, outside the range");
    CHECK(part.inputs[i].lines == 0);
  }
  CHECK(part.inputs[2].lines > 0);
}

TEST_CASE("range: packed files are left out by their time, and searched for TLS lines") {
  LogFiles files;
  Config config = small_config(test_config(Command::events), 5'000, 5'100);
  const auto packed = [&](const std::string& name, const std::string& bytes, unsigned modified) {
    return files.write(name, gzip(bytes), minute(modified));
  };
  const std::string log = minutes(
      10'000,
      {{100, kTls}, {5'010, kConnect}, {5'012, kClient}, {5'013, kActive}, {5'015, kDisconnect}});
  const std::size_t cut = log.find(format_rfc3339(minute(4'000), Zone()));
  const std::size_t end = log.find(format_rfc3339(minute(7'000), Zone()));
  config.inputs = {packed("mail.2.gz", log.substr(0, cut), 3'999),
                   files.write("mail.1", log.substr(cut, end - cut), minute(6'999)),
                   packed("mail.0.gz", log.substr(end), 9'999)};
  const ReadResult part = read(config);
  REQUIRE(part.inputs.size() == 3);
  CHECK(part.inputs[0].note.english == "not read, outside the range");
  CHECK(part.inputs[1].note.english.starts_with("read from byte "));
  CHECK(part.inputs[2].note.english == "not read, outside the range");
  CHECK(report_of(*part.piece, config).find(",none,") != std::string::npos);

  // Without its own time, nothing is known of its end.
  files.touch("mail.2.gz", minute(20'000));
  const ReadResult whole = read(config);
  CHECK(whole.inputs[1].note.english.starts_with("read whole: its times overlap with those of "));
  CHECK(skipped_bytes(whole) == 0);
}

TEST_CASE("range: what can not be searched is read whole, and --stats says why") {
  LogFiles files;
  const std::string good = minutes(2'000, {});
  const std::string half = good.substr(0, good.size() / 2);
  const std::array<std::array<std::string, 2>, 3> cases{{
      {good.substr(half.size()) + half, "read whole: its stamps do not rise"},
      {half + std::string(3U << 20U, '\n') + good.substr(half.size()),
       "read whole: no line with a time begins behind byte"},
      {good + "{\"__REALTIME_TIMESTAMP\":\"1795228337000000\",\"MESSAGE\":\"x\","
              "\"SYSLOG_IDENTIFIER\":\"postfix/qmgr\",\"_HOSTNAME\":\"mail\"}\n",
       "read whole: it is no log of lines of text"},
  }};
  for (const auto& [bytes, note] : cases) {
    Config config = small_config(preset_config("tls"), 100, 200);
    config.inputs = {files.write("mail.log", bytes, minute(20'000))};
    const ReadResult whole = read(config);
    INFO(whole.inputs.front().note.english);
    CHECK(whole.inputs.front().note.english.find(note) != std::string::npos);
    CHECK(whole.inputs.front().bytes == bytes.size());
  }
}

TEST_CASE("range: as much is read whatever the number of jobs") {
  LogFiles files;
  // Nothing decides about the message: it is given up an hour after its session. The clock is that
  // of other mail.
  const std::string other = "postfix/qmgr[2]: F1F2F3F4F5: removed";
  for (unsigned begin = 5'030; begin < 5'098; begin += 3) {
    std::map<unsigned, std::string> texts{
        {begin, kConnect},
        {begin + 1, kClient},
        {begin + 2, "postfix/smtpd[9]: disconnect from c[192.0.2.7]"}};
    for (unsigned i = 4'000; i < 6'000; ++i) texts.try_emplace(i, other);
    Config config = small_config(test_config(Command::events), 5'000, 5'100);
    config.inputs = {files.write("mail.log", minutes(10'000, texts), minute(10'000))};
    const ReadResult alone = read(config);
    config.jobs = 4;
    config.slice = 2'000;
    const ReadResult together = read(config);
    INFO("session of minute " << begin);
    CHECK(amounts_of(together) == amounts_of(alone));
    CHECK(coverage_of(*together.piece) == coverage_of(*alone.piece));
  }
}

TEST_CASE("range: reports about all of the input read all of it") {
  LogFiles files;
  Config config = small_config(preset_config("tls"), 100, 200);
  config.inputs = {files.write("mail.log", minutes(2'000, {}), minute(2'000))};
  CHECK(skipped_bytes(read(config)) > 0);
  Config strict = config;
  strict.strict = true;
  CHECK(skipped_bytes(read(strict)) == 0);
  Config whole = config;
  whole.seek.allowed = false;
  CHECK(skipped_bytes(read(whole)) == 0);
  Config check = config;
  check.command = Command::check;
  CHECK(skipped_bytes(read(check)) == 0);
  Config small = config;
  small.seek.least_bytes = 1'000'000;
  CHECK(skipped_bytes(read(small)) == 0);
}
