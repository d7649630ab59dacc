#include "io/interrupt.hpp"

#include <array>
#include <atomic>

#include <unistd.h>

#include "smtptally/config.hpp"

namespace smtptally {
namespace {

constexpr std::array<int, 2> kSignals{SIGINT, SIGTERM};
constexpr int kExitOfSignal = 128;
static_assert(kExitOfSignal + SIGINT == static_cast<int>(ExitCode::interrupted));

constexpr int kNone = -1;

// A signal handler gets no argument of ours: these are the only globals of the program.
// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<const char*> file_to_remove{nullptr};
std::atomic<int> terminal_to_erase{kNone};
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<const char*>::is_always_lock_free);
static_assert(std::atomic<int>::is_always_lock_free);

/// Calls only what POSIX calls safe in a handler.
extern "C" void end_process(int signal) {
  const char* const path = file_to_remove.load();
  if (path != nullptr) (void)unlink(path);
  const int terminal = terminal_to_erase.exchange(kNone);
  if (terminal != kNone) {
    [[maybe_unused]] const ssize_t written = write(terminal, kEraseLine.data(), kEraseLine.size());
  }
  _exit(kExitOfSignal + signal);
}

sigset_t both_signals() noexcept {
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
    action.sa_mask = both_signals();
    (void)sigaction(signal, &action, nullptr);
  }
}

RemoveOnInterrupt::RemoveOnInterrupt(const char* path) noexcept { file_to_remove.store(path); }
RemoveOnInterrupt::~RemoveOnInterrupt() { file_to_remove.store(nullptr); }

EraseOnInterrupt::EraseOnInterrupt(int terminal) noexcept { terminal_to_erase.store(terminal); }
EraseOnInterrupt::~EraseOnInterrupt() { terminal_to_erase.store(kNone); }
// NOLINTNEXTLINE(readability-convert-member-functions-to-static): it speaks of this object's life.
bool EraseOnInterrupt::interrupted() const noexcept { return terminal_to_erase.load() == kNone; }

HoldInterrupts::HoldInterrupts() noexcept {
  const sigset_t set = both_signals();
  (void)pthread_sigmask(SIG_BLOCK, &set, &before_);
}
HoldInterrupts::~HoldInterrupts() { (void)pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

}  // namespace smtptally
