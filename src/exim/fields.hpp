#pragma once

#include <cstddef>
#include <string_view>

#include "text/cursor.hpp"

namespace smtptally {

// The fields that several kinds of Exim's lines have, each with the characters that it may hold.
// Exim escapes few of them, and strangers choose most: whoever takes a field must go on where it
// ends, and never search.

/// Takes a word without blanks.
[[nodiscard]] bool take_word(Cursor& at, std::string_view& out) noexcept;
/// The same where nobody asks for the word.
[[nodiscard]] bool skip_word(Cursor& at) noexcept;

/// Takes "[192.0.2.7]", "(helo) [192.0.2.7]:54321", "name (helo) [192.0.2.7]"; `address` is what
/// the brackets hold. A HELO that Exim takes only with helo_accept_junk_hosts does not fit.
[[nodiscard]] bool take_host(Cursor& at, std::string_view& address) noexcept;

/// Takes " I=[192.0.2.1]:587" if it is there. False if it is broken.
[[nodiscard]] bool take_interface(Cursor& at, std::string_view& port) noexcept;
/// Takes " U=ident", " Ci=7" and the like if they are there: the name and a word.
template <std::size_t kSize>
[[nodiscard]] bool take_optional(Cursor& at, const char (&name)[kSize], std::string_view& value) {
  return !at.take(name) || take_word(at, value);
}
template <std::size_t kSize>
[[nodiscard]] bool skip_optional(Cursor& at, const char (&name)[kSize]) {
  return !at.take(name) || skip_word(at);
}

/// Takes an address without brackets. A quoted local part may hold blanks.
[[nodiscard]] bool take_sender(Cursor& at, std::string_view& out) noexcept;

/// Takes the rest of an address behind its '<', and the '>'. Other than Cursor::take_address()
/// takes no blank outside of quotes.
[[nodiscard]] bool skip_address_in_brackets(Cursor& at) noexcept;

/// Takes ` DN="…"` if it is there. A client chooses it and quotes are not escaped, so that one
/// inside does not fit.
[[nodiscard]] bool skip_distinguished_name(Cursor& at) noexcept;

/// The position behind the first " S=" (for 'S') that begins at or behind `from`; npos if there is
/// none.
[[nodiscard]] std::size_t find_field(std::string_view text, char letter, std::size_t from) noexcept;

/// Whether " S=" and a digit stand anywhere in the text.
[[nodiscard]] bool holds_size(std::string_view text) noexcept;

}  // namespace smtptally
