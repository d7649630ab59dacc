// Ends the process on signals and when memory is exhausted.

#include "io/interrupt.hpp"

#include <array>
#include <atomic>
#include <new>
#include <string_view>

#include <unistd.h>

#include "smtptally/exit_code.hpp"

namespace smtptally {
namespace {

constexpr std::array<int, 4> kSignals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
constexpr int kExitOfSignal = 128;
static_assert(kExitOfSignal + SIGINT == static_cast<int>(ExitCode::interrupted));

constexpr int kNone = -1;

// A signal handler has no argument of ours, so it needs globals: the only ones of the program.
// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<const char*> file_to_remove{nullptr};
std::atomic<int> terminal_to_erase{kNone};
std::atomic<pid_t> child_to_end{kNone};
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<const char*>::is_always_lock_free);
static_assert(std::atomic<int>::is_always_lock_free);

/// Calls only functions that POSIX calls async-signal-safe.
[[noreturn]] void leave(int status) {
  const char* const path = file_to_remove.load();
  if (path != nullptr) (void)unlink(path);
  const pid_t child = child_to_end.load();
  if (child != kNone) (void)kill(child, SIGTERM);
  const int terminal = terminal_to_erase.exchange(kNone);
  if (terminal != kNone) {
    [[maybe_unused]] const ssize_t written = write(terminal, kEraseLine.data(), kEraseLine.size());
  }
  _exit(status);
}

extern "C" void end_process(int signal) { leave(kExitOfSignal + signal); }

/// Allocates nothing. Other threads may enter it until the process has ended.
[[noreturn]] void end_without_memory() {
  constexpr std::string_view kText =
      "smtptally: error: there is not enough memory; try --jobs 1, a shorter range, fewer files, "
      "or "
      "raise the limit (ulimit -v)\n";
  static std::atomic_flag said;
  if (said.test_and_set()) {
    while (true) (void)pause();
  }
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kText.data(), kText.size());
  leave(static_cast<int>(ExitCode::failed));
}

sigset_t all_signals() noexcept {
  sigset_t set{};
  (void)sigemptyset(&set);
  for (const int signal : kSignals) (void)sigaddset(&set, signal);
  return set;
}

}  // namespace

void exit_on_interrupt() {
  for (const int signal : kSignals) {
    struct sigaction action {};
    if (sigaction(signal, nullptr, &action) != 0 || action.sa_handler == SIG_IGN) continue;
    action = {};
    action.sa_handler = &end_process;
    action.sa_mask = all_signals();
    (void)sigaction(signal, &action, nullptr);
  }
  (void)std::signal(SIGPIPE, SIG_IGN);
  (void)std::signal(SIGXFSZ, SIG_IGN);
}

void exit_without_memory() { (void)std::set_new_handler(&end_without_memory); }

RemoveOnInterrupt::RemoveOnInterrupt(const char* path) noexcept { file_to_remove.store(path); }
RemoveOnInterrupt::~RemoveOnInterrupt() { file_to_remove.store(nullptr); }

EraseOnInterrupt::EraseOnInterrupt(int terminal) noexcept { terminal_to_erase.store(terminal); }
EraseOnInterrupt::~EraseOnInterrupt() { terminal_to_erase.store(kNone); }
// NOLINTNEXTLINE(readability-convert-member-functions-to-static): valid only for this object.
bool EraseOnInterrupt::interrupted() const noexcept { return terminal_to_erase.load() == kNone; }

EndOnInterrupt::EndOnInterrupt(pid_t child) noexcept { child_to_end.store(child); }
EndOnInterrupt::~EndOnInterrupt() { child_to_end.store(kNone); }

HoldInterrupts::HoldInterrupts() noexcept {
  const sigset_t set = all_signals();
  (void)pthread_sigmask(SIG_BLOCK, &set, &before_);
}
HoldInterrupts::~HoldInterrupts() { (void)pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

}  // namespace smtptally
