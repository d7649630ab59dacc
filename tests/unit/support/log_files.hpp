#pragma once

#include <filesystem>
#include <string>

#include "smtptally/time.hpp"

/// Files in a folder of their own, which goes with them.
class LogFiles {
 public:
  LogFiles();
  LogFiles(const LogFiles&) = delete;
  LogFiles& operator=(const LogFiles&) = delete;
  ~LogFiles();

  /// Writes a file, last modified at that time, and gives its path.
  std::string write(const std::string& name, const std::string& bytes, smtptally::Micros modified);

  /// Lets a file be last modified at that time.
  void touch(const std::string& name, smtptally::Micros modified) const;

 private:
  std::filesystem::path folder_;
};
