#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>

namespace smtptally {

/// A fixed number of texts in one object, set in ascending order.
///
/// PERF: texts of usual length are stored in the object itself, without a second memory access; one
/// function sets them instead of five copies of std::string's code (2 % of a run with two jobs).
template <std::size_t kCount>
class PackedTexts {
 public:
  /// Makes all texts empty.
  void clear() noexcept {
    if (size_ > kRoom) long_.clear();  // PERF: long_ is in another cache line.
    size_ = 0;
    ends_ = {};
  }
  /// Sets the first texts, at most kCount. Requires that none was set.
  void set_first(std::initializer_list<std::string_view> texts) {
    assert(texts.size() <= kCount && size_ == 0);
    std::size_t end = 0;
    for (const std::string_view text : texts) end += text.size();
    if (end > kRoom) return set_each(texts);
    char* to = room_.data();
    std::size_t number = 0;
    for (const std::string_view text : texts) {
      if (!text.empty()) std::memcpy(to, text.data(), text.size());
      to += text.size();
      ends_[number++] = static_cast<std::uint32_t>(to - room_.data());
    }
    size_ = static_cast<std::uint32_t>(end);
    for (; number < kCount; ++number) ends_[number] = size_;
  }
  /// Sets a text. Requires that neither this text nor a later one was set.
  [[gnu::noinline]] void set(std::size_t number, std::string_view text) {
    const std::size_t end = size_ + text.size();
    if (end <= kRoom) {
      if (!text.empty()) std::memcpy(room_.data() + size_, text.data(), text.size());
    } else {
      if (size_ <= kRoom) long_.assign(room_.data(), size_);
      long_ += text;
    }
    size_ = static_cast<std::uint32_t>(end);
    for (std::size_t i = number; i < kCount; ++i) ends_[i] = size_;
  }
  /// Valid until the next text is set.
  [[nodiscard]] std::string_view operator[](std::size_t number) const noexcept {
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    const char* const texts = size_ <= kRoom ? room_.data() : long_.data();
    return {texts + begin, ends_[number] - begin};
  }

 private:
  [[gnu::noinline]] void set_each(std::initializer_list<std::string_view> texts) {
    std::size_t number = 0;
    for (const std::string_view text : texts) set(number++, text);
  }

  static constexpr std::size_t kRoom = 136;  ///< Enough for usual texts.

  std::uint32_t size_ = 0;
  std::array<std::uint32_t, kCount> ends_{};
  std::array<char, kRoom> room_{};  ///< The texts, if they fit.
  std::string long_;                ///< The texts, if they do not fit.
};

}  // namespace smtptally
