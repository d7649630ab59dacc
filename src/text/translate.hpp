#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <fmt/format.h>

#include "smtptally/said.hpp"
#include "smtptally/to_tr.hpp"
#include "text/language.hpp"

namespace smtptally {

/// A text for one and one for several, in a table.
struct NumberedText {
  const char* one = nullptr;
  const char* many = nullptr;
};
/// Marks both for the catalogues, as to_tr().
[[nodiscard]] constexpr NumberedText ntr(const char* one, const char* many) noexcept {
  return {one, many};
}

/// The text in the language of the reader. Valid for ever.
[[nodiscard]] const char* tr(const char* english) noexcept;
/// Requires a literal, which ends with a zero.
[[nodiscard]] std::string_view tr(std::string_view literal) noexcept;
/// The same of a word that another language says in several ways: `context` tells them apart.
[[nodiscard]] const char* trc(const char* context, const char* english);
/// Requires a literal.
[[nodiscard]] std::string_view trc(const char* context, std::string_view literal);
/// One of two texts, or of more in other languages, by a count.
[[nodiscard]] const char* trn(const char* one, const char* many, std::uint64_t count) noexcept;

/// `english` is what is printed where `text`, its translation, does not fit the arguments.
[[nodiscard]] std::string format_or(std::string_view text, std::string_view english,
                                    fmt::format_args arguments);

/// As fmt::format() of a text that is translated. Requires a literal.
template <class... Arguments>
[[nodiscard]] std::string tr_format(fmt::format_string<Arguments...> english,
                                    Arguments&&... arguments) {
  const std::string_view text(fmt::string_view(english).data(), fmt::string_view(english).size());
  return format_or(tr(text), text, fmt::make_format_args(arguments...));
}
/// The same with a context, as trc().
template <class... Arguments>
[[nodiscard]] std::string trc_format(const char* context, fmt::format_string<Arguments...> english,
                                     Arguments&&... arguments) {
  const std::string_view text(fmt::string_view(english).data(), fmt::string_view(english).size());
  return format_or(trc(context, text), text, fmt::make_format_args(arguments...));
}
/// The same of a literal that comes from a table.
template <class... Arguments>
[[nodiscard]] std::string tr_format_row(std::string_view english, Arguments&&... arguments) {
  return format_or(tr(english), english, fmt::make_format_args(arguments...));
}
/// The same by a count, which need not be among the arguments.
template <class... Arguments>
[[nodiscard]] std::string trn_format(fmt::format_string<Arguments...> one,
                                     fmt::format_string<Arguments...> many, std::uint64_t count,
                                     Arguments&&... arguments) {
  const fmt::string_view english = count == 1 ? one : many;
  return format_or(trn(fmt::string_view(one).data(), fmt::string_view(many).data(), count),
                   {english.data(), english.size()}, fmt::make_format_args(arguments...));
}

/// The same of a text whose only argument is the count, in groups: "1,234 messages".
[[nodiscard]] std::string trn_count(const char* one, const char* many, std::uint64_t count);
[[nodiscard]] inline std::string trn_count(const NumberedText& text, std::uint64_t count) {
  return trn_count(text.one, text.many, count);
}

/// As trn_format(), for what English says of one and of several in the same words.
template <class... Arguments>
[[nodiscard]] std::string trs_format(fmt::format_string<Arguments...> english, std::uint64_t count,
                                     Arguments&&... arguments) {
  const fmt::string_view text = english;
  return format_or(trn(text.data(), text.data(), count), {text.data(), text.size()},
                   fmt::make_format_args(arguments...));
}
/// Marks such a text in a table, whose translation trs_format_row() prints.
[[nodiscard]] constexpr const char* to_trs(const char* english) noexcept { return english; }
template <class... Arguments>
[[nodiscard]] std::string trs_format_row(const char* english, std::uint64_t count,
                                         Arguments&&... arguments) {
  return format_or(trn(english, english, count), english, fmt::make_format_args(arguments...));
}

namespace translation {

inline const std::string& english(const Said& said) noexcept { return said.english; }
inline const std::string& translated(const Said& said) noexcept { return said.text(); }
template <class T>
const T& english(const T& argument) noexcept {
  return argument;
}
template <class T>
const T& translated(const T& argument) noexcept {
  return argument;
}
/// As what an argument is formatted.
template <class T>
using Shown = std::conditional_t<std::is_same_v<std::remove_cvref_t<T>, Said>, std::string, T>;

template <class... Arguments>
Said both(std::string_view text, std::string_view from, const Arguments&... arguments) {
  std::string in_english = fmt::vformat(from, fmt::make_format_args(english(arguments)...));
  if (!is_translating()) return {std::move(in_english)};
  return {std::move(in_english),
          format_or(text, from, fmt::make_format_args(translated(arguments)...))};
}

}  // namespace translation

/// In English and in the language of the reader. Arguments that are Said are said in both, too.
template <class... Arguments>
[[nodiscard]] Said said(fmt::format_string<translation::Shown<Arguments>...> english,
                        const Arguments&... arguments) {
  const std::string_view text(fmt::string_view(english).data(), fmt::string_view(english).size());
  return translation::both(tr(text), text, arguments...);
}
/// The same by a count, as trs_format().
template <class... Arguments>
[[nodiscard]] Said saids(fmt::format_string<translation::Shown<Arguments>...> english,
                         std::uint64_t count, const Arguments&... arguments) {
  const fmt::string_view text = english;
  return translation::both(trn(text.data(), text.data(), count), {text.data(), text.size()},
                           arguments...);
}

}  // namespace smtptally
