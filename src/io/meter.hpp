#pragma once

#include <atomic>
#include <cstdint>

namespace smtptally {

/// How far reading is, in bytes as they lie in the files (packed), or of a stream as they come.
/// Written by readers on any thread, once a buffer, while another thread shows it.
struct Meter {
  std::atomic<std::uint64_t> read{0};
  std::atomic<std::uint64_t> total{0};  ///< 0 where it is not known.
  bool sized = true;                    ///< All inputs so far have a size; for expect() alone.

  /// One more input, before any is read. One without a size makes the total unknown for good.
  void expect(bool has_size, std::uint64_t size) noexcept {
    sized = sized && has_size;
    total = sized ? total + size : 0;
  }
  void add(std::uint64_t bytes) noexcept { read.fetch_add(bytes, std::memory_order_relaxed); }
};

}  // namespace smtptally
