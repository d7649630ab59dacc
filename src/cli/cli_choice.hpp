#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "smtptally/error.hpp"
#include "text/escape.hpp"
#include "text/nearest_name.hpp"
#include "text/translate.hpp"

namespace smtptally {

/// The values of a closed set, by name.
template <class Value>
using Choices = std::vector<std::pair<std::string_view, Value>>;

/// "a, b or c".
[[nodiscard]] inline std::string listed(const std::vector<std::string_view>& names) {
  std::string text(names.front());
  for (std::size_t i = 1; i < names.size(); ++i) {
    text += i + 1 < names.size() ? tr(", ") : tr(" or ");
    text += names[i];
  }
  return text;
}

/// The one that is called `text`; an Error names all, and the one that may be meant.
template <class Value>
[[nodiscard]] Result<Value> choose(std::string_view option, std::string_view text,
                                   const Choices<Value>& choices) {
  std::vector<std::string_view> names;
  for (const auto& [name, value] : choices) {
    if (name == text) return value;
    names.push_back(name);
  }
  return Error{tr_format("{}: '{}' is no value; use {}{}", option, visible(text), listed(names),
                         did_you_mean(text, names))};
}

}  // namespace smtptally
