#include "io/sendmail.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <sys/wait.h>

#include "io/complaints.hpp"
#include "io/error_text.hpp"
#include "io/interrupt.hpp"
#include "io/spawn.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

using Clock = std::chrono::steady_clock;

/// Whether the child ended before `deadline`; then its status.
bool ends_before(pid_t child, Clock::time_point deadline, int& status) {
  auto pause = std::chrono::milliseconds(1);
  while (true) {
    const pid_t ended = waitpid(child, &status, WNOHANG);
    if (ended == child || (ended < 0 && errno != EINTR)) return true;
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, std::chrono::milliseconds(50));
  }
}

/// First by SIGTERM, so that it can clean up.
void end(pid_t child) {
  int status = 0;
  (void)kill(child, SIGTERM);
  if (ends_before(child, Clock::now() + std::chrono::seconds(2), status)) return;
  (void)kill(child, SIGKILL);
  (void)wait_for_end(child);
}

struct CloseTemporary {
  void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }
};
using TemporaryFile = std::unique_ptr<std::FILE, CloseTemporary>;

}  // namespace

std::optional<Error> send_mail(const std::string& program, std::string_view message,
                               std::chrono::seconds patience) {
  // Files, no pipes: a program that does not read cannot stop this one.
  const TemporaryFile input(std::tmpfile());
  std::FILE* const answer = std::tmpfile();
  if (input == nullptr || answer == nullptr) {
    const int error = errno;
    if (answer != nullptr) (void)std::fclose(answer);
    return Error{said("the report was not mailed: no temporary file: {}", error_text(error))};
  }
  const Complaints complaints(answer);
  const bool whole = std::fwrite(message.data(), 1, message.size(), input.get()) == message.size();
  if (!whole || std::fflush(input.get()) != 0) {
    return Error{said("the report was not mailed: temporary file: {}", error_text(errno))};
  }
  std::rewind(input.get());
  std::optional<HoldInterrupts> hold(std::in_place);  // Until an interrupt knows the child to end.
  pid_t child = -1;
  const SpawnOptions options{.input = fileno(input.get()),
                             .output = fileno(answer),
                             .errors = fileno(answer),
                             .mask = &hold->before()};
  if (const int error = spawn({program, "-t", "-i"}, options, child); error != 0) {
    return Error{
        said("the report was not mailed: {} could not be run: {}; name the program "
             "with --sendmail",
             visible(program), error_text(error))};
  }
  std::optional<EndOnInterrupt> ended_with_us(std::in_place, child);
  hold.reset();
  int status = 0;
  const bool in_time = ends_before(child, Clock::now() + patience, status);
  if (!in_time) end(child);
  ended_with_us.reset();
  if (!in_time) {
    return Error{said("the report was not mailed: {} did not take it in {} s and was ended",
                      visible(program), patience.count())};
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return std::nullopt;
  const std::string words = complaints.text();
  // TRANSLATORS: a program, "ended with 1", and what it said.
  return Error{said("the report was not mailed: {} {}: {}", visible(program), end_in_words(status),
                    words.empty() ? said("it gave no reason") : Said(words))};
}

}  // namespace smtptally
