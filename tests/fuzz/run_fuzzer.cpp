// Bytes → report, with the command line drawn, too. Whatever they are: a run ends with one of its
// statuses, what it writes is well formed, and a stranger's text reaches no terminal.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include <simdjson.h>

#include "log_mutator.hpp"
#include "program.hpp"

using namespace smtptally;

namespace {

/// Between two files.
constexpr std::string_view kNextFile = "\n%%\n";

bool is_printable(std::string_view text, bool color) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\n' || (byte >= 0x20 && byte != 0x7F) || (color && c == '\x1B');
  });
}

bool is_json(std::string_view text) {
  simdjson::dom::parser parser;
  return parser.parse(text.data(), text.size()).error() == simdjson::SUCCESS;
}

void check_report(const Config& config, const Outcome& said) {
  if (!is_printable(said.err, false)) std::abort();
  if (said.status == ExitCode::failed) {
    if (!said.out.empty() || said.err.empty()) std::abort();
    return;
  }
  if (said.status != ExitCode::ok && said.status != ExitCode::incomplete) std::abort();
  if (config.format == OutputFormat::table && !is_printable(said.out, config.color)) std::abort();
  if (config.format == OutputFormat::markdown && !is_printable(said.out, false)) std::abort();
  if (config.format == OutputFormat::json && !is_json(said.out)) std::abort();
  if (config.format != OutputFormat::ndjson) return;
  std::string_view rest = said.out;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos || !is_json(rest.substr(0, end))) std::abort();
    rest.remove_prefix(end + 1);
  }
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
  check_report(config, run_program(config));
  return 0;
}
