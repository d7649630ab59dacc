// The program's main(): the process environment, the command line, the exit status.

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>  // NOLINT(modernize-deprecated-headers): newlocale() is of POSIX.
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cli/cli_values.hpp"
#include "cli/language.hpp"
#include "cli/settings.hpp"
#include "io/config_places.hpp"
#include "io/cores.hpp"
#include "io/error_text.hpp"
#include "io/interrupt.hpp"
#include "io/locale_folder.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"
#include "smtptally/run.hpp"
#include "text/ascii.hpp"
#include "text/translate.hpp"

namespace {

winsize terminal_size() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return {};
  return size;
}

/// An environment variable; empty where it is not set.
std::string variable(const char* name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no threads yet.
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

/// Whether the locale's character set is UTF-8. A locale that is not installed is judged by its
/// name: the terminal is what it is all the same.
bool writes_utf8() {
  std::string name = variable("LC_ALL");
  if (name.empty()) name = variable("LC_CTYPE");
  if (name.empty()) name = variable("LANG");
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return smtptally::ascii_lower(c); });
  if (name.find("utf-8") != std::string::npos || name.find("utf8") != std::string::npos)
    return true;
  const locale_t locale = newlocale(LC_CTYPE_MASK, "", nullptr);
  if (locale == nullptr) return false;
  const bool utf8 = std::string_view(nl_langinfo_l(CODESET, locale)) == "UTF-8";
  freelocale(locale);
  return utf8;
}

smtptally::ConfigPlaces config_places() {
  smtptally::ConfigPlaces places;
  places.xdg_config_home = variable("XDG_CONFIG_HOME");
  places.home = variable("HOME");
  constexpr const char* kSystemFile = "SMTPTALLY_SYSTEM_CONFIG";
  // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no threads yet.
  if (std::getenv(kSystemFile) != nullptr) places.system_file = variable(kSystemFile);
  return places;
}

/// By the specification only an absolute path counts.
std::string state_home() {
  std::string named = variable("XDG_STATE_HOME");
  if (named.starts_with('/')) return named;
  const std::string home = variable("HOME");
  return home.empty() ? home : home + "/.local/state";
}

std::vector<smtptally::Variable> own_variables() {
  std::vector<smtptally::Variable> found;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (!text.starts_with("SMTPTALLY_") || equals == std::string_view::npos) continue;
    found.push_back({std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))});
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return found;
}

smtptally::Environment environment_of_process() {
  using std::chrono::duration_cast;
  smtptally::Environment here;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  here.now = duration_cast<std::chrono::microseconds>(now).count();
  here.stdin_is_terminal = isatty(STDIN_FILENO) == 1;
  here.stdout_is_terminal = isatty(STDOUT_FILENO) == 1;
  here.stderr_is_terminal = isatty(STDERR_FILENO) == 1;
  const winsize size = terminal_size();
  here.terminal_width = size.ws_col;
  here.terminal_height = size.ws_row;
  here.utf8 = writes_utf8();
  here.language = smtptally::language_of(
      {variable("LANGUAGE"), variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG")});
  here.no_color = !variable("NO_COLOR").empty();
  here.clicolor = variable("CLICOLOR") != "0";
  const std::string force = variable("CLICOLOR_FORCE");
  here.force_color = !force.empty() && force != "0";
  here.dumb = variable("TERM") == "dumb";
  here.columns = variable("COLUMNS");
  for (const char* const name : {"PAGER", "SMTPTALLY_PAGER"}) {
    if (std::getenv(name) != nullptr) here.pager = variable(name);  // NOLINT(concurrency-mt-unsafe)
  }
  here.cores = smtptally::available_cores();
  here.state_home = state_home();
  here.variables = own_variables();
  return here;
}

/// Keep freed memory for the next list that grows, and return blocks of 4 MiB and more to the
/// kernel. glibc maps each block of 128 KiB for itself at first, whose pages cost more than what is
/// written to them: a third of the time of a report of 20,000 senders. Later it raises that limit
/// up to 32 MiB, which left a third of the peak memory fragmented with two jobs.
void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int kMapped = 4 * 1024 * 1024;
  constexpr int kKept = 32 * 1024 * 1024;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no threads yet.
  (void)mallopt(M_MMAP_THRESHOLD, kMapped);
  (void)mallopt(M_TRIM_THRESHOLD, kKept);  // NOLINT(concurrency-mt-unsafe)
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
  const smtptally::Said cause = smtptally::error_text(errno);
  (void)std::fprintf(
      stderr, "smtptally: %s\n",
      smtptally::tr_format("error: standard output could not be written: {}", cause.text())
          .c_str());
  return smtptally::ExitCode::failed;
}

/// False where it has no catalogue.
bool speak(std::string_view language) {
  return smtptally::use_language(language, smtptally::locale_folder(language));
}

smtptally::ExitCode run_process(int argc, char** argv) {
  fill_standard_descriptors();
  keep_freed_memory();
  smtptally::exit_without_memory();
  smtptally::exit_on_interrupt();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  smtptally::Environment here = environment_of_process();
  const std::string language(smtptally::early_language(arguments, here));
  bool speaks = speak(language);
  here.config_text =
      smtptally::read_config_text(smtptally::config_request(arguments), config_places());
  auto parsed = smtptally::parse_command_line(arguments, here, &exists);
  if (const auto* stop = std::get_if<smtptally::EarlyExit>(&parsed)) {
    return say(*stop);
  }
  auto& config = std::get<smtptally::Config>(parsed);
  if (config.language != language) speaks = speak(config.language);
  if (!speaks && config.language != here.language && !config.quiet) {
    (void)std::fprintf(stderr,
                       "smtptally: note: the catalogue of '%s' is not installed, or no locale is\n",
                       config.language.c_str());
  }
  config.jobs = std::min(config.jobs, smtptally::affordable_jobs());
  return smtptally::run(config, stdout, stderr);
}

}  // namespace

/// Nothing is known to throw as far as here: what does is a mistake of ours, and said as such.
int main(int argc, char** argv) {
  try {
    return static_cast<int>(run_process(argc, argv));
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "smtptally: error: this should not happen: %s\n", error.what());
  } catch (...) {
    (void)std::fputs("smtptally: error: this should not happen\n", stderr);
  }
  return static_cast<int>(smtptally::ExitCode::failed);
}
