#pragma once

#include <concepts>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "options.hpp"

namespace smtptally::bench {

/// Microseconds since 1970.
using Micros = std::int64_t;
inline constexpr Micros kSecond = 1'000'000;
inline constexpr Micros kMillisecond = 1000;

/// Builds log lines in one big buffer. Times must not go backwards.
class LineWriter {
 public:
  /// `out` stays open for the life of the writer.
  LineWriter(std::FILE* out, Stamps stamps, std::string_view host);

  /// Begins a line. A process id of 0 writes a tag without one.
  LineWriter& begin(Micros now, std::string_view tag, std::uint32_t process = 0);
  LineWriter& operator<<(std::string_view text);
  LineWriter& operator<<(const char* text) { return *this << std::string_view(text); }
  LineWriter& operator<<(char character);
  template <std::integral Number>
  LineWriter& operator<<(Number number) {
    return write_number(static_cast<std::uint64_t>(number));
  }
  /// A duration as Postfix prints it: two significant digits, in seconds.
  LineWriter& seconds(Micros duration);
  void end();
  /// False when something could not be written.
  [[nodiscard]] bool finish();

  [[nodiscard]] std::uint64_t lines() const noexcept { return lines_; }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_ + used_; }

 private:
  LineWriter& write_number(std::uint64_t number);
  void flush();
  void make_stamp(Micros second);

  std::FILE* out_;
  Stamps stamps_;
  std::string host_;
  std::string stamp_;
  Micros stamp_second_ = -1;
  std::vector<char> buffer_;
  std::size_t used_ = 0;
  std::uint64_t lines_ = 0;
  std::uint64_t bytes_ = 0;
  bool failed_ = false;
};

}  // namespace smtptally::bench
