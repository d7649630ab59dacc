// Bytes → report, with the command line drawn, too. Whatever they are: a run ends with one of its
// statuses, what it writes is well formed, a stranger's text reaches no terminal, and with
// --partial the report that is made of the part is the one that is made of the logs.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "log_mutator.hpp"
#include "program.hpp"
#include "well_formed.hpp"

using namespace smtptally;

namespace {

/// Between two files.
constexpr std::string_view kNextFile = "\n%%\n";

void check_report(const Config& config, const Outcome& said) {
  if (!is_printable(said.err, false)) std::abort();
  if (said.status == ExitCode::failed) {
    if (!said.out.empty() || said.err.empty()) std::abort();
    return;
  }
  if (said.status != ExitCode::ok && said.status != ExitCode::incomplete &&
      said.status != ExitCode::findings) {
    std::abort();
  }
  // A mail has lines and headers of its own.
  if (config.mail.to.empty() && !is_well_formed(config, said.out)) std::abort();
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return LogMutator(seed, LogMutator::Stamps::written).mutate(data, size, most);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::unique_ptr<MemoryFile>> files = [] {
    std::vector<std::unique_ptr<MemoryFile>> made;
    for (int i = 0; i < 3; ++i) made.push_back(std::make_unique<MemoryFile>());
    return made;
  }();
  const FuzzInput input = fuzz_input({reinterpret_cast<const char*>(data), size});
  std::vector<std::string> arguments = input.arguments;
  arguments.emplace_back("mail.log");
  arguments.emplace_back("mail.log.1");
  Config config;
  if (!fuzz_config(arguments, config)) return 0;
  config.slice = 64U << (size % 10);
  if (size % 2 == 0) config.seek.least_bytes = 0;
  config.seek.block = 128;
  std::string_view rest = input.bytes;
  for (const auto& file : files) {
    const std::size_t end = std::min(rest.find(kNextFile), rest.size());
    file->hold(rest.substr(0, end), Micros{1'795'262'400} * kMicrosPerSecond);
    config.inputs.push_back(file->path());
    rest.remove_prefix(std::min(rest.size(), end + kNextFile.size()));
    if (rest.empty()) break;
  }
  if (config.command == Command::compare) config.compared_file = files.back()->path();
  if (!config.part.write) {
    check_report(config, run_program(config));
    return 0;
  }
  // One part of everything says what a run over everything says.
  config.part.write = false;
  config.seek.allowed = false;
  const Outcome whole = run_program(config);
  check_report(config, whole);
  const Outcome merged = run_in_parts(config, {config.inputs});
  if (merged.status != whole.status || merged.out != whole.out) {
    std::fprintf(stderr, "--- whole:\n%s%s--- merged:\n%s%s", whole.out.c_str(), whole.err.c_str(),
                 merged.out.c_str(), merged.err.c_str());
    std::abort();
  }
  return 0;
}
