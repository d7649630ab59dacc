// Runs a command with its output thrown away and prints how long it took and how much memory it
// had at most: "NANOSECONDS PEAK_KIBIBYTES". Exits with the status of the command.
#include <chrono>
#include <cstdio>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int kCannotRun = 127;

[[noreturn]] void run(char** command) {
  const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (null < 0 || dup2(null, STDOUT_FILENO) < 0) _exit(kCannotRun);
  execvp(command[0], command);
  std::perror(command[0]);
  _exit(kCannotRun);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return kCannotRun;
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) run(argv + 1);
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) return kCannotRun;
  const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - begin;
  if (std::printf("%lld %ld\n", static_cast<long long>(took.count()), usage.ru_maxrss) < 0) {
    return kCannotRun;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : kCannotRun;
}
