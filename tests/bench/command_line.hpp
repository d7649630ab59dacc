#pragma once

// What the generators read of their command lines in one way.

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace smtptally::bench {

/// Options that every generator has.
struct CommonOptions {
  std::uint64_t seed = 1;
  int year = 2026;
  unsigned month = 11;
  unsigned day = 1;
  std::string out;
  std::string truth;  ///< No truth is written when empty.
};

template <class Number>
bool read_number(std::string_view text, Number& into) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, into);
  return error == std::errc{} && stop == end;
}

template <class Number>
bool read_positive(std::string_view text, Number& into) {
  return read_number(text, into) && into > 0;
}

inline bool read_date(std::string_view text, CommonOptions& options) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  if (!read_number(text.substr(0, 4), options.year) || options.year < 1971) return false;
  if (!read_number(text.substr(5, 2), options.month)) return false;
  if (!read_number(text.substr(8, 2), options.day)) return false;
  return std::chrono::year_month_day{std::chrono::year{options.year},
                                     std::chrono::month{options.month},
                                     std::chrono::day{options.day}}
      .ok();
}

inline bool read_common_option(std::string_view name, std::string_view value,
                               CommonOptions& options) {
  if (name == "--seed") return read_number(value, options.seed);
  if (name == "--start") return read_date(value, options);
  if (name == "--out") options.out = value;
  if (name == "--truth") options.truth = value;
  return name == "--out" || name == "--truth";
}

inline void complain(std::string_view text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

/// One generator: its name, and how it reads options of its own.
template <class Options>
struct CommandLine {
  std::string_view name;
  std::string_view help;
  bool (*read_option)(std::string_view name, std::string_view value, Options& options);
  bool (*take_flag)(std::string_view name, Options& options);  ///< An option without a value.

  /// nullopt after printing what is wrong (or the help) to stderr.
  [[nodiscard]] std::optional<Options> parse(int argc, char** argv) const {
    Options options;
    for (int i = 1; i < argc; ++i) {
      const std::string_view option = argv[i];
      if (take_flag(option, options)) continue;
      const bool has_value = i + 1 < argc;
      if (has_value && (read_option(option, argv[i + 1], options) ||
                        read_common_option(option, argv[i + 1], options))) {
        ++i;
        continue;
      }
      if (option != "--help") say("bad option " + std::string(option));
      complain(help);
      return std::nullopt;
    }
    return options;
  }
  void say(std::string_view problem) const {
    complain(std::string(name) + ": " + std::string(problem) + "\n");
  }
};

}  // namespace smtptally::bench
