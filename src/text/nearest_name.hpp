#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smtptally {

/// The name among `names` that the user most likely meant by `text`: equal without case, with at
/// most one letter in three wrong, missing, added or swapped with the next one; else the only name
/// that begins with `text`. Empty if there is none.
[[nodiscard]] std::string_view nearest_name(std::string_view text,
                                            std::span<const std::string_view> names);

/// At most `most` names of an open set, for example addresses, that may be meant, the nearest
/// first: those that are about as near as the nearest one, then those that begin with the text. If
/// the domains are equal, one letter in three of the local part may be wrong.
[[nodiscard]] std::vector<std::string_view> nearest_names(std::string_view text,
                                                          std::span<const std::string_view> names,
                                                          std::size_t most);
/// "did you mean a, b or c?", with escapes; empty for no names.
[[nodiscard]] std::string any_of_these(std::span<const std::string_view> names);

/// "; did you mean NAME?", or the empty text.
[[nodiscard]] std::string did_you_mean(std::string_view text,
                                       std::span<const std::string_view> names);

}  // namespace smtptally
