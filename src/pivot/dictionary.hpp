#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include <tsl/robin_map.h>

namespace smtptally {

/// Numbers texts 0, 1, 2, … in the order in which they first came. A known text costs a lookup and
/// no allocation. Texts keep their address for the life of the dictionary, moves included.
class Dictionary {
 public:
  Dictionary() = default;
  Dictionary(const Dictionary& other) { *this = other; }
  Dictionary& operator=(const Dictionary& other) {
    if (this == &other) return *this;
    texts_.clear();
    numbers_.clear();
    for (const std::string& text : other.texts_) (void)number(text);
    return *this;
  }
  Dictionary(Dictionary&&) noexcept = default;
  Dictionary& operator=(Dictionary&&) noexcept = default;
  ~Dictionary() = default;

  std::uint32_t number(std::string_view text) {
    const auto found = numbers_.find(text);
    if (found != numbers_.end()) return found->second;
    const auto next = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    numbers_.emplace(texts_.back(), next);
    return next;
  }
  /// Requires a number that number() returned.
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_[number]; }
  [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }

 private:
  std::deque<std::string> texts_;
  tsl::robin_map<std::string_view, std::uint32_t> numbers_;
};

}  // namespace smtptally
