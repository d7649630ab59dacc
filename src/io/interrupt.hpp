#pragma once

#include <csignal>
#include <string_view>

#include <sys/types.h>

namespace smtptally {

/// From now on SIGINT, SIGTERM, SIGHUP and SIGQUIT end the process at once, wherever it waits, with
/// 128 + signal (130, 143, 129, 131) and nothing on stderr: a run changes nothing that had to be
/// undone, but for the file of a RemoveOnInterrupt, the line of an EraseOnInterrupt and the child
/// of an EndOnInterrupt. A signal that the process was started to ignore (nohup) stays ignored.
/// What a write has no room for (SIGXFSZ) and whom nobody reads (SIGPIPE) is an error of the write.
/// For main(), once, before there are threads.
void exit_on_interrupt();

/// From now on, a new that finds no memory ends the process with one line on stderr and
/// ExitCode::failed, and leaves as little behind as an interrupt. For main(), once.
void exit_without_memory();

/// While it lives, an interrupt removes a file. One at a time in the process.
class RemoveOnInterrupt {
 public:
  /// `path` must live as long as this.
  explicit RemoveOnInterrupt(const char* path) noexcept;
  RemoveOnInterrupt(const RemoveOnInterrupt&) = delete;
  RemoveOnInterrupt& operator=(const RemoveOnInterrupt&) = delete;
  ~RemoveOnInterrupt();
};

/// Empties the line of the cursor: carriage return, then ECMA-48's "erase in line".
inline constexpr std::string_view kEraseLine = "\r\x1b[K";

/// While it lives, an interrupt writes kEraseLine to a descriptor. One at a time in the process.
class EraseOnInterrupt {
 public:
  explicit EraseOnInterrupt(int terminal) noexcept;
  EraseOnInterrupt(const EraseOnInterrupt&) = delete;
  EraseOnInterrupt& operator=(const EraseOnInterrupt&) = delete;
  ~EraseOnInterrupt();
  /// True once an interrupt has come: what another thread wrote now would stay.
  [[nodiscard]] bool interrupted() const noexcept;
};

/// While it lives, an interrupt ends a process, too. One at a time in the process.
class EndOnInterrupt {
 public:
  explicit EndOnInterrupt(pid_t child) noexcept;
  EndOnInterrupt(const EndOnInterrupt&) = delete;
  EndOnInterrupt& operator=(const EndOnInterrupt&) = delete;
  ~EndOnInterrupt();
};

/// While it lives, these signals wait as far as this thread and those that it starts are
/// concerned. Every thread but the first is started so: then it is the first that takes them, and
/// what that one does under HoldInterrupts is not cut.
class HoldInterrupts {
 public:
  HoldInterrupts() noexcept;
  HoldInterrupts(const HoldInterrupts&) = delete;
  HoldInterrupts& operator=(const HoldInterrupts&) = delete;
  ~HoldInterrupts();
  /// What the thread blocked before, as a child should.
  [[nodiscard]] const sigset_t& before() const noexcept { return before_; }

 private:
  sigset_t before_{};
};

}  // namespace smtptally
