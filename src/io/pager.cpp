#include "io/pager.hpp"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/spawn.hpp"

namespace smtptally {
namespace {

/// Until the reader closes the pipe.
void write_all(int out, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(out, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

bool show_in_pager(const std::string& command, std::string_view text) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  // An interrupt is the pager's: it ends a search there, not this program.
  const auto old_interrupt = std::signal(SIGINT, SIG_IGN);
  pid_t child = 0;
  const SpawnOptions options{.input = ends[0],
                             .usual_signals = {SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT}};
  const bool started = spawn({"sh", "-c", command}, options, child) == 0;
  (void)close(ends[0]);
  if (started) write_all(ends[1], text);
  (void)close(ends[1]);
  const int status = started ? wait_for_end(child) : 0;
  (void)std::signal(SIGINT, old_interrupt);
  // The shell's words for "not found" and "not executable".
  const bool missing =
      WIFEXITED(status) && (WEXITSTATUS(status) == 127 || WEXITSTATUS(status) == 126);
  return started && !missing;
}

}  // namespace smtptally
