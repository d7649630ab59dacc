#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smtptally {

/// The first label of "SERVER\Name" or "server.example.org", in lower case.
[[nodiscard]] std::string first_label(std::string_view name);
/// The number of 16 hexadecimal digits, or a hash of any other text.
[[nodiscard]] std::uint64_t session_number(std::string_view text) noexcept;
/// 0 for the empty text.
[[nodiscard]] std::uint64_t text_hash(std::string_view text) noexcept;
/// Removes the brackets of "<id>".
[[nodiscard]] std::string_view without_brackets(std::string_view text) noexcept;
/// Joins a sender with a domain that may have a column of its own: "anna" and "x.example".
[[nodiscard]] std::string joined_address(std::string_view sender, std::string_view domain);
/// Removes the port of "192.0.2.1:50100" or "[2001:db8::1%3]:50100".
[[nodiscard]] std::string_view address_of(std::string_view endpoint) noexcept;
/// The value of "NAME=" at the front of a word, among words separated by blanks.
[[nodiscard]] std::string_view parameter(std::string_view words, std::string_view name) noexcept;

}  // namespace smtptally
