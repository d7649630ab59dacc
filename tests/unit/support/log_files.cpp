#include "support/log_files.hpp"

#include <array>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catch.hpp"

using smtptally::kMicrosPerSecond;
using smtptally::Micros;

LogFiles::LogFiles()
    : folder_(std::filesystem::temp_directory_path() / fmt::format("smtptally-test.{}", getpid())) {
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directory(folder_);
}

LogFiles::~LogFiles() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string LogFiles::write(const std::string& name, const std::string& bytes, Micros modified) {
  const std::string path = folder_ / name;
  std::ofstream(path, std::ios::binary) << bytes;
  touch(name, modified);
  return path;
}

void LogFiles::touch(const std::string& name, Micros modified) const {
  const std::string path = folder_ / name;
  const timespec time{.tv_sec = modified / kMicrosPerSecond,
                      .tv_nsec = modified % kMicrosPerSecond * 1000};
  const std::array<timespec, 2> times{time, time};
  REQUIRE(utimensat(AT_FDCWD, path.c_str(), times.data(), 0) == 0);
}
