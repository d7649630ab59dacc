#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "parse/bytes16.hpp"
#include "parse/envelope.hpp"

namespace smtptally {

/// Remembers what stood between stamp and text of earlier lines ("mx1 postfix/smtpd[945]", in front
/// of ": "), already taken apart: a log has few writers at a time, and each writes many lines.
///
/// PERF: one comparison a line instead of four searches and a number, and the place for what the
/// taker of lines knows saves a lookup, too.
class HeadMemory {
 public:
  /// Sets all of `out` but time, text and dialect, if `head` is known. Requires a head of at least
  /// kShortestHead bytes.
  bool recall(std::string_view head, LogLine& out) noexcept {
    Entry& entry = entries_[slot(head.data(), head.size())];
    if (entry.size != head.size() ||
        std::memcmp(entry.head.data(), head.data(), head.size()) != 0) {
      return false;
    }
    fill(head.data(), entry, out);
    return true;
  }
  /// The same for the head and text at the front of a line's rest, "HEAD: TEXT", up to `end`. Sets
  /// the text, too. Requires kLongestHead + 2 readable bytes at `rest` and eight before it.
  bool recall_with_text(const char* rest, const char* end, LogLine& out) noexcept {
    const std::uint64_t near = colons<32>(rest);
    const std::uint64_t found = near != 0 ? near : colons<64>(rest);
    if (found == 0) return false;
    const auto size = static_cast<std::size_t>(std::countr_zero(found));
    if (size < kShortestHead) return false;
    Entry& entry = entries_[slot(rest, size)];
    const bool same = near != 0 ? same_bytes<32>(rest, entry.head.data(), size)
                                : same_bytes<64>(rest, entry.head.data(), size);
    const char* const text = rest + size + 2;
    if (entry.size != size || !same || text > end) return false;
    fill(rest, entry, out);
    out.text = {text, static_cast<std::size_t>(end - text)};
    return true;
  }
  /// Requires that host, tag and pid of `out` depend on `head` alone, and a length from
  /// kShortestHead to kLongestHead.
  void remember(std::string_view head, LogLine& out) noexcept {
    Entry& entry = entries_[slot(head.data(), head.size())];
    std::memcpy(entry.head.data(), head.data(), head.size());
    entry.size = head.size();
    entry.host_size = static_cast<std::uint32_t>(out.host.size());
    entry.tag_at = static_cast<std::uint32_t>(out.tag.data() - head.data());
    entry.tag_size = static_cast<std::uint32_t>(out.tag.size());
    entry.has_pid = out.has_pid;
    entry.pid = out.pid;
    entry.memo = 0;
    out.memo = &entry.memo;
  }

  static constexpr std::size_t kShortestHead = 8;
  static constexpr std::size_t kLongestHead = 62;  ///< And ": ".

 private:
  struct Entry {
    std::array<char, kLongestHead + 2> head{};
    std::size_t size = 0;
    std::uint32_t host_size = 0;
    std::uint32_t tag_at = 0;
    std::uint32_t tag_size = 0;
    bool has_pid = false;
    std::uint32_t pid = 0;
    std::uint32_t memo = 0;
  };

  static void fill(const char* head, Entry& entry, LogLine& out) noexcept {
    out.has_pid = entry.has_pid;
    out.pid = entry.pid;
    out.host = {head, entry.host_size};
    out.tag = {head + entry.tag_at, entry.tag_size};
    out.memo = &entry.memo;
  }

  /// Where ": " begins in the first kBytes bytes.
  template <std::size_t kBytes>
  static std::uint64_t colons(const char* at) noexcept {
    const std::uint64_t colon =
        bytes_where<kBytes>(at, [](Bytes16 b) { return b == Bytes16::all(':'); });
    const std::uint64_t blank =
        bytes_where<kBytes>(at, [](Bytes16 b) { return b == Bytes16::all(' '); });
    return colon & (blank >> 1U);
  }

  /// Direct-mapped by the end of the tag and the pid, which is where heads differ.
  static std::size_t slot(const char* head, std::size_t size) noexcept {
    std::uint64_t end = 0;
    std::memcpy(&end, head + size - sizeof end, sizeof end);
    return ((end + size) * 0x9E3779B97F4A7C15ULL) >> (64 - kSlotBits);
  }

  static constexpr unsigned kSlotBits = 10;
  std::vector<Entry> entries_ = std::vector<Entry>(std::size_t{1} << kSlotBits);
};

}  // namespace smtptally
