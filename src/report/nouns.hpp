#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smtptally {

/// "1 sender", "22,802 senders", of what a Section or a DimensionText calls "sender". Requires one
/// of the table in nouns.cpp.
[[nodiscard]] std::string count_of_rows(std::uint64_t count, std::string_view noun);
/// "14 more senders".
[[nodiscard]] std::string count_of_more_rows(std::uint64_t count, std::string_view noun);
/// The first of them without a number: "{} senders", and what that is in English.
[[nodiscard]] std::string_view text_of_rows(std::uint64_t count, std::string_view noun);
[[nodiscard]] std::string_view english_of_rows(std::uint64_t count, std::string_view noun);

}  // namespace smtptally
