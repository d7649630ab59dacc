// Whatever happens to a log between runs of collect, the history counts what stood in it, once.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catch.hpp"
#include "history/collect.hpp"
#include "smtptally/run.hpp"
#include "support/effort.hpp"
#include "support/packing.hpp"
#include "support/random_log.hpp"
#include "support/reports.hpp"

using namespace smtptally;

namespace {

namespace fs = std::filesystem;

constexpr std::time_t kThen = 1'798'000'000;  // December 2026.
constexpr int kCrashed = 99;
constexpr int kCrashedBehindCommit = 98;

/// In the child process: statements that may still end.
int statements_left = 0;

int crash_in_time(unsigned event, void* context, void* statement, void* nanoseconds) {
  (void)event;
  (void)context;
  (void)nanoseconds;
  if (statements_left-- > 0) return 0;
  const char* const sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
  const bool commit = sql != nullptr && std::string(sql).starts_with("COMMIT");
  std::_Exit(commit ? kCrashedBehindCommit : kCrashed);
}

int watch_statements(sqlite3* connection, const char** error, const void* api) {
  (void)error;
  (void)api;
  return sqlite3_trace_v2(connection, SQLITE_TRACE_PROFILE, &crash_in_time, nullptr);
}

/// What a run prints.
std::string printed(const Config& config) {
  std::FILE* const out = std::tmpfile();
  std::FILE* const err = std::tmpfile();
  REQUIRE(out != nullptr);
  REQUIRE(err != nullptr);
  const ExitCode code = run(config, out, err);
  std::string text;
  for (std::FILE* const file : {out, err}) {
    std::rewind(file);
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) {
      if (file == out || code == ExitCode::failed) text += static_cast<char>(c);
    }
    (void)std::fclose(file);
  }
  return text;
}

/// A log file, whatever its name is by now.
struct LogFile {
  std::string bytes;
  std::vector<std::size_t> lines;  ///< Whole ones, by number.
  bool packed = false;
};

/// A mail server with its logs, and the runs of collect on them.
class Machine {
 public:
  Machine(std::vector<std::string> lines, unsigned seed)
      : random_(seed), lines_(std::move(lines)), seen_(lines_.size()), lost_(lines_.size()) {
    const fs::path shm = "/dev/shm";
    folder_ = (fs::is_directory(shm) ? shm : fs::temp_directory_path()) /
              fmt::format("smtptally-torture-{}-{}", getpid(), seed);
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "log");
    files_.emplace_back();
  }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine() { fs::remove_all(folder_); }

  /// One thing that happens.
  void step() {
    switch (pick(16)) {
      case 0:
        return rotate();
      case 1:
        return copy_and_truncate();
      case 2:
        return compress();
      case 3:
        return pick(4) == 0 ? truncate() : reopen();
      case 4:
        return drop_oldest();
      case 5:
      case 6:
      case 7:
        return collect_once();
      case 8:
        return crash();
      case 9:
        return half_line();
      default:
        return write(1 + pick(pick(3) == 0 ? 60 : 6));
    }
  }

  [[nodiscard]] bool done() const { return next_ == lines_.size(); }

  void finish() {
    write(0);
    collect_once();
    collect_once();
  }

  [[nodiscard]] std::string from_history(Config config) const {
    config.history.db = database();
    config.inputs.clear();
    return printed(config);
  }
  [[nodiscard]] std::string from_logs(Config config) const {
    const fs::path truth = folder_ / "truth.log";
    std::ofstream file(truth, std::ios::binary);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!lost_[i]) file << lines_[i] << '\n';
    }
    file.close();
    date(truth);
    config.inputs = {truth.string()};
    return printed(config);
  }
  [[nodiscard]] const std::string& story() const { return story_; }

 private:
  [[nodiscard]] std::size_t pick(std::size_t of) { return random_() % of; }
  [[nodiscard]] std::string database() const { return (folder_ / "history.db").string(); }
  void tell(std::string_view what) { story_ += fmt::format("{} (line {}); ", what, next_); }

  [[nodiscard]] LogFile& open_file() { return files_[writing_]; }

  /// Also ends a half line.
  void write(std::size_t count) {
    if (!rest_.empty()) {
      open_file().bytes += std::exchange(rest_, "") + "\n";
      open_file().lines.push_back(next_++);
    }
    for (; count > 0 && next_ < lines_.size(); --count) {
      open_file().bytes += lines_[next_] + "\n";
      open_file().lines.push_back(next_++);
    }
  }
  void half_line() {
    write(0);
    if (next_ == lines_.size()) return;
    const std::size_t at = 1 + pick(lines_[next_].size() - 1);
    open_file().bytes += lines_[next_].substr(0, at);
    rest_ = lines_[next_].substr(at);
  }
  [[nodiscard]] std::string stamp(std::size_t line) const {
    return lines_[line].substr(0, lines_[line].find(" mail"));
  }
  /// Nothing tells in which order two logs follow one another that begin in the same second, but
  /// that one of them was collected before the other one was there.
  [[nodiscard]] bool may_begin_file() const {
    if (next_ == lines_.size()) return false;
    const auto last = std::find_if(files_.begin(), files_.end(),
                                   [](const LogFile& file) { return !file.lines.empty(); });
    if (last == files_.end()) return true;
    const std::size_t first = last->lines.front();
    return seen_[first] || stamp(first) != stamp(next_);
  }
  /// By renaming: the server goes on writing to the file that has another name now.
  void rotate() {
    reopen();
    if (writing_ != 0 || files_[0].lines.empty()) return;
    tell("rotate");
    files_.insert(files_.begin(), LogFile());
    writing_ = 1;
    if (files_.size() > 6) forget(files_.size() - 1);
  }
  /// The server opens its log anew.
  void reopen() {
    if (writing_ == 0) return;
    write(0);
    if (may_begin_file()) writing_ = 0;
  }
  void copy_and_truncate() {
    reopen();
    write(0);
    if (writing_ != 0 || !may_begin_file()) return;
    tell("copytruncate");
    files_.insert(files_.begin() + 1, files_[0]);
    if (pick(3) == 0) collect_once();  // Between the two steps.
    files_[0] = LogFile();
  }
  void compress() {
    const std::size_t at = 1 + pick(files_.size());
    if (at >= files_.size() || at == writing_) return;
    tell(fmt::format("compress {}", at));
    files_[at].packed = true;
  }
  void truncate() {
    reopen();
    write(0);
    if (writing_ != 0 || !may_begin_file()) return;
    tell("truncate");
    lose(files_[0]);
    files_[0] = LogFile();
  }
  void drop_oldest() {
    if (files_.size() > 2 && writing_ == 0) forget(files_.size() - 1);
  }
  void forget(std::size_t at) {
    tell(fmt::format("delete {}", at));
    lose(files_[at]);
    files_.erase(files_.begin() + static_cast<std::ptrdiff_t>(at));
  }
  /// Its lines go, and nobody read them if no run did.
  void lose(const LogFile& file) {
    for (const std::size_t line : file.lines) {
      const bool elsewhere = std::any_of(files_.begin(), files_.end(), [&](const LogFile& other) {
        return &other != &file &&
               std::find(other.lines.begin(), other.lines.end(), line) != other.lines.end();
      });
      if (!seen_[line] && !elsewhere) lost_[line] = true;
    }
  }

  static void date(const fs::path& path) {
    const timeval then{kThen, 0};
    const timeval times[2] = {then, then};
    REQUIRE(utimes(path.c_str(), times) == 0);
  }
  [[nodiscard]] Config collect_config() const {
    Config config = test_config(Command::collect);
    config.now = kThen * kMicrosPerSecond;
    config.history.db = database();
    config.inputs = {(folder_ / "log").string()};
    return config;
  }
  void put_on_disk() const {
    fs::remove_all(folder_ / "log");
    fs::create_directories(folder_ / "log");
    for (std::size_t i = 0; i < files_.size(); ++i) {
      const LogFile& file = files_[i];
      const fs::path path = folder_ / "log" /
                            fmt::format("mail.log{}{}", i == 0 ? "" : fmt::format(".{}", i),
                                        file.packed ? ".gz" : "");
      std::ofstream(path, std::ios::binary) << (file.packed ? gzip(file.bytes) : file.bytes);
      date(path);
    }
  }
  void see_all() {
    for (const LogFile& file : files_) {
      for (const std::size_t line : file.lines) seen_[line] = true;
    }
  }
  void collect_once() {
    tell("run");
    put_on_disk();
    const Result<CollectRun> done = collect(collect_config());
    INFO(story_);
    REQUIRE(done);
    for (const InputNote& note : done.value().notes) {
      INFO(note.message.english);
      REQUIRE(note.severity != InputNote::Severity::problem);
    }
    see_all();
  }
  /// The process ends somewhere between two statements.
  void crash() {
    put_on_disk();
    const auto statements = static_cast<int>(pick(pick(2) == 0 ? 12 : 300));
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      statements_left = statements;
      (void)sqlite3_auto_extension(reinterpret_cast<void (*)()>(&watch_statements));
      std::_Exit(collect(collect_config()) ? 0 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    INFO(story_);
    REQUIRE(WIFEXITED(status));
    const int code = WEXITSTATUS(status);
    tell(fmt::format("crash behind {}: {}", statements, code));
    REQUIRE(code != 1);
    if (code != kCrashed) see_all();
  }

  std::mt19937 random_;
  std::vector<std::string> lines_;
  std::vector<bool> seen_;
  std::vector<bool> lost_;
  std::vector<LogFile> files_;  ///< mail.log, mail.log.1, …
  std::size_t writing_ = 0;
  std::size_t next_ = 0;
  std::string rest_;  ///< Of the half line.
  std::string story_;
  fs::path folder_;
};

/// Everything that a history keeps.
std::vector<Config> views_of_history() {
  std::vector<Config> views{preset_config("tls"), preset_config("volume"),
                            test_config(Command::pivot), test_config(Command::pivot)};
  using enum Dimension;
  views[2].rows = {host, service, client, mechanism, hour};
  views[2].columns = {tls, cipher};
  views[2].values = {Measure::messages, Measure::recipients, Measure::bytes, Measure::first,
                     Measure::last};
  views[2].selection.auth = AuthScope::any;
  views[3].failures = true;
  views[3].rows = {kind, reason_class, client, account, hour};
  views[3].values = {Measure::failures, Measure::first, Measure::last};
  for (Config& view : views) view.now = kThen * kMicrosPerSecond;
  return views;
}

unsigned sequences() {
  const char* const wish = std::getenv("SMTPTALLY_TORTURE");  // NOLINT(concurrency-mt-unsafe)
  return wish != nullptr ? static_cast<unsigned>(std::stoul(wish)) : effort(60);
}

}  // namespace

TEST_CASE("history: whatever happens to a log between runs, each of its lines counts once") {
  const char* const first = std::getenv("SMTPTALLY_TORTURE_FROM");  // NOLINT(concurrency-mt-unsafe)
  const unsigned from = first != nullptr ? static_cast<unsigned>(std::stoul(first)) : 1;
  for (unsigned seed = from; seed < from + sequences(); ++seed) {
    std::vector<std::string> log = random_log(seed, 12 + seed % 30);
    if (seed % 3 == 1) log = with_pauses(log, seed);
    Machine machine(std::move(log), seed);
    while (!machine.done()) machine.step();
    machine.finish();
    for (const Config& view : views_of_history()) {
      INFO("sequence " << seed << ": " << machine.story());
      REQUIRE(machine.from_history(view) == machine.from_logs(view));
    }
  }
}
