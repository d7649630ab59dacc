#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "parse/envelope.hpp"

namespace smtptally {

/// Remembers what stood between stamp and text of earlier lines ("mx1 postfix/smtpd[945]"), already
/// taken apart: a log has few writers at a time, and each writes many lines.
///
/// PERF: one comparison a line instead of four searches and a number, and the place for what the
/// taker of lines knows saves a lookup, too.
class HeadMemory {
 public:
  /// Sets all of `out` but time, text and dialect, if `head` is known. Requires a head of at least
  /// kShortestHead bytes.
  bool recall(std::string_view head, LogLine& out) noexcept {
    Entry& entry = entries_[slot(head)];
    if (entry.head.size() != head.size() ||
        std::memcmp(entry.head.data(), head.data(), head.size()) != 0) {
      return false;
    }
    out.has_pid = true;
    out.pid = entry.pid;
    out.host = head.substr(0, entry.host_size);
    out.tag = head.substr(entry.tag_at, entry.tag_size);
    out.memo = &entry.memo;
    return true;
  }
  /// Requires that the host of `out` is at the front of `head`, and its tag and pid are at its end.
  void remember(std::string_view head, LogLine& out) {
    Entry& entry = entries_[slot(head)];
    entry.head = head;
    entry.host_size = static_cast<std::uint32_t>(out.host.size());
    entry.tag_at = static_cast<std::uint32_t>(out.tag.data() - head.data());
    entry.tag_size = static_cast<std::uint32_t>(out.tag.size());
    entry.pid = out.pid;
    entry.memo = 0;
    out.memo = &entry.memo;
  }

  static constexpr std::size_t kShortestHead = 8;
  static constexpr std::size_t kLongestHead = 96;

 private:
  struct Entry {
    std::string head;
    std::uint32_t host_size = 0;
    std::uint32_t tag_at = 0;
    std::uint32_t tag_size = 0;
    std::uint32_t pid = 0;
    std::uint32_t memo = 0;
  };

  /// Direct-mapped by the end of the tag and the pid, which is where heads differ.
  static std::size_t slot(std::string_view head) noexcept {
    std::uint64_t end = 0;
    std::memcpy(&end, head.data() + head.size() - sizeof end, sizeof end);
    return ((end + head.size()) * 0x9E3779B97F4A7C15ULL) >> (64 - kSlotBits);
  }

  static constexpr unsigned kSlotBits = 10;
  std::vector<Entry> entries_ = std::vector<Entry>(std::size_t{1} << kSlotBits);
};

}  // namespace smtptally
