// Every envelope around every other: each must give the same line.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "catch.hpp"
#include "parse/log_reader.hpp"

using namespace smtptally;

namespace {

constexpr std::string_view kText = "4A1B2C3D4E: client=a.example.org[192.0.2.10]";

class Collector final : public LineSink {
 public:
  void tracking(const TrackingRow& row) override { (void)row; }
  void protocol(const ProtocolRow& row) override { (void)row; }
  void line(const LogLine& line) override {
    lines.push_back(fmt::format("{}|{}|{}|{}|{}", whole_seconds(line.time), line.host, line.tag,
                                line.has_pid ? static_cast<int>(line.pid) : -1, line.text));
  }
  std::vector<std::string> lines;
};

struct Read {
  std::vector<std::string> lines;
  ReadOutcome outcome;
};

/// Reads the lines, with another reader from line `cut` on.
Read read(const std::vector<std::string>& lines, std::size_t cut = SIZE_MAX) {
  Collector collector;
  Read result;
  LogReader::Context context{.year = {.year = 2026}, .exchange = {}};
  for (std::size_t from = 0; from < lines.size();) {
    const std::size_t to = from < cut ? std::min(cut, lines.size()) : lines.size();
    std::string bytes;
    for (std::size_t i = from; i < to; ++i) bytes += lines[i] + "\n";
    const PaddedString padded(bytes);
    LogReader reader(Zone(), context, collector, LogReader::Expect::anything);
    (void)reader.consume(padded.text(), true);
    context = reader.context();
    result.outcome.append(reader.outcome());
    from = to;
  }
  result.lines = std::move(collector.lines);
  return result;
}

struct Tag {
  std::string_view text;
  std::string_view name;
  int pid;
};
const std::vector<Tag> kTags{{"postfix/submission/smtpd[101]:", "postfix/submission/smtpd", 101},
                             {"postfix/qmgr[5]:", "postfix/qmgr", 5},
                             {"postfix/smtpd:", "postfix/smtpd", -1},
                             {"postfix[101]:", "postfix", 101},
                             {"submission/smtpd[101]:", "submission/smtpd", 101},
                             {"x[1]:", "x", 1},
                             {"opendkim:", "opendkim", -1}};

const std::vector<std::string_view> kStamps{
    "Nov 20 10:00:00",
    "Nov 20 10:00:00.123",
    "Nov 20 10:00:00 UTC",
    "Nov 20 11:00:00 CET",
    "2026-11-20T10:00:00Z",
    "2026-11-20T10:00:00.123456+00:00",
    "2026-11-20T10:00:00.123456789Z",
    "2026-11-20T11:00:00+0100",
    "2026-11-20 10:00:00",
    "2026-11-20 10:00:00 UTC",
    "2026-11-20 10:00:00,123",
    "2026-11-20 11:00:00 CET",
    "2026-11-20 11:00:00 +0100",
    "Fri 2026-11-20 10:00:00 UTC",
    "Fri Nov 20 10:00:00 2026",
    "Fri Nov 20 11:00:00 CET 2026",
    "2026 Nov 20 10:00:00",
    "2026 Nov 20 10:00:00.123",
    "1795168800.000000",
};

/// Between stamp and tag: the host, or none, and the words beside it.
struct Between {
  std::string_view text;
  std::string_view host;
};
const std::vector<Between> kBetween{{"mx ", "mx"},
                                    {"mx.example.org ", "mx.example.org"},
                                    {"2001:db8::1 ", "2001:db8::1"},
                                    {"", ""},
                                    {"<2.6> mx ", "mx"},
                                    {"<mail.info> mx ", "mx"},
                                    {"<mail.info> ", ""},
                                    {"mail.info ", ""},
                                    {"mx mail.info ", "mx"},
                                    {"INFO    ", ""},
                                    {"WARNING ", ""},
                                    {"INFO    mx ", "mx"},
                                    {"mx INFO    ", "mx"},
                                    {"[1795168800.123] mail.warning ", ""}};

std::string prefixed(std::string_view prefix, std::string_view line) {
  return std::string(prefix).append(line);
}
/// As text of a JSON member.
std::string quoted(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

struct Wrapping {
  std::string_view what;
  std::function<std::string(std::string_view)> around;
};
const std::vector<Wrapping> kWrappings{
    {"none", [](auto line) { return std::string(line); }},
    {"priority", [](auto line) { return prefixed("<22>", line); }},
    {"grep", [](auto line) { return prefixed("mail.log:17:", line); }},
    {"compose", [](auto line) { return prefixed("postfix-1    | ", line); }},
    {"swarm", [](auto line) { return prefixed("mail_postfix.1.k2@node1    | ", line); }},
    {"kubectl", [](auto line) { return prefixed("[pod/postfix-0/postfix] ", line); }},
    {"docker logs -t", [](auto line) { return prefixed("2026-11-20T10:00:07.123456789Z ", line); }},
    {"compose -t",
     [](auto line) { return prefixed("postfix-1  | 2026-11-20T10:00:07.123456789Z ", line); }},
    {"kubectl --timestamps",
     [](auto line) { return prefixed("[pod/a/b] 2026-11-20T10:00:07.123456789Z ", line); }},
    {"cri", [](auto line) { return prefixed("2026-11-20T10:00:07.123456789Z stdout F ", line); }},
    {"docker in syslog",
     [](auto line) { return prefixed("Nov 20 10:00:07 dockerhost docker[32360]: ", line); }},
    {"container without a host",
     [](auto line) { return prefixed("2026-11-20T10:00:07Z 3f2a9c0b1d2e[1]: ", line); }},
    {"container in RFC 5424",
     [](auto line) {
       return prefixed("<30>1 2026-11-20T10:00:07Z dockerhost docker/3f2a9c0b1d2e 7 - - ", line);
     }},
    {"compose in a unit",
     [](auto line) {
       return prefixed("Nov 20 10:00:07 dockerhost docker-compose[3]: postfix_1  | ", line);
     }},
    {"json-file",
     [](auto line) {
       return R"({"log":")" + quoted(line) +
              R"(\n","stream":"stdout","time":"2026-11-20T10:00:07.5Z"})";
     }},
    {"Vector's docker_logs",
     [](auto line) {
       return R"({"container_name":"mail","host":"dockerhost","message":")" + quoted(line) +
              R"(","source_type":"docker_logs","timestamp":"2026-11-20T10:00:07.5Z"})";
     }},
    {"Fluent Bit's tail",
     [](auto line) { return R"({"date":1795168807.5,"log":")" + quoted(line) + R"("})"; }},
    {"journal of a container",
     [](auto line) {
       return R"({"__REALTIME_TIMESTAMP":"1795168807123456","_HOSTNAME":"dockerhost",)"
              R"("SYSLOG_IDENTIFIER":"mail","CONTAINER_NAME":"mail","MESSAGE":")" +
              quoted(line) + R"("})";
     }},
    {"export of a container",
     [](auto line) {
       return "__REALTIME_TIMESTAMP=1795168807123456\n_HOSTNAME=dockerhost\nCONTAINER_ID=1\n"
              "SYSLOG_IDENTIFIER=postfix\nMESSAGE=" +
              std::string(line) + "\n";
     }},
};

std::string expected(std::string_view host, const Tag& tag) {
  return fmt::format("1795168800|{}|{}|{}|{}", host, tag.name, tag.pid, kText);
}

}  // namespace

TEST_CASE("envelopes: every prefix, stamp, host or none and tag together give the same line") {
  std::size_t count = 0;
  for (const auto& [what, around] : kWrappings) {
    for (const std::string_view stamp : kStamps) {
      for (const Between& between : kBetween) {
        for (const Tag& tag : kTags) {
          const std::string line =
              around(fmt::format("{} {}{} {}", stamp, between.text, tag.text, kText));
          INFO(what << ": " << line);
          const Read got = read({line});
          REQUIRE(got.lines == std::vector{expected(between.host, tag)});
          ++count;
        }
      }
    }
  }
  CHECK(count == kWrappings.size() * kStamps.size() * kBetween.size() * kTags.size());
}

TEST_CASE("envelopes: two wrappings around each other give the line that is in them") {
  for (const auto& outer : kWrappings) {
    if (outer.what == "priority") continue;  // What has a priority has a stamp behind it.
    const bool ends_with_stamp =
        outer.what.ends_with("-t") || outer.what == "cri" || outer.what == "kubectl --timestamps";
    for (const auto& inner : kWrappings) {
      if (inner.what == "export of a container") continue;  // It is no line.
      // Behind a stamp a name is a host.
      const bool is_name = inner.what == "grep" || inner.what == "swarm" ||
                           inner.what == "compose" || inner.what == "compose -t";
      if (ends_with_stamp && is_name) continue;
      const std::string line =
          outer.around(inner.around(fmt::format("Nov 20 10:00:00 mx {} {}", kTags[0].text, kText)));
      INFO(outer.what << " around " << inner.what << ": " << line);
      REQUIRE(read({line}).lines == std::vector{expected("mx", kTags[0])});
    }
  }
}

TEST_CASE("envelopes: a mix of all reads the same wherever it is cut") {
  std::vector<std::string> lines;
  std::vector<std::string> wanted;
  for (std::size_t i = 0; i < 400; ++i) {
    const auto& wrapping = kWrappings[(i / 3) % kWrappings.size()];
    const std::string_view stamp = kStamps[(i * 7 / 2) % kStamps.size()];
    const Between& between = kBetween[i * 5 / 4 % kBetween.size()];
    const Tag& tag = kTags[i % kTags.size()];
    lines.push_back(
        wrapping.around(fmt::format("{} {}{} {}", stamp, between.text, tag.text, kText)));
    wanted.push_back(expected(between.host, tag));
  }
  const Read whole = read(lines);
  REQUIRE(whole.lines == wanted);
  for (std::size_t cut = 1; cut < lines.size(); ++cut) {
    const Read parts = read(lines, cut);
    INFO("cut before " << lines[cut]);
    REQUIRE(parts.lines == wanted);
    REQUIRE(parts.outcome.dialects == whole.outcome.dialects);
    REQUIRE(parts.outcome.guessed_year == whole.outcome.guessed_year);
    REQUIRE(parts.outcome.years == whole.outcome.years);
    REQUIRE(parts.outcome.counts.lines == whole.outcome.counts.lines);
    REQUIRE(parts.outcome.counts.malformed == 0);
  }
}

TEST_CASE("envelopes: the fields of JSON records by the names that their writers give") {
  const std::string line = expected("mx", kTags[0]);
  const std::string text = quoted(kText);
  const std::vector<std::string> records{
      R"({"@timestamp":"2026-11-20T10:00:00.1+00:00","tag":"postfix/submission/smtpd[101]:",)"
      R"("hostname":"mx","program":"postfix","message":" TEXT","end_msg":""})",
      R"({"msg":" TEXT","rawmsg":"x","timereported":"2026-11-20T10:00:00Z","hostname":"mx",)"
      R"("syslogtag":"postfix/submission/smtpd[101]:","fromhost":"relay","programname":"postfix",)"
      R"("timegenerated":"2026-11-20T10:00:09Z","procid":"101","app-name":"postfix","uuid":null})",
      R"({"date":1795168800.25,"pri":"22","time":"Nov 20 10:00:00","host":"mx",)"
      R"("ident":"postfix/submission/smtpd","pid":"101","message":"TEXT"})",
      R"({"date":"2026-11-20T10:00:00.000000Z","host":"mx","ident":"postfix/submission/smtpd",)"
      R"("pid":101,"message":"TEXT"})",
      R"({"appname":"postfix/submission/smtpd","facility":"mail","host":"mx","hostname":"mx",)"
      R"("message":"TEXT","procid":101,"severity":"info","source_ip":"192.0.2.1",)"
      R"("source_type":"syslog","timestamp":"2026-11-20T10:00:00.250Z"})",
      R"({"@timestamp":"2026-11-20T10:00:00.000Z","timestamp":"Nov 20 10:00:00","logsource":"mx",)"
      R"("program":"postfix/submission/smtpd","pid":"101","message":"TEXT"})",
      R"({"@timestamp":"2026-11-20T10:00:00.000Z","host":{"name":"mx"},"message":"TEXT",)"
      R"("process":{"name":"postfix/submission/smtpd","pid":101},"log":{"file":{"path":"x"}}})",
      R"({"version":"1.1","host":"mx","short_message":"TEXT","timestamp":1795168800.123,)"
      R"("_app_name":"postfix/submission/smtpd","_procid":"101","level":6})",
      R"({"_SOURCE_REALTIME_TIMESTAMP":"1795168800123456","_HOSTNAME":"mx","_PID":"9",)"
      R"("SYSLOG_IDENTIFIER":"postfix/submission/smtpd","SYSLOG_PID":"101","MESSAGE":"TEXT"})",
      R"({"time":"1795168800","source":"mx","process":"postfix/submission/smtpd","pid":"101",)"
      R"("msg":"TEXT"})",
      R"({"ts":1795168800123,"host":"mx","tag":"postfix/submission/smtpd[101]","MESSAGE":"TEXT"})",
      R"({"time":"Nov 20 10:00:00","host":"mx","tag":"postfix/submission/smtpd[101]:",)"
      R"("message":"TEXT"})",
      R"({"_index":"a","_source":{"@timestamp":"2026-11-20T10:00:00Z","hostname":"mx",)"
      R"("syslog_program":"postfix/submission/smtpd","syslog_pid":"101",)"
      R"("syslog_message":"TEXT"}})",
  };
  for (std::string record : records) {
    record.replace(record.find("TEXT"), 4, text);
    INFO(record);
    CHECK(read({record}).lines == std::vector{line});
    CHECK(read({"postfix-1  | " + record}).lines == std::vector{line});
  }
  // A container's output without stamps of its own has that of the record, and no host.
  const std::string bare = R"({"log":"postfix/submission/smtpd[101]: )" + text +
                           R"(\n","stream":"stdout","time":"2026-11-20T10:00:00.5Z"})";
  CHECK(read({bare}).lines == std::vector{expected("", kTags[0])});
}

TEST_CASE("envelopes: what a stranger has a part in is no line of its own") {
  const std::string forged = "Nov 20 10:00:00 mx postfix/smtpd[1]: AB12CD34EF: client=x[1.2.3.4]";
  const std::vector<std::string> lines{
      "Nov 20 10:00:00 mx postfix/smtpd[7]: " + forged,
      "Nov 20 10:00:00 mx postfix[7]: " + forged,
      "Nov 20 10:00:00 postfix/smtpd[7]: " + forged,
      "Nov 20 10:00:00 mx sshd[7]: " + forged,
      "Nov 20 10:00:00 mx sshd: " + forged,
      "Nov 20 10:00:00 sshd: postfix/smtpd[1]: AB12CD34EF: client=x[1.2.3.4]",
      "Nov 20 10:00:00 mx docker[7]: warning " + forged,
      "<22>1 2026-11-20T10:00:00Z mx postfix/smtpd 7 - - " + forged,
      R"({"__REALTIME_TIMESTAMP":"1795168800000000","_HOSTNAME":"mx","SYSLOG_IDENTIFIER":)"
      R"("postfix/smtpd","SYSLOG_PID":"7","CONTAINER_NAME":"a","MESSAGE":")" +
          forged + R"("})",
      R"({"__REALTIME_TIMESTAMP":"1795168800000000","_HOSTNAME":"mx","SYSLOG_IDENTIFIER":"sshd",)"
      R"("MESSAGE":")" +
          forged + R"("})",
      R"({"time":"2026-11-20T10:00:00Z","tag":"postfix/smtpd[7]:","container_name":"x",)"
      R"("message":")" +
          forged + R"("})",
      R"({"time":"2026-11-20T10:00:00Z","ident":"sshd","pid":"7","message":")" + forged + R"("})",
  };
  for (const std::string& line : lines) {
    INFO(line);
    const Read got = read({line});
    REQUIRE(got.lines.size() == 1);
    CHECK(got.lines[0].find("|postfix/smtpd|1|") == std::string::npos);
  }
}

TEST_CASE("envelopes: a stamp inside without a year has the year of the stamp around it") {
  const auto seconds = [](const std::string& line) {
    const Read got = read({line});
    REQUIRE(got.lines.size() == 1);
    CHECK_FALSE(got.outcome.guessed_year);
    return std::stoll(got.lines[0]);
  };
  // 2018-12-31T23:59:59Z and the seconds behind it.
  CHECK(seconds("2019-01-01T00:00:00.2Z Dec 31 23:59:59 mx a/smtpd[1]: x") == 1546300799);
  CHECK(seconds("2019-01-01T00:00:00.2Z Jan  1 00:00:00 mx a/smtpd[1]: x") == 1546300800);
  CHECK(seconds("2018-12-31T23:59:59.9Z Jan  1 00:00:00 mx a/smtpd[1]: x") == 1546300800);
  CHECK(seconds("2016-02-29T10:00:01Z Feb 29 10:00:00 mx a/smtpd[1]: x") == 1456740000);
  // One with a year of its own is when it happened, whatever is around it.
  CHECK(seconds("2026-01-01T00:00:00Z 2016-02-29T10:00:00Z mx a/smtpd[1]: x") == 1456740000);
}

TEST_CASE("envelopes: a stamp without a year follows those that have one") {
  const std::vector<std::string> lines{
      "2024-06-20T10:00:00Z mx a/smtpd[1]: x", "Jun 20 10:00:01 mx a/smtpd[1]: x",
      "Nov 30 10:00:00 mx a/smtpd[1]: x",      "Jan  1 10:00:00 mx a/smtpd[1]: x",
      "2026-06-05T10:00:00Z mx a/smtpd[1]: x", "Jun 20 10:00:01 mx a/smtpd[1]: x",
      "Jun 20 10:00:02 mx a/smtpd[1]: x",      "2024-06-20T10:00:00Z mx a/smtpd[1]: x",
      "Jun 20 10:00:02 mx a/smtpd[1]: x"};
  const Read whole = read(lines);
  CHECK_FALSE(whole.outcome.guessed_year);
  std::vector<std::string> years;
  for (const std::string& line : whole.lines) {
    years.push_back(format_rfc3339(std::stoll(line) * kMicrosPerSecond, Zone()).substr(0, 4));
  }
  CHECK(years == std::vector<std::string>{"2024", "2024", "2024", "2025", "2026", "2026", "2026",
                                          "2024", "2024"});
  for (std::size_t cut = 1; cut < lines.size(); ++cut) {
    CHECK(read(lines, cut).lines == whole.lines);
    CHECK_FALSE(read(lines, cut).outcome.guessed_year);
  }
}
