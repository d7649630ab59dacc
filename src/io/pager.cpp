#include "io/pager.hpp"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // POSIX, declared by no header.

namespace smtptally {
namespace {

/// Starts `sh -c command` with `input` as its standard input and the usual signals; 0 if it failed.
pid_t start(const std::string& command, int input) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  (void)posix_spawn_file_actions_init(&files);
  (void)posix_spawnattr_init(&attributes);
  (void)posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  sigset_t as_usual;
  (void)sigemptyset(&as_usual);
  for (const int signal : {SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT}) (void)sigaddset(&as_usual, signal);
  (void)posix_spawnattr_setsigdefault(&attributes, &as_usual);
  (void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  std::string shell = "sh";
  std::string option = "-c";
  std::string words = command;
  const std::array<char*, 4> arguments{shell.data(), option.data(), words.data(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, "/bin/sh", &files, &attributes, arguments.data(), environ) != 0)
    child = 0;
  (void)posix_spawnattr_destroy(&attributes);
  (void)posix_spawn_file_actions_destroy(&files);
  return child;
}

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
  const pid_t child = start(command, ends[0]);
  (void)close(ends[0]);
  if (child != 0) write_all(ends[1], text);
  (void)close(ends[1]);
  int status = 0;
  while (child != 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  (void)std::signal(SIGINT, old_interrupt);
  // The shell's words for "not found" and "not executable".
  const bool missing =
      WIFEXITED(status) && (WEXITSTATUS(status) == 127 || WEXITSTATUS(status) == 126);
  return child != 0 && !missing;
}

}  // namespace smtptally
