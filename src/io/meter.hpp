#pragma once

#include <atomic>
#include <cstdint>

namespace smtptally {

/// Progress of reading: packed bytes of files, or the bytes of a stream as they come. Readers on
/// any thread update it once per buffer, while another thread displays it.
struct Meter {
  std::atomic<std::uint64_t> read{0};
  std::atomic<std::uint64_t> total{0};  ///< 0 if it is unknown.
  bool sized = true;                    ///< All inputs so far have a size; only for expect().

  /// Adds an input before any is read. One without a size makes the total unknown.
  void expect(bool has_size, std::uint64_t size) noexcept {
    sized = sized && has_size;
    total = sized ? total + size : 0;
  }
  void add(std::uint64_t bytes) noexcept { read.fetch_add(bytes, std::memory_order_relaxed); }
};

}  // namespace smtptally
