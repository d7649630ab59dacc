// Parts, through the command line and their bytes: however a log is cut and its parts are grouped,
// their merge reports what one run over the log does.

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catch.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/run.hpp"
#include "support/effort.hpp"
#include "support/exchange_log.hpp"
#include "support/exim_log.hpp"
#include "support/log_files.hpp"
#include "support/random_log.hpp"
#include "support/text_stream.hpp"

using namespace smtptally;

namespace {

using Words = std::vector<std::string>;

constexpr Micros kModified = Micros{1'798'761'600} * kMicrosPerSecond;  // 2027-01-01

struct Ran {
  ExitCode status = ExitCode::ok;
  std::string out;
  std::string err;
};

Ran run_words(const Words& words) {
  Environment here;
  here.now = kModified;
  here.cores = 1;
  const auto parsed = parse_command_line(words, here);
  if (const auto* const stop = std::get_if<EarlyExit>(&parsed)) FAIL(stop->text);
  const TextStream out;
  const TextStream err;
  const ExitCode status = run(std::get<Config>(parsed), out.file(), err.file());
  return {status, out.text(), err.text()};
}

/// JSON without the list of inputs and the lines about one of them: the parts of a log have names
/// of their own.
std::string without_inputs(std::string json) {
  const std::size_t inputs = json.find("\"inputs\"");
  const std::size_t behind = json.find("\"coverage\"");
  REQUIRE((inputs < behind && behind != std::string::npos));
  json.erase(inputs, behind - inputs);
  // What is said of one file, by its name.
  for (const std::string_view said : {".log: stamps have no year", "fit no log format"}) {
    for (std::size_t at = json.find(said); at != json.npos; at = json.find(said)) {
      const std::size_t begin = json.rfind('\n', at);
      json.erase(begin, json.find('\n', at) - begin);
    }
  }
  return json;
}

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// Every collection of a view, each with a form that prints all of it.
const std::vector<Words>& collections() {
  static const std::vector<Words> all{
      {"events", "--auth", "any"},
      {"events", "--failures"},
      {"tls"},
      {"volume", "--sender", "envelope", "--auth", "any"},
      {"old", "--fold-case"},
      {"pivot", "--rows", "host,service,tls,hour", "--values", "messages,senders,first", "--auth",
       "any"},
      {"pivot", "--failures", "--rows", "client,reason"},
      {"clients", "--where", "mechanism!=PLAIN"},
      {"summary", "--auth", "none"},
      {"report"},
      {"unusual"},
      {"sender", "anna"},
      {"check", "--auth", "any"},
  };
  return all;
}

/// The parts of a log as one after another they were shipped, and how they are merged.
class Parts {
 public:
  Parts(LogFiles& files, std::mt19937& random) : files_(&files), random_(&random) {}

  void add(const Words& view, const Words& logs) {
    parts_.push_back(fresh());
    const Ran ran = run_words(with(with(view, logs), {"--partial", "-o", parts_.back()}));
    INFO(ran.err);
    REQUIRE(ran.status == ExitCode::ok);
    REQUIRE(ran.out.empty());
  }
  /// Merges some neighbours to one part, as often as it likes.
  void group() {
    while (parts_.size() > 2 && (*random_)() % 3 != 0) {
      const auto at = static_cast<std::ptrdiff_t>((*random_)() % (parts_.size() - 1));
      const std::string both = fresh();
      const auto first = parts_.begin() + at;
      const Ran ran = run_words({"merge", *first, *(first + 1), "--partial", "-o", both});
      INFO(ran.err);
      REQUIRE(ran.status == ExitCode::ok);
      *first = both;
      parts_.erase(first + 1);
    }
  }
  [[nodiscard]] Ran merged(const Words& view) const {
    return run_words(with(with({"merge"}, parts_), view));
  }

 private:
  std::string fresh() { return files_->write(fmt::format("{}.part", made_++), "", kModified); }

  LogFiles* files_;
  std::mt19937* random_;
  Words parts_;
  unsigned made_ = 0;
};

/// One run over `whole` against the parts of the groups of logs.
void check_merge(LogFiles& files, const Words& view, const Words& whole,
                 const std::vector<Words>& groups, std::mt19937& random) {
  const Words json = with(view, {"--format", "json"});
  const Ran expected = run_words(with(json, whole));
  Parts parts(files, random);
  for (const Words& logs : groups) parts.add(view, logs);
  parts.group();
  const Ran merged = parts.merged(json);
  INFO(fmt::format("{}", fmt::join(view, " ")));
  INFO(merged.err);
  REQUIRE(merged.status == expected.status);
  REQUIRE(without_inputs(merged.out) == without_inputs(expected.out));
  REQUIRE(merged.err == expected.err);
}

bool has_a_line(std::string_view bytes) {
  // One that is whole stands between two line ends.
  return std::count(bytes.begin(), bytes.end(), '\n') > 1;
}

enum class Cuts { at_lines, anywhere };

/// The bytes as one to five files.
std::vector<Words> in_parts(LogFiles& files, const std::string& bytes, Cuts cuts,
                            std::mt19937& random) {
  std::vector<std::string> pieces{bytes};
  for (auto left = random() % 5; left > 0; --left) {
    const std::size_t at = random() % pieces.size();
    const std::string piece = pieces[at];
    std::size_t cut = random() % piece.size();
    if (cuts == Cuts::at_lines) cut = std::min(piece.find('\n', cut), piece.size() - 1) + 1;
    const std::string before = piece.substr(0, cut);
    const std::string behind = piece.substr(cut);
    if (!has_a_line(before) || !has_a_line(behind)) continue;
    pieces[at] = before;
    pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(at) + 1, behind);
  }
  std::vector<Words> groups;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    groups.push_back({files.write(fmt::format("{}.log", i), pieces[i], kModified)});
  }
  return groups;
}

void check_cut(const std::vector<std::string>& log, unsigned seed, Cuts cuts) {
  std::mt19937 random(seed);
  LogFiles files;
  const std::string bytes = joined(log, 0, log.size());
  const std::string whole = files.write("whole.log", bytes, kModified);
  const std::vector<Words> groups = in_parts(files, bytes, cuts, random);
  INFO("seed " << seed << ", " << groups.size() << " parts");
  check_merge(files, collections()[seed % collections().size()], {whole}, groups, random);
}

std::vector<std::string> postfix_log(unsigned seed) {
  const std::vector<std::string> log =
      seed / 2 % 2 == 0 ? random_log(seed, 14) : random_filter_log(seed, 14);
  return seed % 3 == 2 ? with_pauses(log, seed) : log;
}

}  // namespace

TEST_CASE("merge: a log of Postfix that is cut between lines is merged as it was") {
  for (unsigned seed = 1; seed <= effort(52); ++seed) {
    check_cut(postfix_log(seed), seed, Cuts::at_lines);
  }
}

TEST_CASE("merge: a log of Postfix that is cut at any byte is merged as it was") {
  for (unsigned seed = 1; seed <= effort(65); ++seed) {
    check_cut(postfix_log(seed), seed, Cuts::anywhere);
  }
}

TEST_CASE("merge: a log of Exim that is cut at any byte is merged as it was") {
  for (unsigned seed = 1; seed <= effort(39); ++seed) {
    const auto log = seed % 2 == 0 ? random_exim_log(seed, 20) : random_exim_syslog(seed, 20);
    check_cut(log, seed, Cuts::anywhere);
  }
}

TEST_CASE("merge: the tables of Exchange are merged as they were") {
  for (unsigned seed = 1; seed <= effort(39); ++seed) {
    std::mt19937 random(seed);
    LogFiles files;
    const std::vector<std::string> rows = random_exchange_log(seed, 12);
    std::vector<std::size_t> bounds{0, rows.size()};
    for (auto left = random() % 4; left > 0; --left) bounds.push_back(random() % rows.size());
    std::sort(bounds.begin(), bounds.end());
    bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
    std::vector<Words> groups;
    Words whole;
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
      const std::string text = exchange_text(rows, bounds[i], bounds[i + 1]);
      whole.push_back(files.write(fmt::format("{}.log", i), text, kModified));
      groups.push_back({whole.back()});
    }
    INFO("seed " << seed << ", " << groups.size() << " parts");
    check_merge(files, collections()[seed % collections().size()], whole, groups, random);
  }
}

TEST_CASE("merge: logs of all servers are merged from parts of their own and from common ones") {
  for (unsigned seed = 1; seed <= effort(39); ++seed) {
    std::mt19937 random(seed);
    LogFiles files;
    const std::vector<std::string> postfix = postfix_log(seed);
    const std::vector<std::string> exim = random_exim_log(seed, 15);
    const std::vector<std::string> rows = random_exchange_log(seed, 8);
    const std::size_t half = postfix.size() / 2;
    const Words logs{files.write("postfix.1", joined(postfix, 0, half), kModified),
                     files.write("postfix.2", joined(postfix, half, postfix.size()), kModified),
                     files.write("exim", joined(exim, 0, exim.size()), kModified),
                     files.write("exchange", exchange_text(rows, 0, rows.size()), kModified)};
    const std::array<std::vector<Words>, 3> ways{
        std::vector<Words>{{logs[0], logs[2]}, {logs[1], logs[3]}},
        std::vector<Words>{{logs[0], logs[1]}, {logs[2]}, {logs[3]}},
        std::vector<Words>{{logs[0]}, {logs[1], logs[2], logs[3]}}};
    INFO("seed " << seed);
    check_merge(files, collections()[seed % collections().size()], logs, ways.at(seed % 3), random);
  }
}

TEST_CASE("merge: a line is one again wherever it was cut") {
  for (unsigned seed = 1; seed <= effort(3); ++seed) {
    std::mt19937 random(seed);
    LogFiles files;
    const std::vector<std::string> log =
        seed % 3 == 0 ? postfix_log(seed) : random_exim_syslog(seed, 8);
    const std::string bytes = joined(log, 0, log.size());
    const std::string whole = files.write("whole.log", bytes, kModified);
    const std::size_t line = log.size() / 2;
    const std::size_t begin = joined(log, 0, line).size();
    for (std::size_t at = begin; at <= begin + log[line].size() + 1; ++at) {
      INFO("seed " << seed << ", cut in front of " << bytes.substr(at, 20));
      check_merge(files, {"events", "--auth", "any"}, {whole},
                  {{files.write("0.log", bytes.substr(0, at), kModified)},
                   {files.write("1.log", bytes.substr(at), kModified)}},
                  random);
    }
  }
}

TEST_CASE("merge: a log may end without a line end, and another one follow") {
  for (unsigned seed = 1; seed <= effort(12); ++seed) {
    std::mt19937 random(seed);
    LogFiles files;
    const std::vector<std::string> log =
        seed % 3 == 0 ? random_exim_syslog(seed, 8) : postfix_log(seed);
    const std::size_t half = log.size() / 2;
    std::string first = joined(log, 0, half);
    first.pop_back();
    const Words logs{files.write("0.log", first, kModified),
                     files.write("1.log", joined(log, half, log.size()), kModified)};
    INFO("seed " << seed);
    check_merge(files, collections()[seed % collections().size()], logs, {{logs[0]}, {logs[1]}},
                random);
  }
}
