#pragma once

#include <cstdint>
#include <vector>

#include "containers/dictionary.hpp"

namespace smtptally {

/// Translates the numbers of one dictionary to those of another one.
///
/// PERF: a text is looked up once, however many rows of a piece contain it.
class DictionaryMap {
 public:
  /// Adds the texts of `from` to `to`.
  DictionaryMap(const Dictionary& from, Dictionary& to) {
    numbers_.reserve(from.size());
    for (std::uint32_t i = 0; i < from.size(); ++i) numbers_.push_back(to.number(from.text(i)));
  }
  [[nodiscard]] std::uint32_t operator()(std::uint32_t number) const { return numbers_[number]; }
  void apply(std::uint32_t& number) const { number = numbers_[number]; }

 private:
  std::vector<std::uint32_t> numbers_;
};

}  // namespace smtptally
