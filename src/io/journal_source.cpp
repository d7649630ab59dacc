#include "io/journal_source.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "format/escape.hpp"
#include "io/error_text.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX wants it declared.

namespace smtptally {
namespace {

constexpr Micros kSlack = Micros{3600} * kMicrosPerSecond;
constexpr std::size_t kMostComplaint = 300;

/// The standard output of a child, which is reaped at its end or with the source.
class ProcessSource final : public ByteSource {
 public:
  ProcessSource(pid_t child, int output, std::FILE* complaints, std::string name)
      : child_(child), output_(output), complaints_(complaints), name_(std::move(name)) {}
  ProcessSource(const ProcessSource&) = delete;
  ProcessSource& operator=(const ProcessSource&) = delete;
  ~ProcessSource() override {
    (void)close(output_);
    if (child_ > 0) {
      (void)kill(child_, SIGTERM);
      (void)wait_for_child();
    }
    (void)std::fclose(complaints_);
  }

  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    while (child_ > 0) {
      const ssize_t got = ::read(output_, into.data(), into.size());
      if (got > 0) return static_cast<std::size_t>(got);
      if (got < 0 && errno == EINTR) continue;
      const int status = wait_for_child();
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return std::size_t{0};
      return failure(status);
    }
    return std::size_t{0};
  }

 private:
  int wait_for_child() {
    int status = 0;
    while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    child_ = -1;
    return status;
  }

  [[nodiscard]] Error failure(int status) const {
    std::string said(kMostComplaint, '\0');
    std::rewind(complaints_);
    said.resize(std::fread(said.data(), 1, said.size(), complaints_));
    while (said.ends_with('\n')) said.pop_back();
    const std::string how = WIFEXITED(status)
                                ? fmt::format("ended with {}", WEXITSTATUS(status))
                                : fmt::format("was killed by signal {}", WTERMSIG(status));
    return {fmt::format("{} {}: {}; run as root or as a member of group systemd-journal", name_,
                        how, said.empty() ? "it gave no reason" : visible(said))};
  }

  pid_t child_;
  int output_;
  std::FILE* complaints_;  ///< An unlinked file: a pipe could fill up while nobody reads it.
  std::string name_;
};

}  // namespace

std::vector<std::string> journalctl_arguments(const TimeRange& range) {
  std::vector<std::string> arguments{"-o", "json", "--all", "--no-pager"};
  if (range.since != kBeginningOfTime) {
    arguments.push_back(fmt::format("--since=@{}", whole_seconds(range.since - kSlack)));
  }
  if (range.until != kEndOfTime) {
    // A message is accepted after its client= line; that evidence may come later, too.
    arguments.push_back(fmt::format("--until=@{}", whole_seconds(range.until + kSlack)));
  }
  arguments.insert(arguments.end(),
                   {"SYSLOG_FACILITY=2", "+", "SYSLOG_IDENTIFIER=systemd-journald"});
  return arguments;
}

Result<std::unique_ptr<ByteSource>> run_program(const std::string& program,
                                                const std::vector<std::string>& arguments) {
  std::array<int, 2> output{};
  if (pipe2(output.data(), O_CLOEXEC) != 0) {
    return Error{fmt::format("{}: no pipe: {}", program, error_text(errno))};
  }
  std::FILE* const complaints = std::tmpfile();
  if (complaints == nullptr) {
    const int error = errno;
    (void)close(output[0]);
    (void)close(output[1]);
    return Error{fmt::format("{}: no temporary file: {}", program, error_text(error))};
  }
  posix_spawn_file_actions_t actions{};
  (void)posix_spawn_file_actions_init(&actions);
  (void)posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  (void)posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  (void)posix_spawn_file_actions_adddup2(&actions, fileno(complaints), STDERR_FILENO);
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = -1;
  const int error = posix_spawnp(&child, program.c_str(), &actions, nullptr, argv.data(), environ);
  (void)posix_spawn_file_actions_destroy(&actions);
  (void)close(output[1]);
  if (error != 0) {
    (void)close(output[0]);
    (void)std::fclose(complaints);
    return Error{
        fmt::format("{} could not be run: {}; --journal needs systemd, give log files "
                    "instead",
                    program, error_text(error))};
  }
  return std::unique_ptr<ByteSource>(
      std::make_unique<ProcessSource>(child, output[0], complaints, program));
}

}  // namespace smtptally
