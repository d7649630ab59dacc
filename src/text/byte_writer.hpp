#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace smtptally {

/// Writes values as bytes that are the same on every machine; ByteReader reads them. Numbers take
/// seven bits a byte, the lowest first, so that small ones are short.
class ByteWriter {
 public:
  /// Each of these values; the reader is asked for the same types in the same order.
  template <class... Values>
  void operator()(const Values&... values) {
    (value(values), ...);
  }
  void number(std::uint64_t number) {
    for (; number >= kMore; number >>= 7U) bytes_ += static_cast<char>((number & 0x7FU) | kMore);
    bytes_ += static_cast<char>(number);
  }
  /// Of what has no small numbers, such as a hash: eight bytes.
  void hash(std::uint64_t number) { fixed(number, sizeof number); }
  /// The lowest `size` bytes of a number.
  void fixed(std::uint64_t number, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) bytes_ += static_cast<char>(number >> (8 * i) & 0xFFU);
  }
  /// How many values follow.
  void count(std::size_t values) { number(values); }
  void text(std::string_view text) {
    number(text.size());
    bytes_ += text;
  }
  /// A time that may also be the beginning or the end of time.
  void bound(std::int64_t time) { value(time); }
  /// One of an enumeration.
  template <class Choice>
  void choice(const Choice& choice, Choice /*last*/) {
    static_assert(std::is_enum_v<Choice>);
    number(static_cast<std::uint64_t>(choice));
  }
  /// What another writer wrote.
  void raw(std::string_view bytes) { bytes_ += bytes; }

  [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::string take() noexcept { return std::exchange(bytes_, {}); }

 private:
  static constexpr std::uint64_t kMore = 0x80;

  void value(bool flag) { bytes_ += flag ? '\1' : '\0'; }
  void value(char byte) { bytes_ += byte; }
  template <std::unsigned_integral Number>
  void value(Number number_of_any_size) {
    number(number_of_any_size);
  }
  /// Small negative numbers are short, too.
  void value(std::int64_t number_with_sign) {
    const auto bits = static_cast<std::uint64_t>(number_with_sign);
    number(number_with_sign < 0 ? ~(bits << 1U) : bits << 1U);
  }
  void value(const std::string& string) { text(string); }

  std::string bytes_;
};

}  // namespace smtptally
