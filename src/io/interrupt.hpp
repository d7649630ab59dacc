#pragma once

#include <csignal>
#include <string_view>

#include <sys/types.h>

namespace smtptally {

/// From now on SIGINT, SIGTERM, SIGHUP and SIGQUIT end the process at once, wherever it waits, with
/// 128 + signal (130, 143, 129, 131) and nothing on stderr. Nothing else must be undone except the
/// file of a RemoveOnInterrupt, the line of an EraseOnInterrupt and the child of an EndOnInterrupt.
/// A signal that the parent ignored (nohup) stays ignored. SIGXFSZ (file too large) and SIGPIPE (no
/// reader) become errors of the write. For main(), once, before threads are started.
void exit_on_interrupt();

/// From now on, an allocation that fails ends the process with one line on stderr and
/// ExitCode::failed, and cleans up as an interrupt does. For main(), once.
void exit_without_memory();

/// During its lifetime, an interrupt removes a file. At most one object in the process.
class RemoveOnInterrupt {
 public:
  /// Requires that `path` outlives the object.
  explicit RemoveOnInterrupt(const char* path) noexcept;
  RemoveOnInterrupt(const RemoveOnInterrupt&) = delete;
  RemoveOnInterrupt& operator=(const RemoveOnInterrupt&) = delete;
  ~RemoveOnInterrupt();
};

/// Clears the cursor's line: carriage return, then ECMA-48's "erase in line".
inline constexpr std::string_view kEraseLine = "\r\x1b[K";

/// During its lifetime, an interrupt writes kEraseLine to a descriptor. At most one object in the
/// process.
class EraseOnInterrupt {
 public:
  explicit EraseOnInterrupt(int terminal) noexcept;
  EraseOnInterrupt(const EraseOnInterrupt&) = delete;
  EraseOnInterrupt& operator=(const EraseOnInterrupt&) = delete;
  ~EraseOnInterrupt();
  /// True after an interrupt: then another thread must not write, because its text would remain.
  [[nodiscard]] bool interrupted() const noexcept;
};

/// During its lifetime, an interrupt also ends a child process. At most one object in the process.
class EndOnInterrupt {
 public:
  explicit EndOnInterrupt(pid_t child) noexcept;
  EndOnInterrupt(const EndOnInterrupt&) = delete;
  EndOnInterrupt& operator=(const EndOnInterrupt&) = delete;
  ~EndOnInterrupt();
};

/// During its lifetime, these signals are blocked in this thread and in threads that it starts.
/// Every thread except the first is started that way, so that only the first one receives the
/// signals, and its work under HoldInterrupts is not interrupted.
class HoldInterrupts {
 public:
  HoldInterrupts() noexcept;
  HoldInterrupts(const HoldInterrupts&) = delete;
  HoldInterrupts& operator=(const HoldInterrupts&) = delete;
  ~HoldInterrupts();
  /// The thread's former signal mask, for child processes.
  [[nodiscard]] const sigset_t& before() const noexcept { return before_; }

 private:
  sigset_t before_{};
};

}  // namespace smtptally
