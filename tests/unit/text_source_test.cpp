#include "io/text_source.hpp"

#include <algorithm>
#include <cstring>

#include "catch.hpp"

using namespace smtptally;

namespace {

/// Gives its bytes a few at a time.
class Bytes final : public ByteSource {
 public:
  Bytes(std::string bytes, std::size_t step) : bytes_(std::move(bytes)), step_(step) {}
  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    const std::size_t count = std::min({into.size(), step_, bytes_.size() - used_});
    std::memcpy(into.data(), bytes_.data() + used_, count);
    used_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t step_;
  std::size_t used_ = 0;
};

std::string utf8(const std::string& bytes, std::size_t step, std::size_t span) {
  const std::unique_ptr<ByteSource> source = as_utf8(std::make_unique<Bytes>(bytes, step));
  std::string all;
  std::string buffer(span, '\0');
  while (true) {
    const Result<std::size_t> got = source->read(buffer);
    REQUIRE(got);
    if (got.value() == 0) return all;
    all.append(buffer, 0, got.value());
  }
}

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string bytes;
  for (const char16_t c : text) {
    const char high = static_cast<char>(c >> 8U);
    const char low = static_cast<char>(c & 0xFFU);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

}  // namespace

TEST_CASE("text: UTF-16 of both orders, with and without mark, in any chunks") {
  // With the first and the last character of each length in UTF-8.
  const std::u16string_view text =
      u"date,\u00fc \u20ac \U0001F4E7\r\nx\x7F\x80\u07FF\u0800\uFFFD\U00010000";
  const std::string expected =
      "date,\u00fc \u20ac \U0001F4E7\r\nx\x7F\xC2\x80\u07FF\u0800\uFFFD\U00010000";
  for (const bool big_endian : {false, true}) {
    const std::string plain = utf16(text, big_endian);
    const std::string marked = utf16(u"\uFEFF", big_endian) + plain;
    for (const std::size_t step : {1UL, 2UL, 3UL, 7UL, 1000UL}) {
      for (const std::size_t span : {1UL, 5UL, 1000UL}) {
        CHECK(utf8(plain, step, span) == expected);
        CHECK(utf8(marked, step, span) == "\uFEFF" + expected);
      }
    }
  }
}

TEST_CASE("text: what is not UTF-16 passes as it is") {
  const std::string hole = std::string(10, '\0') + "Nov 20";
  for (const std::string& bytes :
       {std::string(), std::string("a"), std::string("a\0", 2), std::string("abc"), hole,
        std::string("\xEF\xBB\xBF#Fields"), std::string("Nov\0x", 5), std::string("\0a\0", 3)}) {
    CHECK(utf8(bytes, 3, 100) == bytes);
  }
}

TEST_CASE("text: broken UTF-16 is replaced, never lost silently") {
  CHECK(utf8(std::string("a\0b\0\0\xD8", 6) + std::string("c\0", 2), 100, 100) == "ab\uFFFDc");
  CHECK(utf8(std::string("a\0b\0\0\xDC", 6), 100, 100) == "ab\uFFFD");
  CHECK(utf8(std::string("a\0b\0\0\xD8", 6), 1, 100) == "ab\uFFFD");
  CHECK(utf8(std::string("a\0b\0c", 5), 2, 100) == "ab\uFFFD");
}
