#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "text/padded_text.hpp"

namespace smtptally {

/// A prefix that a tool, or a crash, put in front of every line. To add one: a function that
/// removes it and one row in kPrefixes.
struct LinePrefix {
  /// Removes the prefix. False, with the line unchanged, if it is not there.
  bool (*strip)(PaddedText& line) noexcept;
  std::string_view example;
};

bool strip_nul_bytes(PaddedText& line) noexcept;
bool strip_priority(PaddedText& line) noexcept;
bool strip_compose(PaddedText& line) noexcept;
bool strip_kubectl(PaddedText& line) noexcept;
bool strip_grep(PaddedText& line) noexcept;

/// A line may have several prefixes. A stamp may be followed by a prefix and another line.
inline constexpr std::array<LinePrefix, 5> kPrefixes{{
    {&strip_nul_bytes, "a hole that a crash leaves in front of the next line"},
    {&strip_priority, "<22> (RFC 3164)"},
    {&strip_compose, "postfix-1    | (docker compose logs)"},
    {&strip_kubectl, "[pod/NAME/CONTAINER] (kubectl logs --prefix)"},
    {&strip_grep, "1287: or mail.log:1287: or mail.log: (grep)"},
}};
inline constexpr std::size_t kNoPrefix = kPrefixes.size();

/// Whether the text may begin with a stamp or a prefix and so may be a line of its own. No host or
/// tag begins like that.
[[nodiscard]] bool begins_like_line(PaddedText text) noexcept;

}  // namespace smtptally
