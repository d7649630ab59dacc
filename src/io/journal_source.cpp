// Runs journalctl and reads its output.

#include "io/journal_source.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/error_text.hpp"
#include "io/interrupt.hpp"
#include "io/spawn.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr Micros kSlack = Micros{3600} * kMicrosPerSecond;

/// The standard output of a child process, which is reaped at its end or with the source.
class ProcessSource final : public ByteSource {
 public:
  ProcessSource(pid_t child, int output, std::shared_ptr<const Complaints> complaints,
                std::string name)
      : child_(child),
        ended_with_us_(std::in_place, child),
        output_(output),
        complaints_(std::move(complaints)),
        name_(std::move(name)) {}
  ProcessSource(const ProcessSource&) = delete;
  ProcessSource& operator=(const ProcessSource&) = delete;
  ~ProcessSource() override {
    (void)close(output_);
    if (child_ > 0) {
      (void)kill(child_, SIGTERM);
      (void)wait_for_child();
    }
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
    const int status = wait_for_end(child_);
    child_ = -1;
    ended_with_us_.reset();
    return status;
  }

  [[nodiscard]] Error failure(int status) const {
    const std::string words = complaints_->text();
    // TRANSLATORS: a program, "ended with 1", and what it said.
    return said("{} {}: {}; run as root or as a member of group systemd-journal", name_,
                end_in_words(status), words.empty() ? said("it gave no reason") : Said(words));
  }

  pid_t child_;
  std::optional<EndOnInterrupt> ended_with_us_;  ///< Until the child is reaped.
  int output_;
  std::shared_ptr<const Complaints> complaints_;
  std::string name_;
};

/// PERF: as JSON, with all fields, journalctl takes three times as long.
std::vector<std::string> export_arguments() {
  return {"-o", "export", "--no-pager",
          "--output-fields=MESSAGE,SYSLOG_IDENTIFIER,SYSLOG_PID,_PID,_HOSTNAME,CONTAINER_ID,"
          "CONTAINER_NAME"};
}

}  // namespace

std::vector<std::string> journalctl_export(const std::string& file) {
  std::vector<std::string> arguments = export_arguments();
  arguments.push_back("--file=" + file);
  return arguments;
}

std::vector<std::string> journalctl_arguments(const TimeRange& range) {
  std::vector<std::string> arguments = export_arguments();
  if (range.since != kBeginningOfTime) {
    arguments.push_back(fmt::format("--since=@{}", whole_seconds(range.since - kSlack)));
  }
  if (range.until != kEndOfTime) {
    // A message may be accepted later than its client= line, and its TLS evidence, too.
    arguments.push_back(fmt::format("--until=@{}", whole_seconds(range.until + kSlack)));
  }
  arguments.insert(arguments.end(),
                   {"SYSLOG_FACILITY=2", "+", "SYSLOG_IDENTIFIER=systemd-journald"});
  return arguments;
}

Result<ProgramOutput> run_program(const std::string& program,
                                  const std::vector<std::string>& arguments) {
  std::array<int, 2> output{};
  if (pipe2(output.data(), O_CLOEXEC) != 0) {
    return Error{said("{}: no pipe: {}", program, error_text(errno))};
  }
  std::FILE* const errors = std::tmpfile();
  if (errors == nullptr) {
    const int error = errno;
    (void)close(output[0]);
    (void)close(output[1]);
    return Error{said("{}: no temporary file: {}", program, error_text(error))};
  }
  auto complaints = std::make_shared<const Complaints>(errors);
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const HoldInterrupts hold;  // Until an interrupt knows the child to end.
  pid_t child = -1;
  const int error =
      spawn(words, {.output = output[1], .errors = fileno(errors), .mask = &hold.before()}, child);
  (void)close(output[1]);
  if (error != 0) {
    (void)close(output[0]);
    return Error{
        said("{} could not be run: {}; --journal needs systemd, give log files "
             "instead",
             program, error_text(error))};
  }
  auto source = std::make_unique<ProcessSource>(child, output[0], complaints, program);
  return ProgramOutput{std::move(source), std::move(complaints)};
}

}  // namespace smtptally
