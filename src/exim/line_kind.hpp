#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parse/log_line.hpp"

namespace smtptally {

/// What a line of Exim says that matters.
enum class EximKind : std::uint8_t {
  none,       ///< Deliveries, connections, queue runs: most lines.
  accepted,   ///< "ID <= …".
  pretended,  ///< "ID (= …": the message was taken, and the client was told that it was not.
  rescinded,  ///< "ID rescind the above message-accept".
  refused,    ///< Refused behind its data.
  login,      ///< A refused login.
  handshake,  ///< "TLS error on connection …".
};

/// A line without what a logger and Exim put in front of its text.
struct EximText {
  EximKind kind = EximKind::none;
  std::string_view id;    ///< Empty if it has none.
  std::string_view text;  ///< Behind the id.
};

/// A part of an entry that Exim split for syslog: "[2/3] …", or "[2\3] …" at a line end.
struct EximPart {
  std::uint64_t number = 0;  ///< From 1; 0 for no part.
  std::uint64_t of = 0;
  bool line_end = false;  ///< A line end of the entry follows it.
  std::string_view text;
};
[[nodiscard]] EximPart read_part(std::string_view text) noexcept;

/// Whether the line tells what became of a message, as most lines do: "ID => …", "ID Completed". If
/// false, it may do so all the same; if true, its kind is none.
[[nodiscard]] inline bool is_of_delivery(const LogLine& line) noexcept {
  const char first = line.text.data()[line.exim_id_size + std::size_t{1}];  // Padded.
  // PERF: without branches, which nobody could predict.
  return (line.exim_id_size != 0) & ((first == '=') | (first == '-') | (first == 'C'));
}

/// Takes apart the text of one line, or of an entry whose parts were joined.
[[nodiscard]] EximText read_exim_text(std::string_view text, LineForm form);
[[nodiscard]] EximText read_exim_text(const LogLine& line);

}  // namespace smtptally
