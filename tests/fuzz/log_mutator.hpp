#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

/// Whose log an input of ways_fuzzer.cpp is: the first letter of its first argument says it.
enum class LogKind : std::uint8_t {
  syslog,    ///< Any other letter: Postfix, or Exim by way of syslog.
  exim,      ///< 'e': Exim's own log.
  exchange,  ///< 'x': tables of Exchange.
};
[[nodiscard]] LogKind log_kind(std::string_view argument) noexcept;

/// Changes an input of a fuzz target (see FuzzInput) as somebody who knows logs would: it adds
/// whole lines and sessions of a server, of a few processes, clients and queue ids, so that they
/// meet each other, moves and repeats lines, draws other arguments. Every third time the fuzzer's
/// own mutations.
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
  [[nodiscard]] std::vector<std::string> more_lines();
  [[nodiscard]] std::vector<std::string> session();
  [[nodiscard]] char step();
  [[nodiscard]] std::string text();
  [[nodiscard]] std::string line();
  [[nodiscard]] std::string filled(std::string_view pattern);

  std::mt19937 random_;
  Stamps stamps_;
  LogKind kind_ = LogKind::syslog;
};
