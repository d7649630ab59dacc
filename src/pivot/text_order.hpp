#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "containers/dictionary.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"

namespace smtptally {

/// Numbers the texts that are written in the order of their bytes, so that equal data are equal
/// bytes whatever the order in which a dictionary met its texts.
class TextsInOrder {
 public:
  explicit TextsInOrder(const Dictionary& texts)
      : texts_(&texts), number_of_(texts.size(), kUnused) {}

  void use(std::uint32_t text) { number_of_[text] = 0; }
  /// Writes those that are used; none is used for the first time behind this call.
  void write(ByteWriter& out) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < number_of_.size(); ++i) {
      if (number_of_[i] != kUnused) order.push_back(i);
    }
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return texts_->text(a) < texts_->text(b); });
    out.count(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      number_of_[order[i]] = i;
      out.text(texts_->text(order[i]));
    }
  }
  /// Requires a text that is used, behind write().
  [[nodiscard]] std::uint32_t number_of(std::uint32_t text) const { return number_of_[text]; }

 private:
  static constexpr std::uint32_t kUnused = std::numeric_limits<std::uint32_t>::max();

  const Dictionary* texts_;
  std::vector<std::uint32_t> number_of_;
};

/// The texts that TextsInOrder wrote, by their numbers in a dictionary.
class OrderedTexts {
 public:
  OrderedTexts(ByteReader& in, Dictionary& texts) {
    std::string_view before;
    std::size_t left = in.count();
    // PERF: growing step by step touched twice the memory. A count may lie.
    constexpr std::size_t kLikely = std::size_t{1} << 18U;
    ours_.reserve(std::min(left, kLikely));
    const bool is_fresh = texts.size() == 0;
    if (is_fresh) texts.reserve(std::min(left, kLikely));
    for (; left > 0 && !in.failed(); --left) {
      const std::string_view text = in.text();
      in.require(ours_.empty() || before < text, "texts are not in their order");
      before = text;
      if (in.failed()) return;
      ours_.push_back(is_fresh ? texts.append(text) : texts.number(text));
    }
  }
  [[nodiscard]] std::size_t size() const noexcept { return ours_.size(); }
  /// Requires number < size().
  [[nodiscard]] std::uint32_t at(std::uint32_t number) const { return ours_[number]; }
  /// 0 where reading has failed.
  [[nodiscard]] std::uint32_t take(ByteReader& in) const {
    const std::uint64_t number = in.number();
    in.require(number < ours_.size(), "there is no such text");
    return in.failed() ? 0 : ours_[number];
  }

 private:
  std::vector<std::uint32_t> ours_;
};

}  // namespace smtptally
