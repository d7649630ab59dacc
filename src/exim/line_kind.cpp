#include "exim/line_kind.hpp"

#include "exim/refusals.hpp"
#include "parse/exim_file.hpp"
#include "text/ascii.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

/// The text behind "2026-11-29 00:48:18.943 +0000 ", which Exim writes to syslog, too, unless
/// syslog_timestamp is false.
std::string_view behind_own_stamp(std::string_view text) noexcept {
  constexpr std::string_view kForm = "0000-00-00 00:00:00";
  if (text.size() <= kForm.size()) return text;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] == '0' ? !is_digit(text[i]) : text[i] != kForm[i]) return text;
  }
  Cursor at(text.substr(kForm.size()));
  std::uint64_t number = 0;
  if (at.take('.') && !at.take_number(number)) return text;
  if (!at.take(' ')) return text;
  const Cursor behind_clock = at;
  const bool zone = (at.take('+') || at.take('-')) && at.take_number(number) && at.take(' ');
  return zone ? at.rest() : behind_clock.rest();
}

EximKind kind_behind_id(std::string_view text) {
  switch (text.front()) {
    case '<':
      return text.starts_with("<= ") ? EximKind::accepted : EximKind::none;
    case '(':
      return text.starts_with("(= ") ? EximKind::pretended : EximKind::none;
    case 'r':
      return text.starts_with("rescind the above message-accept") ? EximKind::rescinded
                                                                  : EximKind::none;
    case 'H':
    case 'S':
      return is_refused_message(text) ? EximKind::refused : EximKind::none;
    default:
      return EximKind::none;
  }
}

/// Requires that an id of this size and a blank stand at the beginning.
EximText behind_id(std::string_view text, std::size_t id) {
  EximText out{.kind = EximKind::none, .id = text.substr(0, id), .text = text.substr(id + 1)};
  if (!out.text.empty()) out.kind = kind_behind_id(out.text);
  return out;
}

}  // namespace

EximPart read_part(std::string_view text) noexcept {
  EximPart part;
  Cursor at(text);
  std::uint64_t number = 0;
  if (!at.take('[') || !at.take_number(number)) return {};
  part.line_end = at.take('\\');
  if (!part.line_end && !at.take('/')) return {};
  if (!at.take_number(part.of) || !at.take("] ") || number == 0 || number > part.of) return {};
  part.number = number;
  part.text = at.rest();
  return part;
}

EximText read_exim_text(const LogLine& line) {
  if (line.exim_id_size == 0) return read_exim_text(line.text, line.form);
  return behind_id(line.text, line.exim_id_size);
}

EximText read_exim_text(std::string_view text, LineForm form) {
  if (form == LineForm::logger) {
    if (const EximPart part = read_part(text); part.number != 0) {
      if (part.number > 1) return {.kind = EximKind::none, .id = {}, .text = text};
      text = part.text;
    }
    text = behind_own_stamp(text);
  }
  text = behind_exim_pid(text);
  const std::size_t id = exim_id_size(text);
  if (id != 0) return behind_id(text, id);
  EximText out{.kind = EximKind::none, .id = {}, .text = text};
  if (text.starts_with("TLS error on connection")) {
    out.kind = EximKind::handshake;
  } else if (begins_as_refused_login(text)) {
    out.kind = EximKind::login;
  }
  return out;
}

}  // namespace smtptally
