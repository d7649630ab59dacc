#pragma once

#include <span>
#include <string>
#include <string_view>

namespace smtptally {

/// The one of `names` that somebody who typed `text` most likely meant: the same but for case and
/// for one letter in three that is wrong, missing, too much or swapped with the next one; else the
/// only one that begins so. Empty if there is none.
[[nodiscard]] std::string_view nearest_name(std::string_view text,
                                            std::span<const std::string_view> names);

/// "; did you mean NAME?", or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view text,
                                       std::span<const std::string_view> names);

}  // namespace smtptally
