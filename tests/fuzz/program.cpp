#include "program.hpp"

#include <array>
#include <cstdlib>
#include <utility>
#include <variant>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/text_stream.hpp"

using namespace smtptally;

MemoryFile::MemoryFile() : descriptor_(memfd_create("fuzz", 0)) {
  if (descriptor_ < 0) std::abort();
  path_ = "/proc/self/fd/" + std::to_string(descriptor_);
}

MemoryFile::~MemoryFile() { (void)close(descriptor_); }

void MemoryFile::hold(std::string_view bytes, Micros modified) {
  const auto size = static_cast<off_t>(bytes.size());
  const timespec time{.tv_sec = modified / kMicrosPerSecond, .tv_nsec = 0};
  const std::array<timespec, 2> times{time, time};
  if (ftruncate(descriptor_, 0) != 0 ||
      pwrite(descriptor_, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(size) ||
      futimens(descriptor_, times.data()) != 0) {
    std::abort();
  }
}

Outcome run_program(const Config& config) {
  const TextStream out;
  const TextStream err;
  const ExitCode status = run(config, out.file(), err.file());
  return {status, out.text(), err.text()};
}

FuzzInput fuzz_input(std::string_view input) {
  FuzzInput result;
  while (!input.empty() && result.arguments.size() < 16) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string_view line = input.substr(0, end);
    input.remove_prefix(std::min(input.size(), end + 1));
    if (line.empty()) break;
    result.arguments.emplace_back(line);
  }
  result.bytes = input;
  return result;
}

bool fuzz_config(const std::vector<std::string>& arguments, Config& config) {
  Environment here;
  here.now = Micros{1'798'761'600} * kMicrosPerSecond;  // 2027-01-01
  here.stdout_is_terminal = arguments.size() % 2 == 0;
  here.terminal_width = 80;
  here.cores = 2;
  auto parsed = parse_command_line(arguments, here);
  if (std::holds_alternative<EarlyExit>(parsed)) return false;
  config = std::move(std::get<Config>(parsed));
  config.inputs.clear();
  config.output.clear();
  config.compared_file.clear();
  config.journal = false;
  config.progress = false;
  config.jobs = 1 + config.jobs % 3;
  return true;
}
