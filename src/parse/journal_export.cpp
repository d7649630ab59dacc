// Reads records of journalctl -o export.

#include <algorithm>
#include <cstring>

#include "parse/journal.hpp"

namespace smtptally {
namespace {

/// Takes the field at the front: "NAME=value\n" or "NAME\n", length, bytes, "\n".
enum class FieldKind : std::uint8_t { whole, cut, damaged };
FieldKind take_field(PaddedText& rest, std::string_view& name, PaddedText& value) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return FieldKind::cut;
  const PaddedText line = rest.substr(0, end);
  const std::size_t equals = line.find('=');
  if (equals != std::string_view::npos) {
    name = line.substr(0, equals);
    value = line.substr(equals + 1);
    rest.remove_prefix(end + 1);
    return FieldKind::whole;
  }
  if (rest.size() < end + 1 + 8) return FieldKind::cut;
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    size |= std::uint64_t{static_cast<unsigned char>(rest[end + 1 + i])} << (8 * i);
  }
  if (size > (std::uint64_t{1} << 30)) return FieldKind::damaged;
  const std::size_t begin = end + 9;
  if (rest.size() < begin + size + 1) return FieldKind::cut;
  if (rest[begin + size] != '\n') return FieldKind::damaged;
  name = line;
  value = rest.substr(begin, size);
  rest.remove_prefix(begin + size + 1);
  return FieldKind::whole;
}

struct Fields {
  std::string_view time;
  std::string_view host;
  std::string_view tag;
  std::string_view pid;
  std::string_view own_pid;
  PaddedText text;
  bool contained = false;

  void set(std::string_view name, PaddedText value) {
    if (name == "__REALTIME_TIMESTAMP") time = value;
    if (name == "_HOSTNAME") host = value;
    if (name == "SYSLOG_IDENTIFIER") tag = value;
    if (name == "SYSLOG_PID") pid = value;
    if (name == "_PID") own_pid = value;
    if (name == "MESSAGE") text = value;
    if (name == "CONTAINER_ID" || name == "CONTAINER_NAME") contained = true;
  }
};

bool fill(const Fields& fields, LogLine& out) {
  const auto number = [](std::string_view text, std::uint64_t& value) {
    Cursor at(text);
    return at.take_number(value) && at.at_end();
  };
  std::uint64_t micros = 0;
  std::uint64_t pid = 0;
  if (!number(fields.time, micros)) return false;
  out.time = static_cast<Micros>(micros);
  out.has_pid = number(fields.pid.empty() ? fields.own_pid : fields.pid, pid) && pid <= UINT32_MAX;
  out.pid = out.has_pid ? static_cast<std::uint32_t>(pid) : 0;
  out.host = fields.host;
  out.tag = fields.tag;
  out.text = fields.text;
  out.contained = fields.contained;
  return !fields.tag.empty();
}

}  // namespace

ExportRecord::Taken ExportRecord::take(PaddedText bytes, bool at_end, LogLine& out) {
  Taken taken;
  Fields fields;
  PaddedText rest = bytes;
  const auto finish = [&](bool ok) {
    taken.bytes = bytes.size() - rest.size();
    taken.lines =
        static_cast<std::size_t>(std::count(bytes.data(), bytes.data() + taken.bytes, '\n'));
    taken.ok = ok;
    taken.complete = ok && fill(fields, out);
    return taken;
  };
  while (!rest.empty()) {
    if (rest.front() == '\n') {
      rest.remove_prefix(1);
      return finish(true);
    }
    std::string_view name;
    PaddedText value;
    const FieldKind kind = take_field(rest, name, value);
    if (kind == FieldKind::damaged) {  // Continue behind this line.
      rest.remove_prefix(rest.find('\n') + 1);
      return finish(false);
    }
    if (kind == FieldKind::cut) {
      if (!at_end) return taken;
      rest = {};
      return finish(false);
    }
    fields.set(name, value);
  }
  return at_end ? finish(true) : taken;
}

}  // namespace smtptally
