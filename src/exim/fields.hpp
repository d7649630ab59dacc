#pragma once

#include <cstddef>
#include <string_view>

#include "text/cursor.hpp"
#include "text/word_size.hpp"

namespace smtptally {

// The fields that several kinds of Exim's lines have, each with the characters that it may hold.
// Exim escapes few of them, and strangers choose most: whoever takes a field must go on where it
// ends, and never search.

// PERF: functions that are not inline take a text and return the size of what they took, 0 if it
// does not fit, see Cursor::take_front().

/// Takes a word without blanks.
[[nodiscard]] inline bool take_word(Cursor& at, std::string_view& out) noexcept {
  out = at.rest().substr(0, word_size(at.rest()));
  return at.take_front(out.size());
}
/// The same where nobody asks for the word.
[[nodiscard]] inline bool skip_word(Cursor& at) noexcept {
  return at.take_front(word_size(at.rest()));
}

[[nodiscard]] std::size_t host_size(std::string_view text, std::string_view& address) noexcept;
/// Takes "[192.0.2.7]", "(helo) [192.0.2.7]:54321", "name (helo) [192.0.2.7]"; `address` is what
/// the brackets hold. A HELO that Exim takes only with helo_accept_junk_hosts does not fit.
[[nodiscard]] inline bool take_host(Cursor& at, std::string_view& address) noexcept {
  return at.take_front(host_size(at.rest(), address));
}

[[nodiscard]] std::size_t interface_size(std::string_view text, std::string_view& port) noexcept;
/// Takes " I=[192.0.2.1]:587" if it is there. False if it is broken.
[[nodiscard]] inline bool take_interface(Cursor& at, std::string_view& port) noexcept {
  return !at.take(" I=[") || at.take_front(interface_size(at.rest(), port));
}
/// Takes " U=ident", " Ci=7" and the like if they are there: the name and a word.
template <std::size_t kSize>
[[nodiscard, gnu::always_inline]] inline bool skip_optional(Cursor& at, const char (&name)[kSize]) {
  return !at.take(name) || skip_word(at);
}

[[nodiscard]] std::size_t sender_size(std::string_view text, std::string_view& out) noexcept;
/// Takes an address without brackets. A quoted local part may hold blanks.
[[nodiscard]] inline bool take_sender(Cursor& at, std::string_view& out) noexcept {
  return at.take_front(sender_size(at.rest(), out));
}

/// Takes the rest of an address behind its '<', and the '>'. Other than Cursor::take_address()
/// takes no blank outside of quotes.
[[nodiscard]] bool skip_address_in_brackets(Cursor& at) noexcept;

/// Takes ` DN="…"` if it is there. A client chooses it and quotes are not escaped, so that one
/// inside does not fit.
[[nodiscard]] inline bool skip_distinguished_name(Cursor& at) noexcept {
  std::string_view name;
  return !at.take(" DN=\"") || at.take_until('"', name);
}

/// The position behind the first " S=" (for 'S') that begins at or behind `from`; npos if there is
/// none.
[[nodiscard]] std::size_t find_field(std::string_view text, char letter, std::size_t from) noexcept;

/// Whether " S=" and a digit stand anywhere in the text.
[[nodiscard]] bool holds_size(std::string_view text) noexcept;

}  // namespace smtptally
