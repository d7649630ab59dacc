// However the work is shared out, the outcome is the same.

#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <sys/stat.h>

#include "catch.hpp"
#include "reading/ordered_pool.hpp"
#include "reading/read_inputs.hpp"
#include "report/views.hpp"
#include "support/effort.hpp"
#include "support/exchange_log.hpp"
#include "support/log_files.hpp"
#include "support/random_log.hpp"
#include "support/reports.hpp"

using namespace smtptally;

namespace {

constexpr Micros kSecond = kMicrosPerSecond;

std::string outcome(const Config& config) {
  const ReadResult result = read(config);
  std::string text = report_of(*result.piece, config) + coverage_of(*result.piece);
  for (const InputSummary& input : result.inputs) {
    text += fmt::format("{} {} {} {} {} {} {} {}\n", input.path, input.dialect, input.encoding,
                        input.lines, input.bytes, input.first, input.last, input.note.english);
  }
  for (const InputNote& note : result.notes) text += note.message.english + "\n";
  return text;
}

/// The report, and what was found in the lines, however often they stand there.
std::string numbers(const Config& config) {
  const ReadResult result = read(config);
  for (const CoverageItem item : {CoverageItem::lines, CoverageItem::bytes,
                                  CoverageItem::lines_understood, CoverageItem::lines_irrelevant,
                                  CoverageItem::lines_repeated, CoverageItem::duplicate_lines}) {
    result.piece->coverage()[item] = 0;
  }
  return report_of(*result.piece, config) + coverage_of(*result.piece);
}

/// The outcome with many threads and slices of some bytes must be the one of a single thread.
void check_all_ways(Config config, std::mt19937& random) {
  config.jobs = 1;
  const std::string expected = outcome(config);
  for (int round = 0; round < 4; ++round) {
    config.jobs = 2 + static_cast<unsigned>(random() % 3);
    config.slice = 40 + random() % (round == 0 ? 400 : 4000);
    INFO(config.jobs << " jobs, slices of " << config.slice << " bytes");
    REQUIRE(outcome(config) == expected);
  }
}

/// The bytes in some files, in a random order on the command line.
std::vector<std::string> in_files(LogFiles& files, const std::vector<std::string>& lines,
                                  std::size_t count, std::mt19937& random) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string bytes =
        joined(lines, lines.size() * i / count, lines.size() * (i + 1) / count);
    paths.push_back(files.write(fmt::format("{}.log", i), bytes, Micros{1'900'000'000} * kSecond));
  }
  std::shuffle(paths.begin(), paths.end(), random);
  return paths;
}

/// The lines of an accepted message.
std::string message(int hour, int number) {
  const auto line = [&](std::string_view text) {
    return fmt::format("2026-11-20T{:02}:00:00Z mail px/{}\n", hour, text);
  };
  return line(fmt::format("smtpd[{}]: connect from a[192.0.2.3]", 100 + number)) +
         line(fmt::format("smtpd[{}]: A1{:03}009E3: client=a[192.0.2.3], sasl_method=PLAIN, "
                          "sasl_username=anna",
                          100 + number, number)) +
         line(fmt::format("qmgr[7]: A1{:03}009E3: from=<a@b.example>, size=1, nrcpt=1 (queue "
                          "active)",
                          number)) +
         line(fmt::format("qmgr[7]: A1{:03}009E3: removed", number)) +
         line(fmt::format("smtpd[{}]: disconnect from a[192.0.2.3]", 100 + number));
}

std::string lines_of_anvil(int hour, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += fmt::format("2026-11-20T{:02}:30:00Z mail px/anvil[9]: statistics: max cache size 2\n",
                        hour);
  }
  return text;
}

/// Where a log can be read once only.
class NamedPipe {
 public:
  /// Instead of the file at `path`.
  explicit NamedPipe(std::string path) : path_(std::move(path)) {
    std::filesystem::remove(path_);
    REQUIRE(mkfifo(path_.c_str(), 0600) == 0);
  }
  NamedPipe(const NamedPipe&) = delete;
  NamedPipe& operator=(const NamedPipe&) = delete;
  ~NamedPipe() { std::filesystem::remove(path_); }

  /// While `read` runs, somebody writes.
  template <class Read>
  void with_text(const std::string& text, const Read& read) const {
    std::thread writer([&] { std::ofstream(path_, std::ios::binary) << text; });
    read();
    writer.join();
  }

 private:
  std::string path_;
};

}  // namespace

TEST_CASE("reading: any number of threads and any slices give the same, Postfix") {
  LogFiles files;
  std::mt19937 random(1);
  for (unsigned seed = 1; seed <= effort(60); ++seed) {
    INFO("seed " << seed);
    const bool filters = seed % 3 == 0;
    std::vector<std::string> log =
        filters ? random_filter_log(seed, 10 + seed % 30) : random_log(seed, 10 + seed % 30);
    if (seed % 2 == 0) log = with_pauses(log, seed);
    if (seed % 5 == 0) {
      // What earlier lines mean for later ones: a year, another dialect, a table of Exchange, a
      // line that is too long.
      const std::size_t middle = log.size() / 2;
      log.insert(
          log.begin() + static_cast<std::ptrdiff_t>(middle),
          {"Dec 31 23:59:59 mail postfix/smtpd[1]: x", "Jan  1 00:00:01 mail postfix/qmgr[1]: x",
           "<22>Jan  1 00:00:01 mail postfix/qmgr[1]: x", "no line of a log",
           "#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,"
           "remote-endpoint,event,data,context",
           "2026-11-20T10:00:00.000Z,C,1,0,a,b,+,,"});
    }
    Config config = test_config(Command::events);
    config.now = Micros{1'990'000'000} * kSecond;
    config.log_year = 2026;
    config.inputs = in_files(files, log, 1 + seed % 3, random);
    check_all_ways(config, random);
  }
}

TEST_CASE("reading: any number of threads and any slices give the same, content filters") {
  LogFiles files;
  std::mt19937 random(3);
  for (unsigned seed = 1; seed <= effort(60); ++seed) {
    INFO("seed " << seed);
    // What a filter gave back waits a minute for its answer; some of the parts are longer.
    const std::vector<std::string> log = random_filter_log(seed, 10 + seed % 30);
    Config config = test_config(Command::events);
    config.selection.auth = seed % 3 == 0 ? AuthScope::none : AuthScope::any;
    config.now = Micros{1'990'000'000} * kSecond;
    config.log_year = 2026;
    config.inputs = in_files(files, seed % 4 == 0 ? log : with_pauses(log, seed), 1, random);
    check_all_ways(config, random);
  }
}

TEST_CASE("reading: any number of threads and any slices give the same, Exchange") {
  LogFiles files;
  std::mt19937 random(2);
  for (unsigned seed = 1; seed <= effort(25); ++seed) {
    INFO("seed " << seed);
    Config config = test_config(Command::events);
    config.now = Micros{1'990'000'000} * kSecond;
    const std::vector<std::string> log = random_exchange_log(seed, 8);
    const std::size_t count = 1 + seed % 4;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string bytes =
          exchange_text(log, log.size() * i / count, log.size() * (i + 1) / count);
      config.inputs.push_back(
          files.write(fmt::format("{}.LOG", i), bytes, Micros{1'900'000'000} * kSecond));
    }
    std::shuffle(config.inputs.begin(), config.inputs.end(), random);
    check_all_ways(config, random);
    config.selection.exchange.join_limit = 3 + seed % 10;
    check_all_ways(config, random);
  }
}

TEST_CASE("reading: lines of Postfix behind the first rows of an Exchange log get their year") {
  LogFiles files;
  std::string bytes =
      "#Fields: date-time,client-ip,server-hostname,source-context,connector-id,source,event-id,"
      "internal-message-id,message-id\n";
  for (int i = 0; i < 60; ++i) {
    bytes += fmt::format(
        "2026-11-20T10:00:{:02}.000Z,,EX1,,,STOREDRIVER,DELIVER,{},<{}@mail.example.org>\n", i, i,
        i);
  }
  REQUIRE(bytes.size() > 4096);
  bytes +=
      "Nov 21 10:00:00 mail postfix/smtpd[1]: connect from a[192.0.2.1]\n"
      "Nov 21 10:00:01 mail postfix/smtpd[1]: AB1234F: client=a[192.0.2.1], sasl_method=PLAIN, "
      "sasl_username=u\n"
      "Nov 21 10:00:02 mail postfix/qmgr[2]: AB1234F: from=<u@x>, size=1, nrcpt=1 (queue active)\n";
  Config config = test_config(Command::events);
  config.now = Micros{1'990'000'000} * kSecond;
  config.inputs = {files.write("mixed.log", bytes, Micros{1'795'100'000} * kSecond)};
  for (const unsigned jobs : {1U, 2U}) {
    config.jobs = jobs;
    const std::string text = outcome(config);
    INFO(text);
    CHECK(text.find("2025-11-21T10:00:01") != std::string::npos);
    CHECK(text.find("the first one is taken as 2025") != std::string::npos);
  }
}

TEST_CASE("reading: a range that begins where nothing can be understood is read as one") {
  LogFiles files;
  std::string bytes;
  for (int day = 1; day <= 28; ++day) {
    for (int hour = 0; hour < 24; ++hour) {
      const std::string head = fmt::format("Feb {:>2} {:02}:00:00 mail postfix/", day, hour);
      bytes += fmt::format(
          "{0}smtpd[1]: connect from a[192.0.2.1]\n"
          "{0}smtpd[1]: AB{1:02}{2:02}F: client=a[192.0.2.1], sasl_method=PLAIN, "
          "sasl_username=u{2}\n"
          "{0}qmgr[2]: AB{1:02}{2:02}F: from=<u@x>, size=1, nrcpt=1 (queue active)\n"
          "{0}smtpd[1]: disconnect from a[192.0.2.1] data=1 commands=1\n",
          head, day, hour);
      for (int i = 0; i < 2000; ++i) bytes += "broken line\n";
    }
  }
  Config config = test_config(Command::events);
  config.now = Micros{1'990'000'000} * kSecond;
  config.log_year = 2026;
  config.inputs = {files.write("mail.log", bytes, Micros{1'900'000'000} * kSecond)};
  config.selection.range = {Micros{1'770'681'600} * kSecond, Micros{1'770'768'000} * kSecond};
  config.jobs = 1;
  const std::string expected = outcome(config);
  config.jobs = 4;
  config.slice = 1 << 20;
  CHECK(outcome(config) == expected);
  config.seek.allowed = false;
  const std::string whole = outcome(config);
  CHECK(whole.substr(0, whole.find("\nlines ")) == expected.substr(0, expected.find("\nlines ")));
}

TEST_CASE("reading: of two logs with the same lines each message counts once") {
  // Files without a time that tells when they ended, as after a copy. The last lines of the first
  // are older than the second log; lines in its middle, before the clock was set back, are not.
  const std::string set_back = lines_of_anvil(10, 2000);
  const std::string begins =
      "2026-11-20T10:45:00Z mail px/anvil[9]: statistics: max cache size 2\n";
  LogFiles files;
  const Micros later = Micros{1'900'000'000} * kSecond;
  Config config = test_config(Command::events);
  config.inputs = {
      files.write("first.log", message(10, 1) + message(12, 2) + set_back, later),
      files.write("second.log", begins + message(11, 3) + message(12, 2) + message(13, 4), later)};
  for (const unsigned jobs : {1U, 2U, 4U}) {
    config.jobs = jobs;
    const ReadResult result = read(config);
    CHECK(result.piece->coverage()[CoverageItem::messages_counted] == 4);
    CHECK(result.piece->coverage()[CoverageItem::lines] == 2000 + 1 + 5 * 5);
  }
}

TEST_CASE("reading: what is the same in two logs is found where their times do not tell") {
  const auto message = [](int second, int number) {
    // Through a before-queue filter: no queue id stays behind to tell a second copy by.
    std::string text;
    for (const char* const line :
         {"connect from a[192.0.2.3]",
          "NOQUEUE: client=a[192.0.2.3], sasl_method=PLAIN, sasl_username=anna",
          "proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok: queued as 5D5C009E314; from=<a@b.example> "
          "to=<c@d.example> proto=ESMTP helo=<h>",
          "disconnect from a[192.0.2.3] ehlo=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=6"}) {
      text += fmt::format("2026-03-01T12:00:{:02}Z mail px/smtpd[{}]: {}\n", second, number, line);
    }
    return text;
  };
  struct Case {
    const char* what;
    std::string first;
    std::string second;
    std::uint64_t messages;
  };
  const std::vector<Case> cases{
      {"two seconds in both", message(0, 1) + message(10, 2) + message(11, 3),
       message(10, 2) + message(11, 3) + message(20, 4), 4},
      {"one second in both", message(0, 1) + message(10, 2), message(10, 2) + message(20, 3), 3},
      {"rotated within a second", message(0, 1) + message(10, 2), message(10, 3) + message(20, 4),
       4},
      {"two sessions of a process in a second", message(0, 1) + message(10, 2) + message(10, 2),
       message(10, 2) + message(10, 2) + message(20, 3), 4},
      {"put behind each other, the newest first", message(0, 1) + message(10, 2),
       message(20, 3) + message(30, 4) + message(0, 1) + message(10, 2), 4},
  };
  const auto check = [](const Case& c, Micros written) {
    LogFiles files;
    Config config = test_config(Command::events);
    config.inputs = {files.write("first.log", c.first, written),
                     files.write("second.log", c.second, Micros{1'900'000'000} * kSecond)};
    for (const unsigned jobs : {1U, 2U, 4U}) {
      config.jobs = jobs;
      INFO(c.what << ", " << jobs << " jobs, written at " << written);
      const ReadResult result = read(config);
      CHECK(result.piece->coverage()[CoverageItem::messages_counted] == c.messages);
    }
  };
  // As after a copy.
  for (const Case& c : cases) check(c, Micros{1'900'000'000} * kSecond);
  // 12:00:11: when the first log was written last is believed, but lines in the middle of the
  // second one may be older than its beginning.
  check(cases[2], Micros{1'772'366'411} * kSecond);
  check(cases[4], Micros{1'772'366'411} * kSecond);
  // The day before: a log can not have been written last before its own lines.
  for (const Case& c : cases) check(c, Micros{1'772'280'000} * kSecond);
}

TEST_CASE("reading: the last line of a log is known in another one, though it has no end") {
  const std::string shared =
      "2026-03-01T12:00:10Z mail px/smtpd[2]: disconnect from a[192.0.2.3] commands=6";
  LogFiles files;
  Config config = test_config(Command::events);
  config.inputs = {
      files.write(
          "first.log",
          "2026-03-01T12:00:00Z mail px/smtpd[2]: connect from a[192.0.2.3]\n" + shared + "\n",
          Micros{1'900'000'000} * kSecond),
      files.write("second.log",
                  "2026-03-01T12:00:10Z mail px/smtpd[3]: connect from b[192.0.2.4]\n" + shared,
                  Micros{1'900'000'000} * kSecond)};
  for (const unsigned jobs : {1U, 4U}) {
    config.jobs = jobs;
    const ReadResult result = read(config);
    CHECK(result.piece->coverage()[CoverageItem::lines] == 4);
    CHECK(result.piece->coverage()[CoverageItem::duplicate_lines] == 1);
  }
}

TEST_CASE("reading: a copy is told from a message, though another host's log ends later") {
  // Of a process whose only mail it is, through a before-queue filter, in a log that is not in the
  // order of time.
  const std::string mail =
      "2026-11-20T10:30:00Z hb px/smtpd[7]: connect from x[192.0.2.1]\n"
      "2026-11-20T10:30:00Z hb px/smtpd[7]: NOQUEUE: client=x[192.0.2.1], sasl_method=PLAIN, "
      "sasl_username=anna\n"
      "2026-11-20T10:30:00Z hb px/smtpd[7]: proxy-accept: END-OF-MESSAGE: 250 ok; from=<a@b> "
      "to=<c@d> proto=ESMTP helo=<x>\n"
      "2026-11-20T10:30:00Z hb px/smtpd[7]: disconnect from x[192.0.2.1] data=1\n";
  LogFiles files;
  const Micros later = Micros{1'900'000'000} * kSecond;
  Config config = test_config(Command::events);
  config.inputs = {
      files.write("a.log",
                  "2026-11-20T09:00:00Z ha px/smtpd[5]: connect from x[192.0.2.1]\n"
                  "2026-11-20T20:00:00Z ha px/smtpd[5]: disconnect from x[192.0.2.1]\n",
                  later),
      files.write("b1.log",
                  mail + "2026-11-20T15:00:00Z hb px/smtpd[9]: connect from x[192.0.2.1]\n", later),
      files.write("b2.log",
                  "2026-11-20T10:00:00Z hb px/smtpd[8]: connect from x[192.0.2.1]\n"
                  "2026-11-20T14:00:00Z hb px/smtpd[8]: disconnect from x[192.0.2.1]\n" +
                      mail,
                  later)};
  for (const unsigned jobs : {1U, 2U}) {
    config.jobs = jobs;
    const ReadResult result = read(config);
    CHECK(result.piece->coverage()[CoverageItem::messages_counted] == 1);
    CHECK(result.piece->coverage()[CoverageItem::duplicate_messages] == 1);
  }
}

TEST_CASE("reading: a line that one log repeats counts twice, though another has it once") {
  // The log with the most lines begins between both.
  const std::string second =
      "Nov 20 10:00:26 mail postfix/smtpd[302]: A10099E3A09: client=localhost[127.0.0.1]\n"
      "Nov 20 10:00:26 mail postfix/smtpd[302]: connect from localhost[127.0.0.1]\n";
  LogFiles files;
  const Micros later = Micros{1'900'000'000} * kSecond;
  Config config = test_config(Command::events);
  config.log_year = 2026;
  config.inputs = {
      files.write(
          "a.log",
          "Nov 20 10:00:26 mail postfix/smtpd[302]: connect from localhost[127.0.0.1]\n" + second,
          later),
      files.write("b.log",
                  second + "Nov 20 10:00:45 mail postfix/smtpd[9]: connect from x[192.0.2.1]\n"
                           "Nov 20 10:00:46 mail postfix/smtpd[9]: disconnect from x[192.0.2.1]\n",
                  later)};
  const ReadResult result = read(config);
  CHECK(result.piece->coverage()[CoverageItem::sessions] == 3);
  CHECK(result.piece->coverage()[CoverageItem::duplicate_lines] == 2);
}

TEST_CASE("reading: two services may have processes of one number") {
  const auto mail = [](std::string_view service) {
    return fmt::format(
        "Nov 20 10:00:18 mail {0}[103]: NOQUEUE: client=x[192.0.2.5]\n"
        "Nov 20 10:00:18 mail {0}[103]: proxy-accept: END-OF-MESSAGE: 250 ok; from=<p@q> to=<r@x> "
        "proto=ESMTP helo=<c>\n",
        service);
  };
  const std::string common = "Nov 20 10:00:50 mail px/smtpd[104]: connect from x[192.0.2.5]\n";
  LogFiles files;
  const Micros later = Micros{1'900'000'000} * kSecond;
  Config config = test_config(Command::events);
  config.selection.auth = AuthScope::any;
  config.log_year = 2026;
  config.inputs = {files.write("a.log", mail("px/smtpd") + mail("px/quiet/smtpd") + common, later),
                   files.write("b.log", common, later)};
  const ReadResult result = read(config);
  CHECK(result.piece->coverage()[CoverageItem::messages_counted] == 2);
  CHECK(result.piece->coverage()[CoverageItem::duplicate_messages] == 0);
}

TEST_CASE("reading: logs that hold the same lines give what one log with all of them gives") {
  LogFiles files;
  std::mt19937 random(4);
  for (unsigned seed = 1; seed <= effort(300); ++seed) {
    INFO("seed " << seed);
    std::vector<std::string> log =
        seed % 3 == 0 ? random_filter_log(seed, 10 + seed % 30) : random_log(seed, 10 + seed % 30);
    if (seed % 2 == 0) log = with_pauses(log, seed);
    Config config = test_config(Command::events);
    config.selection.auth = seed % 5 == 0 ? AuthScope::any : AuthScope::only;
    config.now = Micros{1'990'000'000} * kSecond;
    config.log_year = 2026;
    const auto write = [&](std::size_t number, const std::string& bytes) {
      return files.write(fmt::format("{}.log", number), bytes, Micros{1'900'000'000} * kSecond);
    };
    config.inputs = {write(0, joined(log, 0, log.size()))};
    const std::string expected = numbers(config);
    const std::size_t count = 2 + seed % 3;
    config.inputs.clear();
    for (std::size_t i = 0; i < count; ++i) {
      // More in front and behind; the whole; or some of the lines and, in another log, all.
      const std::size_t more = random() % 3 == 0 ? 0 : random() % log.size();
      const std::size_t begin = log.size() * i / count;
      const std::size_t end = log.size() * (i + 1) / count;
      std::vector<std::string> lines(
          log.begin() + static_cast<std::ptrdiff_t>(begin - std::min(begin, more)),
          log.begin() + static_cast<std::ptrdiff_t>(std::min(end + more, log.size())));
      config.inputs.push_back(write(2 * i, joined(lines, 0, lines.size())));
      if (random() % 3 != 0) continue;
      std::erase_if(lines, [&](const std::string&) { return random() % 3 == 0; });
      if (!lines.empty()) config.inputs.push_back(write(2 * i + 1, joined(lines, 0, lines.size())));
    }
    std::shuffle(config.inputs.begin(), config.inputs.end(), random);
    for (const unsigned jobs : {1U, 2U}) {
      config.jobs = jobs;
      REQUIRE(numbers(config) == expected);
    }
  }
}

TEST_CASE("reading: lines of mail that come late in a log are those of another one, too") {
  LogFiles files;
  const std::string mail = message(10, 1) + message(11, 2);
  const Micros later = Micros{1'900'000'000} * kSecond;
  Config config = test_config(Command::events);
  // Before, there is no line of mail, or none of this host.
  for (const char* const before : {"mail CRON[1]: (root) CMD (true)",
                                   "mx1 px/cleanup[1]: A2000009E3: message-id=<a@b.example>"}) {
    std::string other;  // More than the head that is looked at first.
    for (int i = 0; i < 2000; ++i) {
      other += fmt::format("2026-11-20T09:{:02}:00Z {}\n", i / 50, before);
    }
    REQUIRE(other.size() > 65536);
    for (const bool any_mail : {false, true}) {
      config.inputs = {files.write("mail.log", mail, later),
                       files.write("syslog", any_mail ? other + mail + other : other, later)};
      for (const unsigned jobs : {1U, 2U, 4U}) {
        config.jobs = jobs;
        const ReadResult result = read(config);
        CHECK(result.piece->coverage()[CoverageItem::messages_counted] == 2);
        CHECK(result.piece->coverage()[CoverageItem::sessions] == 2);
        CHECK(result.piece->coverage()[CoverageItem::duplicate_lines] == (any_mail ? 10 : 0));
      }
    }
  }
}

TEST_CASE("reading: a log and a pipe count each message once, and the pipe is read once") {
  LogFiles files;
  const std::string first = message(10, 1) + message(11, 2);
  const std::string more = message(13, 3) + lines_of_anvil(13, 2000) + message(14, 4);
  // More than the head that is looked at first.
  REQUIRE(more.size() > 65536);
  const auto check = [&](const std::string& piped, Micros written) {
    Config config = test_config(Command::events);
    config.inputs = {files.write("first.log", first, written), files.write("pipe", "", 0)};
    for (const unsigned jobs : {1U, 2U, 4U}) {
      config.jobs = jobs;
      INFO(jobs << " jobs, written at " << written);
      NamedPipe(config.inputs.back()).with_text(piped, [&] {
        const ReadResult result = read(config);
        CHECK(result.piece->coverage()[CoverageItem::messages_counted] == 4);
      });
    }
  };
  constexpr Micros kEleven = Micros{1'795'172'400} * kSecond;
  check(more, kEleven);
  // `cat mail.log mail.log.1`: that lines of the first log come again is seen behind the head.
  check(more + first, kEleven);
  check(message(11, 2) + more, kEleven - 86400 * kSecond);
}

TEST_CASE("reading: a pipe is read once when the year of a log turns out to be another") {
  LogFiles files;
  std::string year;  // From November 2025 to November 2026, written then.
  for (int month = 0; month < 12; ++month) {
    static constexpr std::array<const char*, 12> kMonths{"Nov", "Dec", "Jan", "Feb", "Mar", "Apr",
                                                         "May", "Jun", "Jul", "Aug", "Sep", "Oct"};
    year += fmt::format(
        "{0} 22 10:00:00 mail px/smtpd[5]: A2{1:03}009E3: client=a[192.0.2.3], sasl_method=PLAIN, "
        "sasl_username=bert\n"
        "{0} 22 10:00:00 mail px/qmgr[7]: A2{1:03}009E3: removed\n",
        kMonths[static_cast<std::size_t>(month)], month);
  }
  const std::string piped = message(10, 1) + lines_of_anvil(10, 2000) + message(11, 2);
  REQUIRE(piped.size() > 65536);
  Config config = test_config(Command::events);
  constexpr Micros kNovember21 = Micros{1'795'262'400} * kSecond;
  config.now = kNovember21;
  config.inputs = {files.write("pipe", "", 0), files.write("year.log", year, kNovember21)};
  for (const unsigned jobs : {1U, 4U}) {
    config.jobs = jobs;
    NamedPipe(config.inputs.front()).with_text(piped, [&] {
      const std::string text = outcome(config);
      INFO(text);
      CHECK(text.find("\nmessages_counted 14\n") != std::string::npos);
      CHECK(text.find("the first one is taken as 2025") != std::string::npos);
    });
  }
}

TEST_CASE("reading: logs that begin in one second are read as they were named, pipes among them") {
  LogFiles files;
  const std::string head = "Nov 20 10:00:00 mail px/smtpd[5]: ";
  const std::string begins = head + "connect from a[192.0.2.3]\n" + head +
                             "Anonymous TLS connection established from a[192.0.2.3]: TLSv1 with "
                             "cipher AES128-SHA (128/128 bits)\n";
  const std::string goes_on =
      head + "A2000009E3: client=a[192.0.2.3], sasl_method=PLAIN, sasl_username=bert\n" +
      "Nov 20 10:00:00 mail px/qmgr[7]: A2000009E3: removed\n";
  constexpr Micros kNovember21 = Micros{1'795'262'400} * kSecond;
  Config config = test_config(Command::events);
  config.now = kNovember21;
  config.inputs = {files.write("pipe", "", 0), files.write("b.log", goes_on, kNovember21)};
  NamedPipe(config.inputs.front()).with_text(begins, [&] {
    CHECK(outcome(config).find(",tls1_0,") != std::string::npos);
  });
  config.inputs = {files.write("a.log", begins, kNovember21), files.write("pipe", "", 0)};
  NamedPipe(config.inputs.back()).with_text(goes_on, [&] {
    CHECK(outcome(config).find(",tls1_0,") != std::string::npos);
  });
}

TEST_CASE("in order: results come in the order of their tasks, no more than the window ahead") {
  for (const unsigned threads : {1U, 2U, 5U}) {
    for (const std::size_t window : {std::size_t{1}, std::size_t{3}, std::size_t{20}}) {
      int made = 0;
      int taken = 0;
      OrderedPool<int, int> pool(threads, window);
      pool.run(
          [&]() -> std::optional<int> {
            CHECK(made - taken < static_cast<int>(window));
            return made < 200 ? std::optional(made++) : std::nullopt;
          },
          [](int& task) { return task * task; },
          [&](int task, int result) {
            CHECK(task == taken);
            CHECK(result == task * task);
            ++taken;
            return true;
          });
      CHECK(taken == 200);
    }
  }
}

TEST_CASE("in order: what takes the results may end the run") {
  int taken = 0;
  OrderedPool<int, int> pool(3, 6);
  pool.run([n = 0]() mutable -> std::optional<int> { return n++; }, [](int& task) { return task; },
           [&](int, int) { return ++taken < 50; });
  CHECK(taken == 50);
}
