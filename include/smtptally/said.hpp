#pragma once

#include <string>
#include <utility>

namespace smtptally {

/// A sentence for people that stands in formats for programs, too, where it stays English.
struct Said {
  Said() = default;
  /// Without a translation: a name, or the words of somebody else.
  // NOLINTNEXTLINE(google-explicit-constructor)
  Said(std::string text) : english(std::move(text)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Said(const char* text) : english(text) {}
  Said(std::string text, std::string translation)
      : english(std::move(text)), translated(std::move(translation)) {}

  /// In the language of the reader, see use_language() and InEnglish.
  [[nodiscard]] const std::string& text() const noexcept;
  [[nodiscard]] bool empty() const noexcept { return english.empty(); }

  bool operator==(const Said&) const = default;

  std::string english;
  std::string translated;  ///< Empty where it is the same.
};

}  // namespace smtptally
