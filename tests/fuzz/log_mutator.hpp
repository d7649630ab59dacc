#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

/// Changes an input of a fuzz target (see FuzzInput) as somebody who knows logs would: it adds
/// whole lines of Postfix, of a few processes, clients and queue ids, so that they meet each other,
/// moves and repeats lines, draws other arguments. Every other time the fuzzer's own mutations.
class LogMutator {
 public:
  enum class Stamps : std::uint8_t {
    written,  ///< Lines have envelopes of several dialects.
    drawn,    ///< A letter stands for the stamp, see ways_fuzzer.cpp.
  };
  LogMutator(unsigned seed, Stamps stamps) : random_(seed), stamps_(stamps) {}

  /// In place; the new size.
  std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t most);

 private:
  std::size_t pick(std::size_t n) { return random_() % n; }
  void change_arguments(std::vector<std::string>& arguments);
  void change_lines(std::vector<std::string>& lines);
  [[nodiscard]] std::string text();
  [[nodiscard]] std::string line();
  [[nodiscard]] std::string filled(std::string_view pattern);

  std::mt19937 random_;
  Stamps stamps_;
};
