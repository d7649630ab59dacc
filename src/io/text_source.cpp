// Converts UTF-16 to UTF-8.

#include "io/text_source.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "io/headed_source.hpp"
#include "io/read_fully.hpp"

namespace smtptally {
namespace {

class Utf16Source final : public ByteSource {
 public:
  Utf16Source(bool big_endian, std::unique_ptr<ByteSource> bytes)
      : big_endian_(big_endian), bytes_(std::move(bytes)), raw_(kRawBytes) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    while (used_ == text_.size()) {
      text_.clear();
      used_ = 0;
      if (ended_) return std::size_t{0};
      const Result<std::size_t> got = bytes_->read({raw_.data() + held_, raw_.size() - held_});
      if (!got) return got.error();
      ended_ = got.value() == 0;
      decode(held_ + got.value());
    }
    const std::size_t count = std::min(into.size(), text_.size() - used_);
    std::memcpy(into.data(), text_.data() + used_, count);
    used_ += count;
    return count;
  }

 private:
  static constexpr std::size_t kRawBytes = std::size_t{64} * 1024;
  static constexpr char32_t kReplacement = 0xFFFD;

  [[nodiscard]] char32_t unit(std::size_t at) const noexcept {
    const auto first = static_cast<unsigned char>(raw_[at]);
    const auto second = static_cast<unsigned char>(raw_[at + 1]);
    return big_endian_ ? (char32_t{first} << 8U | second) : (char32_t{second} << 8U | first);
  }

  /// Decodes `size` raw bytes into text_; keeps an incomplete character at their end for later.
  void decode(std::size_t size) {
    std::size_t at = 0;
    for (; at + 2 <= size; at += 2) {
      char32_t c = unit(at);
      if (c >= 0xD800 && c <= 0xDBFF) {
        if (at + 4 > size && !ended_) break;
        const char32_t low = at + 4 <= size ? unit(at + 2) : 0;
        if (low >= 0xDC00 && low <= 0xDFFF) {
          c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
          at += 2;
        } else {
          c = kReplacement;
        }
      } else if (c >= 0xDC00 && c <= 0xDFFF) {
        c = kReplacement;
      }
      append(c);
    }
    held_ = size - at;
    if (ended_ && held_ > 0) append(kReplacement);
    std::memmove(raw_.data(), raw_.data() + at, held_);
  }

  void append(char32_t c) {
    const auto put = [this](char32_t byte) { text_ += static_cast<char>(byte); };
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0U | c >> 6U);
      put(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
      put(0xE0U | c >> 12U);
      put(0x80U | (c >> 6U & 0x3FU));
      put(0x80U | (c & 0x3FU));
    } else {
      put(0xF0U | c >> 18U);
      put(0x80U | (c >> 12U & 0x3FU));
      put(0x80U | (c >> 6U & 0x3FU));
      put(0x80U | (c & 0x3FU));
    }
  }

  bool big_endian_;
  std::unique_ptr<ByteSource> bytes_;
  std::vector<char> raw_;
  std::size_t held_ = 0;
  bool ended_ = false;
  std::string text_;
  std::size_t used_ = 0;
};

enum class ByteOrder : std::uint8_t { none, little, big };

ByteOrder utf16_order(std::string_view head) noexcept {
  if (head.starts_with("\xFF\xFE")) return ByteOrder::little;
  if (head.starts_with("\xFE\xFF")) return ByteOrder::big;
  if (head.size() < 4) return ByteOrder::none;
  const auto is_text = [](char c) { return c > 0; };
  if (is_text(head[0]) && head[1] == '\0' && is_text(head[2]) && head[3] == '\0') {
    return ByteOrder::little;
  }
  if (head[0] == '\0' && is_text(head[1]) && head[2] == '\0' && is_text(head[3])) {
    return ByteOrder::big;
  }
  return ByteOrder::none;
}

}  // namespace

std::unique_ptr<ByteSource> as_utf8(std::unique_ptr<ByteSource> source) {
  std::string head(4, '\0');
  std::optional<Error> error;  // The next read returns it again.
  head.resize(read_fully(*source, head, error));
  const ByteOrder order = utf16_order(head);
  auto whole = std::make_unique<HeadedSource>(std::move(head), std::move(source));
  if (order == ByteOrder::none) return whole;
  return std::make_unique<Utf16Source>(order == ByteOrder::big, std::move(whole));
}

}  // namespace smtptally
