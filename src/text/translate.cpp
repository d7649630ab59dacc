// The only user of gettext.

#include "text/translate.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <clocale>
#include <cstdlib>

#include <libintl.h>

#include "text/ascii.hpp"
#include "text/grouped.hpp"

namespace smtptally {
namespace {

constexpr const char* kDomain = "smtptally";

constexpr std::array<Language, 6> kLanguages{{{"en", "English"},
                                              {"de", "Deutsch"},
                                              {"fr", "Français"},
                                              {"sv", "Svenska"},
                                              {"ja", "日本語"},
                                              {"ko", "한국어"}}};

/// gettext has one language a process, too.
bool translating = false;
std::string_view chosen = "en";

bool is_same(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

/// Of "de_DE.UTF-8@euro": "UTF-8".
std::string_view character_set(std::string_view locale) noexcept {
  const std::size_t dot = locale.find('.');
  if (dot == std::string_view::npos) return {};
  locale.remove_prefix(dot + 1);
  return locale.substr(0, locale.find('@'));
}

bool is_of_no_language(std::string_view locale) noexcept {
  const std::string_view name = locale.substr(0, locale.find('.'));
  return name == "C" || name == "POSIX";
}

/// gettext is silent in the locale C, and C.UTF-8 comes with every glibc of today.
bool leave_locale_c() {
  constexpr std::array<const char*, 4> kLocales{"C.UTF-8", "C.utf8", "en_US.UTF-8", ""};
  return std::any_of(kLocales.begin(), kLocales.end(), [](const char* name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no threads yet.
    const char* const set = std::setlocale(LC_MESSAGES, name);
    return set != nullptr && std::string_view(set) != "C" && std::string_view(set) != "POSIX";
  });
}

}  // namespace

std::span<const Language> all_languages() noexcept { return kLanguages; }

std::optional<std::string_view> find_language(std::string_view name) noexcept {
  if (is_of_no_language(name)) return kLanguages.front().code;
  const std::string_view code = name.substr(0, name.find_first_of("_-.@"));
  for (const Language& language : kLanguages) {
    if (is_same(language.code, code)) return language.code;
  }
  return std::nullopt;
}

std::string_view language_of(const LanguageVariables& variables) noexcept {
  const std::string_view english = kLanguages.front().code;
  std::string_view locale = variables.lang;
  if (!variables.lc_messages.empty()) locale = variables.lc_messages;
  if (!variables.lc_all.empty()) locale = variables.lc_all;
  if (locale == "C" || locale == "POSIX") return english;
  const std::string_view set = character_set(locale);
  if (!set.empty() && !is_same(set, "UTF-8") && !is_same(set, "UTF8")) return english;
  for (std::string_view list = variables.language; !list.empty();) {
    const std::string_view name = list.substr(0, list.find(':'));
    list.remove_prefix(std::min(list.size(), name.size() + 1));
    if (const auto code = find_language(name)) return *code;
  }
  return find_language(locale).value_or(english);
}

bool use_language(std::string_view code, const std::string& folder) {
  translating = false;
  if (code == kLanguages.front().code) return true;
  if (folder.empty() || !leave_locale_c()) return false;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no threads yet.
  if (setenv("LANGUAGE", std::string(code).c_str(), 1) != 0) return false;
  if (bindtextdomain(kDomain, folder.c_str()) == nullptr) return false;
  // LC_CTYPE stays as it is.
  if (bind_textdomain_codeset(kDomain, "UTF-8") == nullptr) return false;
  chosen = *find_language(code);
  translating = true;
  return true;
}

std::string_view language() noexcept { return translating ? chosen : kLanguages.front().code; }

bool is_translating() noexcept { return translating; }

InEnglish::InEnglish(bool really) noexcept : before_(translating) {
  if (really) translating = false;
}
InEnglish::~InEnglish() { translating = before_; }

const char* tr(const char* english) noexcept {
  // The empty text is the head of the catalogue.
  return !translating || *english == '\0' ? english : dgettext(kDomain, english);
}

std::string_view tr(std::string_view literal) noexcept {
  if (!translating || literal.empty()) return literal;
  assert(literal.data()[literal.size()] == '\0');
  return tr(literal.data());
}

const char* trc(const char* context, const char* english) {
  if (!translating) return english;
  const std::string key = std::string(context) + '\004' + english;
  const char* const text = dgettext(kDomain, key.c_str());
  return text == key.c_str() ? english : text;
}

std::string_view trc(const char* context, std::string_view literal) {
  return translating ? std::string_view(trc(context, literal.data())) : literal;
}

const char* trn(const char* one, const char* many, std::uint64_t count) noexcept {
  if (!translating) return count == 1 ? one : many;
  return dngettext(kDomain, one, many, count);
}

std::string trn_count(const char* one, const char* many, std::uint64_t count) {
  const std::string number = grouped(count);
  return format_or(trn(one, many, count), count == 1 ? one : many, fmt::make_format_args(number));
}

const std::string& Said::text() const noexcept {
  return translating && !translated.empty() ? translated : english;
}

std::string format_or(std::string_view text, std::string_view english, fmt::format_args arguments) {
  try {
    return fmt::vformat(text, arguments);
  } catch (const fmt::format_error&) {
    return fmt::vformat(english, arguments);
  }
}

}  // namespace smtptally
