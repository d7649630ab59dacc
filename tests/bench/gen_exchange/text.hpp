#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "../gen/random.hpp"

namespace smtptally::bench::exchange {

/// Milliseconds since 1970, UTC.
using Millis = std::int64_t;
inline constexpr Millis kSecond = 1000;
inline constexpr Millis kMinute = 60 * kSecond;
inline constexpr Millis kHour = 60 * kMinute;
inline constexpr Millis kDay = 24 * kHour;

void append_number(std::string& out, std::uint64_t number);
/// Upper-case, with leading zeros.
void append_hex(std::string& out, std::uint64_t number, unsigned digits);
/// 2026-11-01T08:00:00.000Z
void append_stamp(std::string& out, Millis time);
/// 2026110108, as in the names of the files.
void append_hour(std::string& out, Millis time);
/// Quoted only when it holds a comma or a quote.
void append_field(std::string& out, std::string_view text);
void append_guid(std::string& out, Random& random);

inline void append_part(std::string& out, std::string_view text) { out += text; }
inline void append_part(std::string& out, char character) { out += character; }
template <std::unsigned_integral Number>
void append_part(std::string& out, Number number) {
  append_number(out, number);
}

template <class... Parts>
void append(std::string& out, const Parts&... parts) {
  (append_part(out, parts), ...);
}

template <class... Parts>
[[nodiscard]] std::string text(const Parts&... parts) {
  std::string out;
  out.reserve(128);
  append(out, parts...);
  return out;
}

[[nodiscard]] inline std::string hex(std::uint64_t number, unsigned digits) {
  std::string out;
  append_hex(out, number, digits);
  return out;
}

[[nodiscard]] inline std::string guid(Random& random) {
  std::string out;
  append_guid(out, random);
  return out;
}

}  // namespace smtptally::bench::exchange
