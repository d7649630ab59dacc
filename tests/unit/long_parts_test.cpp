#include <string>

#include <fmt/format.h>

#include "catch.hpp"
#include "reading/read_inputs.hpp"
#include "report/views.hpp"
#include "smtptally/zone.hpp"
#include "support/log_files.hpp"
#include "support/packing.hpp"
#include "support/reports.hpp"

using namespace smtptally;

namespace {

constexpr Micros kFirst = Micros{20'759} * kMicrosPerDay;  // 2026-11-02.

/// One message a day.
std::string log_of(int days) {
  std::string log;
  for (int day = 0; day < days; ++day) {
    const std::string stamp = format_rfc3339(kFirst + day * kMicrosPerDay, Zone());
    const std::string smtpd = fmt::format("{} mail postfix/smtpd[{}]: ", stamp, day + 1);
    log += smtpd + "connect from unknown[192.0.2.1]\n";
    log += fmt::format("{}{:X}A: client=unknown[192.0.2.1], sasl_username=a@example.org\n", smtpd,
                       day + 0x5F1C0);
    log += smtpd + "disconnect from unknown[192.0.2.1] ehlo=1 auth=1 mail=1 rcpt=1 data=1\n";
  }
  return log;
}

bool has_habits(const Config& config, bool if_long = true) {
  CollectSpec spec;
  spec.habits = true;
  spec.habits_if_long = if_long;
  Meter meter;
  const ReadResult read = read_inputs(config, spec, meter);
  return read.piece->collected().has_habits();
}

}  // namespace

TEST_CASE("long parts: habits are collected where the log may hold two weeks") {
  LogFiles files;
  Config config = test_config(Command::summary);
  const auto log = [&](int days, int modified) {
    config.inputs = {files.write(fmt::format("{}-{}.log", days, modified), log_of(days),
                                 kFirst + modified * kMicrosPerDay)};
    return has_habits(config);
  };
  CHECK_FALSE(log(5, 5));
  CHECK_FALSE(log(10, 10));
  CHECK(log(20, 20));
  // It was copied later: its last line tells.
  CHECK_FALSE(log(5, 20));
  // It is older than its lines: these tell otherwise, and it is read again.
  CHECK(log(20, 2));
}

TEST_CASE("long parts: a range is as long as what is read") {
  LogFiles files;
  Config config = test_config(Command::summary);
  config.inputs = {files.write("mail.log", log_of(30), kFirst + 30 * kMicrosPerDay)};
  CHECK(has_habits(config));
  config.selection.range = {kFirst + 20 * kMicrosPerDay, kFirst + 27 * kMicrosPerDay};
  CHECK_FALSE(has_habits(config));
  CHECK(has_habits(config, false));
  config.selection.range = {kFirst + 2 * kMicrosPerDay, kEndOfTime};
  CHECK(has_habits(config));
  config.selection.range = {kEndOfTime - 2, kEndOfTime};
  CHECK_FALSE(has_habits(config));
  config.selection.range = {kBeginningOfTime, kBeginningOfTime + 2};
  CHECK_FALSE(has_habits(config));
}

TEST_CASE("long parts: of a packed log the last line is not asked") {
  LogFiles files;
  Config config = test_config(Command::summary);
  config.inputs = {files.write("mail.log.gz", gzip(log_of(5)), kFirst + 20 * kMicrosPerDay)};
  CHECK(has_habits(config));
}

TEST_CASE("long parts: nothing to read is short") {
  Config config = test_config(Command::summary);
  config.inputs = {"/nonexistent/mail.log"};
  CHECK_FALSE(has_habits(config));
}
