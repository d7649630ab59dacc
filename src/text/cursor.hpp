#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "text/ascii.hpp"
#include "text/bytes16.hpp"
#include "text/padded_text.hpp"

namespace smtptally {

/// Reads a text from left to right. Every take_… function either consumes the named part and
/// returns true, or consumes nothing.
class Cursor {
 public:
  explicit Cursor(std::string_view text) noexcept : rest_(text) {}

  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

  // PERF: the size is part of the type, so the comparison needs no call of memcmp.
  template <std::size_t kSize>
  bool take(const char (&literal)[kSize]) noexcept {
    constexpr std::size_t kLength = kSize - 1;
    if (rest_.size() < kLength || std::memcmp(rest_.data(), literal, kLength) != 0) return false;
    rest_.remove_prefix(kLength);
    return true;
  }
  bool take(char c) noexcept {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Takes everything before `stop`, and `stop`. False if there is no `stop`.
  bool take_until(char stop, std::string_view& out) noexcept {
    const void* const found =
        rest_.empty() ? nullptr : std::memchr(rest_.data(), stop, rest_.size());
    if (found == nullptr) return false;
    const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - rest_.data());
    out = rest_.substr(0, length);
    rest_.remove_prefix(length + 1);
    return true;
  }
  /// Takes a decimal number of at most 18 digits, so that it cannot overflow.
  bool take_number(std::uint64_t& out) noexcept {
    std::uint64_t value = 0;
    std::size_t digits = 0;
    while (digits < rest_.size() && digits < 19 && is_digit(rest_[digits])) {
      value = value * 10 + static_cast<std::uint64_t>(rest_[digits] - '0');
      ++digits;
    }
    if (digits == 0 || digits == 19) return false;
    out = value;
    rest_.remove_prefix(digits);
    return true;
  }
  /// Takes the rest of an address behind its '<', and the '>'. A quoted local part may hold any
  /// text (RFC 5321, 4.1.2).
  bool take_address(std::string_view& out) noexcept;
  /// Takes `name[addr]` or `name[addr]:port` (smtpd.h, namaddr); `out` is addr. The name is a host
  /// name or "unknown", the address is IPv4, bare IPv6 or "unknown", so neither contains a blank or
  /// a bracket. smtpd writes nothing else (valid_hostname.c), so nothing else is checked.
  bool take_namaddr(std::string_view& out) noexcept;

  /// Consumes the first `size` bytes. Requires that they exist. False if `size` is 0.
  ///
  /// PERF: a function that takes a text and returns the size it consumed keeps its caller's cursor
  /// in registers. A cursor in memory is written in two halves and copied as a whole, and the copy
  /// waits until the halves are in the cache (together with a similar change for return values: 7 %
  /// of a run).
  bool take_front(std::size_t size) noexcept {
    rest_.remove_prefix(size);
    return size != 0;
  }

 private:
  std::string_view rest_;
};

/// A cursor over a padded text, whose rest is padded, too, so that it can read many bytes at once.
class PaddedCursor {
 public:
  explicit PaddedCursor(PaddedText text) noexcept : cursor_(text) {}
  // NOLINTNEXTLINE(google-explicit-constructor): it can do everything that a Cursor can.
  operator Cursor() const noexcept { return cursor_; }

  [[nodiscard]] PaddedText rest() const noexcept { return PaddedText(cursor_.rest()); }
  [[nodiscard]] bool at_end() const noexcept { return cursor_.at_end(); }
  template <std::size_t kSize>
  bool take(const char (&literal)[kSize]) noexcept {
    return cursor_.take(literal);
  }
  bool take(char c) noexcept { return cursor_.take(c); }
  bool take_until(char stop, std::string_view& out) noexcept {
    return cursor_.take_until(stop, out);
  }
  bool take_number(std::uint64_t& out) noexcept { return cursor_.take_number(out); }
  bool take_front(std::size_t size) noexcept { return cursor_.take_front(size); }

  /// The position of the first `c` in the rest; npos if there is none. PERF: most words are too
  /// short for a call of memchr.
  [[nodiscard]] std::size_t find(char c) const noexcept {
    const std::string_view rest = cursor_.rest();
    const std::uint64_t found =
        bytes_where<32>(rest.data(), [c](Bytes16 b) { return b == Bytes16::all(c); });
    const auto at = static_cast<std::size_t>(std::countr_zero(found));
    return found != 0 && at < rest.size() ? at : rest.find(c);
  }
  /// As Cursor::take_namaddr(). PERF: takes a third of the time.
  bool take_namaddr(std::string_view& out) noexcept {
    return take_front(namaddr_size(rest(), out));
  }

 private:
  [[nodiscard]] static std::size_t namaddr_size(PaddedText text, std::string_view& out) noexcept;

  Cursor cursor_;
};

}  // namespace smtptally
