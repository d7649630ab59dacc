#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"
#include "smtptally/run.hpp"

/// A file without a file system: what a run is given to read.
class MemoryFile {
 public:
  MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile();

  /// Holds these bytes from now on, last modified at that time.
  void hold(std::string_view bytes, smtptally::Micros modified);
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  int descriptor_;
  std::string path_;
};

/// What a run of the program says.
struct Outcome {
  smtptally::ExitCode status = smtptally::ExitCode::ok;
  std::string out;
  std::string err;

  bool operator==(const Outcome&) const = default;
};
[[nodiscard]] Outcome run_program(const smtptally::Config& config);

/// The same in parts: a run with --partial over each of these groups of files, and `merge` over
/// what they wrote. What a part says of its own goes to the front of `err`. The first run that
/// fails is the outcome.
[[nodiscard]] Outcome run_in_parts(const smtptally::Config& config,
                                   const std::vector<std::vector<std::string>>& groups);

/// An input of a fuzz target: arguments, one a line, up to an empty line; behind it the bytes that
/// are read.
struct FuzzInput {
  std::vector<std::string> arguments;
  std::string_view bytes;
};
[[nodiscard]] FuzzInput fuzz_input(std::string_view input);

/// The arguments as a Config that reads and writes nothing but what the target gives it, starts no
/// program and sends no mail; false if they ask for no report.
[[nodiscard]] bool fuzz_config(const std::vector<std::string>& arguments,
                               smtptally::Config& config);
