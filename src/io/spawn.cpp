#include "io/spawn.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text/translate.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX wants it declared.

namespace smtptally {

int spawn(const std::vector<std::string>& words, const SpawnOptions& options, pid_t& child) {
  posix_spawn_file_actions_t actions{};
  (void)posix_spawn_file_actions_init(&actions);
  if (options.input < 0) {
    (void)posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  } else {
    (void)posix_spawn_file_actions_adddup2(&actions, options.input, STDIN_FILENO);
  }
  if (options.output >= 0) {
    (void)posix_spawn_file_actions_adddup2(&actions, options.output, STDOUT_FILENO);
  }
  if (options.errors >= 0) {
    (void)posix_spawn_file_actions_adddup2(&actions, options.errors, STDERR_FILENO);
  }
  posix_spawnattr_t attributes{};
  (void)posix_spawnattr_init(&attributes);
  sigset_t as_usual{};
  (void)sigemptyset(&as_usual);
  for (const int signal : options.usual_signals) (void)sigaddset(&as_usual, signal);
  (void)posix_spawnattr_setsigdefault(&attributes, &as_usual);
  if (options.mask != nullptr) (void)posix_spawnattr_setsigmask(&attributes, options.mask);
  const int flags = POSIX_SPAWN_SETSIGDEF | (options.mask != nullptr ? POSIX_SPAWN_SETSIGMASK : 0);
  (void)posix_spawnattr_setflags(&attributes, static_cast<short>(flags));
  std::vector<std::string> texts = words;
  std::vector<char*> argv;
  argv.reserve(texts.size() + 1);
  for (std::string& word : texts) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int error = posix_spawnp(&child, argv[0], &actions, &attributes, argv.data(), environ);
  (void)posix_spawnattr_destroy(&attributes);
  (void)posix_spawn_file_actions_destroy(&actions);
  return error;
}

int wait_for_end(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

Said end_in_words(int status) {
  return WIFEXITED(status) ? said("ended with {}", WEXITSTATUS(status))
                           : said("was killed by signal {}", WTERMSIG(status));
}

}  // namespace smtptally
