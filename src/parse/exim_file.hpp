#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "parse/behind_stamp.hpp"
#include "parse/head_cache.hpp"
#include "parse/log_line.hpp"

namespace smtptally {

/// The tag of lines of Exim's own file, which have none.
inline constexpr std::string_view kEximTag = "exim";

/// The id of a message at the front, "1xXT5W-00001j-33" (up to Exim 4.96) or
/// "1xXT8u-000000000Eb-3gB9", with a blank behind it: the size of the id; 0 if there is none.
[[nodiscard]] std::size_t exim_id_size(std::string_view text) noexcept;

/// The second of UTC in which the reception of the message began, as its id says in base 62, or
/// in base 36 on systems whose file names have one case. The second that is nearer to `near`.
/// Requires an id of such a form.
[[nodiscard]] std::int64_t exim_id_second(std::string_view id, std::int64_t near) noexcept;

/// The text behind "[107] ", which Exim puts in front of it where it logs its process id.
[[nodiscard]] std::string_view behind_exim_pid(std::string_view text) noexcept;

/// Whether the text begins as that of a refused login: "DRIVER authenticator failed for ".
[[nodiscard]] bool begins_as_refused_login(std::string_view text) noexcept;

/// Whether the text behind a stamp is of Exim's own file for certain: an id, or one of the
/// beginnings of lines that tell something.
[[nodiscard]] bool is_exim_text(std::string_view text) noexcept;
/// Whether the text behind such a stamp is of another program: "host tag[pid]: …". No text of Exim
/// has that form.
[[nodiscard]] bool is_of_another_program(std::string_view text) noexcept;

/// Takes all of a text that is_exim_text().
Behind parse_behind_exim_stamp(PaddedText rest, HeadCache& heads, LogLine& out);
/// Makes a line of a text of Exim's own file. Sets neither time nor dialect.
void make_exim_line(PaddedText text, LogLine& out) noexcept;

}  // namespace smtptally
