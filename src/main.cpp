// The program's main(): the process environment, the command line, the exit status.

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <variant>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cli/cli_values.hpp"
#include "io/cores.hpp"
#include "io/error_text.hpp"
#include "io/interrupt.hpp"
#include "smtptally/config.hpp"
#include "smtptally/run.hpp"

namespace {

unsigned terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 0;
}

smtptally::Environment environment_of_process() {
  using std::chrono::duration_cast;
  smtptally::Environment here;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  here.now = duration_cast<std::chrono::microseconds>(now).count();
  here.stdin_is_terminal = isatty(STDIN_FILENO) == 1;
  here.stdout_is_terminal = isatty(STDOUT_FILENO) == 1;
  here.stderr_is_terminal = isatty(STDERR_FILENO) == 1;
  here.terminal_width = terminal_width();
  // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no threads yet.
  const char* const no_color = std::getenv("NO_COLOR");
  here.no_color = no_color != nullptr && *no_color != '\0';
  here.cores = smtptally::available_cores();
  return here;
}

/// Return freed blocks of 64 KiB and more to the kernel. glibc raises its mmap threshold up to 32
/// MiB with every freed block, and each thread's heap keeps smaller blocks: growing lists left a
/// third of the peak memory fragmented with two jobs.
void give_back_large_blocks() {
#ifdef __GLIBC__
  // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no threads yet.
  (void)mallopt(M_MMAP_THRESHOLD, 64 * 1024);
#endif
}

/// Opens standard descriptors that the caller closed (<&-), so that no input or output file gets
/// their number. Reads and writes of them still fail.
void fill_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
    const int flags = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (open("/dev/null", flags) != descriptor) std::abort();  // The lowest that is free.
  }
}

bool exists(const std::string& path) {
  struct stat found {};
  return lstat(path.c_str(), &found) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

/// Prints requested text to standard output, a usage error to standard error.
smtptally::ExitCode say(const smtptally::EarlyExit& stop) {
  const bool wanted = stop.code == smtptally::ExitCode::ok;
  const bool written = std::fputs(stop.text.c_str(), wanted ? stdout : stderr) >= 0 &&
                       std::fflush(wanted ? stdout : stderr) == 0;
  if (written || !wanted || errno == EPIPE) return stop.code;
  (void)std::fprintf(stderr, "smtptally: error: standard output could not be written: %s\n",
                     smtptally::error_text(errno).c_str());
  return smtptally::ExitCode::failed;
}

}  // namespace

int main(int argc, char** argv) {
  fill_standard_descriptors();
  give_back_large_blocks();
  smtptally::exit_without_memory();
  smtptally::exit_on_interrupt();
  auto parsed =
      smtptally::parse_command_line({argv + 1, argv + argc}, environment_of_process(), &exists);
  if (const auto* stop = std::get_if<smtptally::EarlyExit>(&parsed)) {
    return static_cast<int>(say(*stop));
  }
  auto& config = std::get<smtptally::Config>(parsed);
  config.jobs = std::min(config.jobs, smtptally::affordable_jobs());
  return static_cast<int>(smtptally::run(config, stdout, stderr));
}
