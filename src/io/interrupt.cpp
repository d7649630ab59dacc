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

// A signal handler gets no argument of ours: this is the one global of the program.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<const char*> file_to_remove{nullptr};
static_assert(std::atomic<const char*>::is_always_lock_free);

/// Calls only what POSIX calls safe in a handler.
extern "C" void end_process(int signal) {
  const char* const path = file_to_remove.load();
  if (path != nullptr) (void)unlink(path);
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

HoldInterrupts::HoldInterrupts() noexcept {
  const sigset_t set = both_signals();
  (void)pthread_sigmask(SIG_BLOCK, &set, &before_);
}
HoldInterrupts::~HoldInterrupts() { (void)pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

}  // namespace smtptally
