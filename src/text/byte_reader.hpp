#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

namespace smtptally {

/// Reads what ByteWriter wrote. Never reads behind the end, whatever the bytes say: what does not
/// fit is an error, and behind the first one every value is empty, so that callers may look at
/// failed() once for many values.
class ByteReader {
 public:
  /// Borrows the bytes for its lifetime.
  explicit ByteReader(std::string_view bytes) noexcept : rest_(bytes), size_(bytes.size()) {}

  template <class... Values>
  void operator()(Values&... values) {
    (value(values), ...);
  }
  /// A number up to `most`.
  [[nodiscard]] std::uint64_t number(
      std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) noexcept;
  [[nodiscard]] std::uint64_t hash() noexcept { return fixed(sizeof(std::uint64_t)); }
  [[nodiscard]] std::uint64_t fixed(std::size_t size) noexcept;
  /// How many values follow, each of which takes a byte or more.
  [[nodiscard]] std::size_t count() noexcept { return number(rest_.size()); }
  /// The view points into the bytes that are read.
  [[nodiscard]] std::string_view text() noexcept;
  /// A time that may also be the beginning or the end of time.
  void bound(std::int64_t& time) noexcept {
    using Limits = std::numeric_limits<std::int64_t>;
    time = number_with_sign();
    if (time != Limits::min() && time != Limits::max()) require_time(time);
  }
  template <class Choice>
  void choice(Choice& choice, Choice last) noexcept {
    static_assert(std::is_enum_v<Choice>);
    choice = static_cast<Choice>(number(static_cast<std::uint64_t>(last)));
  }

  [[nodiscard]] std::size_t left() const noexcept { return rest_.size(); }
  /// How many bytes were read.
  [[nodiscard]] std::size_t place() const noexcept { return size_ - rest_.size(); }
  [[nodiscard]] bool failed() const noexcept { return problem_ != nullptr; }
  /// What does not fit, and how far it was read then. Requires failed().
  [[nodiscard]] std::string_view problem() const noexcept { return problem_; }
  [[nodiscard]] std::size_t failed_at() const noexcept { return failed_at_; }
  /// Notes that what was read cannot be. `problem` is static text.
  void fail(const char* problem) noexcept {
    if (failed()) return;
    problem_ = problem;
    failed_at_ = place();
    rest_ = {};
  }
  /// The same if something that must hold does not.
  void require(bool holds, const char* problem) noexcept {
    if (!holds) fail(problem);
  }

 private:
  /// Times beyond it are none: sums with every limit of age fit.
  static constexpr std::int64_t kLatest = std::int64_t{1} << 61U;

  void value(bool& flag) noexcept { flag = number(1) != 0; }
  void value(char& byte) noexcept { byte = static_cast<char>(fixed(1)); }
  template <std::unsigned_integral Number>
  void value(Number& number_of_any_size) noexcept {
    const std::uint64_t wide = number(std::numeric_limits<Number>::max());
    if constexpr (sizeof(Number) < sizeof wide) {
      number_of_any_size = static_cast<Number>(wide);
    } else {
      number_of_any_size = wide;
    }
  }
  /// A time, or another number that is far from the ends of its type.
  void value(std::int64_t& time) noexcept {
    time = number_with_sign();
    require_time(time);
  }
  void require_time(std::int64_t& time) noexcept {
    if (time >= -kLatest && time <= kLatest) return;
    fail("a time is out of range");
    time = 0;
  }
  void value(std::string& string) { string.assign(text()); }
  [[nodiscard]] std::int64_t number_with_sign() noexcept {
    const std::uint64_t bits = number();
    return static_cast<std::int64_t>((bits & 1U) == 0 ? bits >> 1U : ~(bits >> 1U));
  }

  std::string_view rest_;
  std::size_t size_;
  const char* problem_ = nullptr;
  std::size_t failed_at_ = 0;
};

}  // namespace smtptally
