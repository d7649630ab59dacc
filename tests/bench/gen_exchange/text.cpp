#include "text.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>

namespace smtptally::bench::exchange {
namespace {

constexpr std::string_view kUpper = "0123456789ABCDEF";
constexpr std::string_view kLower = "0123456789abcdef";

void append_padded(std::string& out, std::int64_t number, unsigned digits) {
  std::array<char, 20> buffer{};
  for (unsigned i = digits; i-- > 0; number /= 10) {
    buffer[i] = static_cast<char>('0' + number % 10);
  }
  out.append(buffer.data(), digits);
}

void append_lower(std::string& out, std::uint64_t number, unsigned digits) {
  for (unsigned i = digits; i-- > 0;) out += kLower[(number >> (4U * i)) & 15U];
}

/// The date with `separator` between its parts (none when it is empty).
void append_date(std::string& out, Millis time, std::string_view separator) {
  const std::chrono::year_month_day date{
      std::chrono::sys_days{std::chrono::days{static_cast<int>(time / kDay)}}};
  append_padded(out, static_cast<int>(date.year()), 4);
  out += separator;
  append_padded(out, static_cast<unsigned>(date.month()), 2);
  out += separator;
  append_padded(out, static_cast<unsigned>(date.day()), 2);
}

}  // namespace

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  static_cast<void>(error);  // 20 digits are enough for every number.
  out.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

void append_hex(std::string& out, std::uint64_t number, unsigned digits) {
  for (unsigned i = digits; i-- > 0;) out += kUpper[(number >> (4U * i)) & 15U];
}

void append_stamp(std::string& out, Millis time) {
  append_date(out, time, "-");
  const Millis of_day = time % kDay;
  out += 'T';
  append_padded(out, of_day / kHour, 2);
  out += ':';
  append_padded(out, of_day / kMinute % 60, 2);
  out += ':';
  append_padded(out, of_day / kSecond % 60, 2);
  out += '.';
  append_padded(out, of_day % 1000, 3);
  out += 'Z';
}

void append_hour(std::string& out, Millis time) {
  append_date(out, time, "");
  append_padded(out, time % kDay / kHour, 2);
}

void append_field(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char character : text) {
    if (character == '"') out += '"';
    out += character;
  }
  out += '"';
}

void append_guid(std::string& out, Random& random) {
  const std::uint64_t high = random.next();
  const std::uint64_t low = random.next();
  append_lower(out, high >> 32U, 8);
  out += '-';
  append_lower(out, high >> 16U, 4);
  out += '-';
  append_lower(out, high, 4);
  out += '-';
  append_lower(out, low >> 48U, 4);
  out += '-';
  append_lower(out, low, 12);
}

}  // namespace smtptally::bench::exchange
