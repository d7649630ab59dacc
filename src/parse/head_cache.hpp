#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "parse/log_line.hpp"
#include "text/bytes16.hpp"
#include "text/fuzzing.hpp"
#include "text/same_text.hpp"

namespace smtptally {

/// Caches parsed heads: the bytes between stamp and text ("mx1 postfix/smtpd[945]", in front of ":
/// "). A log has few writers at a time, and each writes many lines. Host and tag are views of the
/// head, an empty host, too.
///
/// PERF: one comparison per line instead of four searches and a number conversion; LogLine::memo
/// saves a lookup, too.
class HeadCache {
 public:
  HeadCache() = default;
  HeadCache(const HeadCache&) = delete;
  HeadCache& operator=(const HeadCache&) = delete;
  HeadCache(HeadCache&&) = default;
  HeadCache& operator=(HeadCache&&) = default;
  ~HeadCache() = default;

  /// Sets all fields of `out` except time, text and dialect if `head` is known. Requires a head of
  /// at least kShortestHead bytes.
  bool recall(std::string_view head, LogLine& out) noexcept {
    if (empty()) return false;
    Entry& entry = entries_[slot(head.data(), head.size())];
    if (entry.size != head.size() ||
        std::memcmp(entry.head.data(), head.data(), head.size()) != 0) {
      return false;
    }
    const LogLine& known = entry.line;
    out.has_pid = known.has_pid;
    out.pid = known.pid;
    out.host = {head.data() + (known.host.data() - entry.head.data()), known.host.size()};
    out.tag = {head.data() + (known.tag.data() - entry.head.data()), known.tag.size()};
    out.memo = known.memo;
    return true;
  }
  /// The slot and the length of a head. No head has length 0.
  struct Place {
    std::uint32_t slot = 0;
    std::uint32_t size = 0;
  };
  /// The place of the head at the front of `rest`, "HEAD: TEXT", by its bytes alone. Requires
  /// kReadable bytes at `rest`.
  static Place place_of(const char* rest) noexcept {
    // PERF: the first colon nearly always ends the head.
    std::uint64_t found = bytes_where<48>(rest, [](Bytes16 b) { return b == Bytes16::all(':'); });
    if (found == 0 || rest[std::countr_zero(found) + 1] != ' ') found = colons(rest);
    const auto size = static_cast<std::uint32_t>(std::countr_zero(found));
    if (found == 0 || size < kShortestHead) return {};
    return {static_cast<std::uint32_t>(slot(rest, size)), size};
  }
  /// The line with the head and text at the front of `rest`, up to `end`, without time and dialect;
  /// null if the head is unknown. Views of the head point to a copy that is valid until the next
  /// call. Requires place_of(rest), that `rest` is padded, and that the cache is not empty.
  LogLine* recall_line(const char* rest, const char* end, Place place) noexcept {
    Entry& entry = entries_[place.slot];
    const std::size_t size = place.size;
    const bool same = same_bytes(rest, entry.head.data(), size);
    const char* const text = rest + size + 2;
    if (size == 0 || entry.size != size || !same || text > end) return nullptr;
    entry.line.text = PaddedText({text, static_cast<std::size_t>(end - text)});
    return &entry.line;
  }
  /// Adds a head. Requires that host, tag and pid of `out` depend on `head` alone, and a length
  /// from kShortestHead to kLongestHead.
  void remember(std::string_view head, LogLine& out) {
    if (empty()) entries_.resize(std::size_t{1} << kSlotBits);
    Entry& entry = entries_[slot(head.data(), head.size())];
    std::memcpy(entry.head.data(), head.data(), head.size());
    entry.size = static_cast<std::uint32_t>(head.size());
    entry.memo = 0;
    out.memo = &entry.memo;
    entry.line = out;
    entry.line.host = {entry.head.data() + (out.host.data() - head.data()), out.host.size()};
    entry.line.tag = {entry.head.data() + (out.tag.data() - head.data()), out.tag.size()};
  }

  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

  static constexpr std::size_t kShortestHead = 8;
  static constexpr std::size_t kLongestHead = 62;  ///< Without the ": ".
  static constexpr std::size_t kReadable = 65;

 private:
  // PERF: three cache lines; most log lines need two of them.
  struct alignas(64) Entry {
    std::array<char, kLongestHead + 2> head{};
    std::uint32_t size = 0;
    std::uint32_t memo = 0;
    LogLine line;  ///< With views of `head`.
  };
  static_assert(offsetof(Entry, line) + offsetof(LogLine, host) <= 128);

  /// The position of ": " in the first 64 bytes; reads one byte more.
  static std::uint64_t colons(const char* at) noexcept {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < 64; i += Bytes16::kSize) {
      const Bytes16 colon = Bytes16::load(at + i) == Bytes16::all(':');
      const Bytes16 blank = Bytes16::load(at + i + 1) == Bytes16::all(' ');
      mask |= (colon & blank).mask() << i;
    }
    return mask;
  }

  /// Direct-mapped by the end of the tag and the pid, where heads differ.
  static std::size_t slot(const char* head, std::size_t size) noexcept {
    std::uint64_t end = 0;
    std::memcpy(&end, head + size - sizeof end, sizeof end);
    return ((end + size) * 0x9E3779B97F4A7C15ULL) >> (64 - kSlotBits);
  }

  static constexpr unsigned kSlotBits = kFuzzing ? 3 : 10;
  /// PERF: allocated with the first head. An allocation for every probe of a file took a seventh of
  /// the time of 162 tracking logs, whose rows have no heads.
  std::vector<Entry> entries_;
};

}  // namespace smtptally
