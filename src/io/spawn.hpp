#pragma once

#include <csignal>
#include <string>
#include <vector>

#include <sys/types.h>

#include "smtptally/said.hpp"

namespace smtptally {

/// How a child process begins. Ignored and blocked signals are inherited, so that it names those it
/// gets as usual.
struct SpawnOptions {
  int input = -1;   ///< Its standard input; /dev/null for -1.
  int output = -1;  ///< Its standard output; that of this process for -1.
  int errors = -1;  ///< The same of standard error.
  std::vector<int> usual_signals{SIGPIPE, SIGXFSZ};
  const sigset_t* mask = nullptr;  ///< Its blocked signals; null for those of this thread.
};

/// Starts the program words[0], which is found along PATH, with the other words as arguments. 0, or
/// an errno, and then there is no child.
[[nodiscard]] int spawn(const std::vector<std::string>& words, const SpawnOptions& options,
                        pid_t& child);

/// Waits for the end of a child; its status as waitpid() has it.
[[nodiscard]] int wait_for_end(pid_t child);

/// "ended with 75", "was killed by signal 15".
[[nodiscard]] Said end_in_words(int status);

}  // namespace smtptally
