#include "program.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <utility>
#include <variant>

#include <fcntl.h>
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

namespace {

/// Where a run writes its part to.
class PartPipe {
 public:
  PartPipe() {
    // As large as a pipe may be: nobody reads before the run is over. Parts of inputs of a fuzzer
    // are far smaller.
    constexpr int kBytes = 1 << 20;
    if (pipe2(ends_.data(), O_NONBLOCK) != 0 || fcntl(ends_[1], F_SETPIPE_SZ, kBytes) < kBytes) {
      std::abort();
    }
    path_ = "/proc/self/fd/" + std::to_string(ends_[1]);
  }
  PartPipe(const PartPipe&) = delete;
  PartPipe& operator=(const PartPipe&) = delete;
  ~PartPipe() {
    for (const int end : ends_) (void)close(end);
  }

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::string take() const {
    std::string bytes;
    std::array<char, 65536> buffer{};
    while (true) {
      const ssize_t got = read(ends_[0], buffer.data(), buffer.size());
      if (got < 0 && errno == EAGAIN) return bytes;
      if (got <= 0) std::abort();
      bytes.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  std::array<int, 2> ends_{};
  std::string path_;
};

/// --anonymize makes no file where there is one.
const std::string& key_file() {
  static const auto key = [] {
    auto file = std::make_unique<MemoryFile>();
    file->hold("a key for all pseudonyms of the fuzz targets", 0);
    return file;
  }();
  return key->path();
}

}  // namespace

Outcome run_in_parts(const Config& config, const std::vector<std::vector<std::string>>& groups) {
  static const PartPipe pipe;
  static std::vector<std::unique_ptr<MemoryFile>> parts;
  while (parts.size() < groups.size()) parts.push_back(std::make_unique<MemoryFile>());
  Config partial = config;
  partial.part.write = true;
  partial.seek.allowed = false;
  partial.output = pipe.path();
  Config merge = config;
  merge.part.write = false;
  merge.part.merge = true;
  merge.part.view_named = true;
  merge.inputs.clear();
  std::string err;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    partial.inputs = groups[i];
    Outcome said = run_program(partial);
    parts[i]->hold(pipe.take(), 0);
    if (said.status == ExitCode::failed) return said;
    err += said.err;
    merge.inputs.push_back(parts[i]->path());
  }
  Outcome merged = run_program(merge);
  merged.err = err + merged.err;
  return merged;
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
  if (config.command == Command::collect) return false;
  config.inputs.clear();
  config.output.clear();
  config.compared_file.clear();
  config.unusual.except_file.clear();
  config.history = HistoryRequest();
  config.journal = false;
  config.mail.dry_run = true;
  if (!config.anonymize.empty()) config.anonymize = key_file();
  config.pager.clear();
  config.progress = false;
  config.jobs = 1 + config.jobs % 3;
  return true;
}
