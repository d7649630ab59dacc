#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smtptally {

/// "SERVER\Name" and "server.example.org" by their first label, in lower case.
[[nodiscard]] std::string first_label(std::string_view name);
/// The number behind 16 hexadecimal digits, or a hash of another text.
[[nodiscard]] std::uint64_t session_number(std::string_view text) noexcept;
/// 0 for the empty text.
[[nodiscard]] std::uint64_t text_hash(std::string_view text) noexcept;
/// "<id>" without its brackets.
[[nodiscard]] std::string_view without_brackets(std::string_view text) noexcept;
/// The address of a sender whose domain may stand in a column of its own: "anna" and "x.example".
[[nodiscard]] std::string joined_address(std::string_view sender, std::string_view domain);
/// "192.0.2.1:50100" and "[2001:db8::1%3]:50100" without the port.
[[nodiscard]] std::string_view address_of(std::string_view endpoint) noexcept;
/// The value of "NAME=" at the front of one of the blank-separated words.
[[nodiscard]] std::string_view parameter(std::string_view words, std::string_view name) noexcept;

}  // namespace smtptally
