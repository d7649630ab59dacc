#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace smtptally {

/// A language that there is a catalogue of in src/po/; English needs none.
struct Language {
  std::string_view code;  ///< As --lang takes it.
  std::string_view name;  ///< In itself.
};
[[nodiscard]] std::span<const Language> all_languages() noexcept;

/// The code for "de", "de_AT.UTF-8", "DE-at" or "C"; nothing where there is no such language.
[[nodiscard]] std::optional<std::string_view> find_language(std::string_view name) noexcept;

/// The variables that choose a language, as the process has them; empty for those that are not set.
struct LanguageVariables {
  std::string language;
  std::string lc_all;
  std::string lc_messages;
  std::string lang;
};
/// The code that they ask for, as gettext reads them. English for a language that there is not, and
/// where the character set is named and is not UTF-8, which is all that the catalogues have.
[[nodiscard]] std::string_view language_of(const LanguageVariables& variables) noexcept;

/// Chooses the language of tr() and the others for the whole process: the catalogue of `code` in
/// `folder`, where code/LC_MESSAGES/smtptally.mo lies. False where it cannot be had; it is English
/// then, as it is before the first call. Requires that there are no other threads.
bool use_language(std::string_view code, const std::string& folder);
/// The code of the language of tr(): "en" inside of InEnglish.
[[nodiscard]] std::string_view language() noexcept;
/// Whether it is another one than English now.
[[nodiscard]] bool is_translating() noexcept;

/// As long as it lives, all is English: for formats that programs read. Requires that there are no
/// other threads.
class InEnglish {
 public:
  /// Does nothing where `really` is false.
  explicit InEnglish(bool really = true) noexcept;
  InEnglish(const InEnglish&) = delete;
  InEnglish& operator=(const InEnglish&) = delete;
  ~InEnglish();

 private:
  bool before_;
};

}  // namespace smtptally
