#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "io/meter.hpp"

namespace smtptally {

/// Displays the progress of reading on a terminal: a line that appears after a second, is updated
/// five times a second, and is erased by the destructor or an interrupt. A thread of its own reads
/// `meter`, so that readers use no clock. Nothing is displayed while the process is in the
/// background.
class ProgressLine {
 public:
  /// `terminal` is a descriptor that the caller closes; `meter` must outlive the object.
  ProgressLine(const Meter& meter, int terminal);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

 private:
  void show_until_stopped(const std::stop_token& stop);
  void show(std::chrono::duration<double> elapsed);

  const Meter* meter_;
  int terminal_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

/// "read 412.3 MB of 821.1 MB, 50 %, 905.0 MB/s, 12 s left"; a `total` of 0 is unknown.
[[nodiscard]] std::string progress_text(std::uint64_t read, std::uint64_t total,
                                        std::chrono::duration<double> elapsed);

}  // namespace smtptally
