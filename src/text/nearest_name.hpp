#pragma once

#include <span>
#include <string>
#include <string_view>

namespace smtptally {

/// The name among `names` that the user most likely meant by `text`: equal without case, with at
/// most one letter in three wrong, missing, added or swapped with the next one; else the only name
/// that begins with `text`. Empty if there is none.
[[nodiscard]] std::string_view nearest_name(std::string_view text,
                                            std::span<const std::string_view> names);

/// "; did you mean NAME?", or the empty text.
[[nodiscard]] std::string did_you_mean(std::string_view text,
                                       std::span<const std::string_view> names);

}  // namespace smtptally
