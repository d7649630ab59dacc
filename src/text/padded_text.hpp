#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace smtptally {

/// The number of readable bytes behind a padded text, for the wide loads of the parsers and
/// simdjson. Their values do not matter.
inline constexpr std::size_t kTextPadding = 128;
/// The bytes of an empty text, which must be readable, too.
inline constexpr std::array<char, kTextPadding> kNoText{};

/// A view that is never null and has kTextPadding readable bytes behind it. It can only be made
/// from a whole buffer, whose end becomes the padding, or from a part of another PaddedText. Valid
/// as long as the buffer.
class PaddedText {
 public:
  PaddedText() noexcept = default;
  /// All of `buffer` except its last kTextPadding bytes; empty if it is not longer.
  static PaddedText of_buffer(std::span<const char> buffer) noexcept {
    if (buffer.size() <= kTextPadding) return {};
    return PaddedText({buffer.data(), buffer.size() - kTextPadding});
  }

  // NOLINTNEXTLINE(google-explicit-constructor): a reader may ignore the padding.
  operator std::string_view() const noexcept { return text_; }
  [[nodiscard]] std::string_view view() const noexcept { return text_; }
  [[nodiscard]] const char* data() const noexcept { return text_.data(); }
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  [[nodiscard]] char front() const noexcept { return text_.front(); }
  [[nodiscard]] char operator[](std::size_t at) const noexcept { return text_[at]; }
  [[nodiscard]] bool starts_with(auto what) const noexcept { return text_.starts_with(what); }
  [[nodiscard]] bool ends_with(auto what) const noexcept { return text_.ends_with(what); }
  [[nodiscard]] std::size_t find(auto what, std::size_t from = 0) const noexcept {
    return text_.find(what, from);
  }

  /// As those of std::string_view, but ranges beyond the end are cut.
  [[nodiscard, gnu::always_inline]] PaddedText substr(
      std::size_t from, std::size_t size = std::string_view::npos) const noexcept {
    return PaddedText(text_.substr(std::min(from, text_.size()), size));
  }
  void remove_prefix(std::size_t size) noexcept { *this = substr(size); }
  void remove_suffix(std::size_t size) noexcept {
    *this = substr(0, text_.size() - std::min(size, text_.size()));
  }
  /// The last `size` bytes: the rest of a cursor over this text.
  [[nodiscard]] PaddedText last(std::size_t size) const noexcept {
    return substr(text_.size() - std::min(size, text_.size()));
  }

  friend bool operator==(PaddedText a, std::string_view b) noexcept { return a.text_ == b; }

 private:
  friend class PaddedCursor;
  friend class HeadCache;
  explicit PaddedText(std::string_view text) noexcept : text_(text) {}

  std::string_view text_{kNoText.data(), 0};
};

/// A copy of a text, followed by padding.
class PaddedString {
 public:
  PaddedString() = default;
  explicit PaddedString(std::string_view text) { assign(text); }
  void assign(std::string_view text) {
    bytes_.clear();
    bytes_.reserve(text.size() + kTextPadding);
    bytes_.append(text).append(kTextPadding, '\0');
  }
  /// Valid until the next assign().
  [[nodiscard]] PaddedText text() const noexcept { return PaddedText::of_buffer(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace smtptally
