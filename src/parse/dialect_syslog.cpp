// Envelopes of one line: stamp, host, tag, text.

#include <algorithm>
#include <cstring>

#include "parse/dialect.hpp"

namespace smtptally {
namespace {

constexpr std::array<std::string_view, 24> kFacilities{
    "kern",   "user",   "mail",     "daemon", "auth",   "syslog",   "lpr",     "news",
    "uucp",   "cron",   "authpriv", "ftp",    "ntp",    "security", "console", "clock",
    "local0", "local1", "local2",   "local3", "local4", "local5",   "local6",  "local7"};

/// "mail.info": what busybox syslogd puts between host and tag.
bool is_priority(std::string_view word) noexcept {
  const std::size_t dot = word.find('.');
  return dot != std::string_view::npos && std::find(kFacilities.begin(), kFacilities.end(),
                                                    word.substr(0, dot)) != kFacilities.end();
}

/// "[ID 197553 mail.info] ": Solaris message ids.
void skip_solaris_id(PaddedText& text) noexcept {
  if (text.empty() || text.front() != '[' || !text.starts_with("[ID ")) return;
  PaddedCursor at(text.substr(4));
  std::uint64_t id = 0;
  std::string_view priority;
  if (at.take_number(id) && at.take(' ') && at.take_until(']', priority) && is_priority(priority) &&
      at.take(' ')) {
    text = at.rest();
  }
}

/// The length of the word at the front, up to what ends a tag.
std::size_t tag_size(std::string_view text) noexcept {
  std::size_t end = 0;
  while (end < text.size() && text[end] != '[' && text[end] != ':' && text[end] != ' ') ++end;
  return end;
}

/// "[pid]: text" or ": text", behind the tag.
bool parse_behind_tag(PaddedCursor at, LogLine& out) {
  out.has_pid = at.take('[');
  out.pid = 0;
  if (out.has_pid) {
    std::uint64_t pid = 0;
    if (!at.take_number(pid) || pid > UINT32_MAX || !at.take(']')) return false;
    out.pid = static_cast<std::uint32_t>(pid);
  }
  if (!at.take(':')) return false;
  (void)at.take(' ');
  out.text = at.rest();
  skip_solaris_id(out.text);
  return true;
}

/// "host tag[pid]: text". Understands busybox's "host mail.info tag[pid]: text" and a line without
/// a tag ("last message repeated 2 times"), which keeps an empty one.
bool parse_host_tag(PaddedText rest, LogLine& out) {
  const std::size_t host = rest.find(' ');
  if (host == 0 || host == std::string_view::npos || host + 1 == rest.size()) return false;
  out.host = rest.substr(0, host);
  PaddedText tail = rest.substr(host + 1);
  std::size_t end = tag_size(tail);
  if (end < tail.size() && tail[end] == ' ' && is_priority(tail.substr(0, end))) {
    tail.remove_prefix(end + 1);
    end = tag_size(tail);
  }
  if (tail.empty()) return false;
  if (end == tail.size() || tail[end] == ' ') {
    out.tag = {};
    out.text = tail;
    return true;
  }
  out.tag = tail.substr(0, end);
  return parse_behind_tag(PaddedCursor(tail.substr(end)), out);
}

/// The same, by way of what earlier lines had in front of ": ".
bool parse_behind_stamp(PaddedText rest, HeadMemory& heads, LogLine& out) {
  const std::size_t size = rest.substr(0, HeadMemory::kLongestHead + 2).find(": ");
  if (size == std::string_view::npos || size < HeadMemory::kShortestHead) {
    return parse_host_tag(rest, out);
  }
  const std::string_view head = rest.substr(0, size);
  if (heads.recall(head, out)) {
    out.text = rest.substr(size + 2);
    skip_solaris_id(out.text);
    return true;
  }
  if (!parse_host_tag(rest, out)) return false;
  // If this is the colon behind the tag or pid, all of it depends on the head alone.
  const auto tag_end = static_cast<std::size_t>(out.tag.data() + out.tag.size() - rest.data());
  if (!out.tag.empty() &&
      head.substr(std::min(tag_end, size)).find(':') == std::string_view::npos && tag_end <= size) {
    heads.remember(head, out);
  }
  return true;
}

/// One RFC 5424 field, up to and without the blank.
bool take_field(Cursor& at, std::string_view& out) noexcept {
  return at.take_until(' ', out) && !out.empty();
}

/// "-" or one or more "[id name="value" …]"; '\' escapes '"', '\' and ']' in values.
bool skip_structured_data(Cursor& at) noexcept {
  if (at.take('-')) return true;
  if (!at.rest().starts_with('[')) return false;
  while (at.rest().starts_with('[')) {
    const std::string_view text = at.rest();
    bool quoted = false;
    std::size_t i = 1;
    for (; i < text.size() && (quoted || text[i] != ']'); ++i) {
      if (quoted && text[i] == '\\') {
        ++i;
      } else if (text[i] == '"') {
        quoted = !quoted;
      }
    }
    if (i >= text.size()) return false;
    at = Cursor(text.substr(i + 1));
  }
  return true;
}

}  // namespace

bool parse_bsd(PaddedText line, LineMemory& memory, LogLine& out) {
  Cursor at(line);
  return memory.stamps.take_bsd(at, out.time) && at.take(' ') &&
         parse_behind_stamp(line.last(at.rest().size()), memory.heads, out);
}

bool parse_rfc3339(PaddedText line, LineMemory& memory, LogLine& out) {
  Cursor at(line);
  return memory.stamps.take_rfc3339(at, out.time) && at.take(' ') &&
         parse_behind_stamp(line.last(at.rest().size()), memory.heads, out);
}

bool parse_short_full(PaddedText line, LineMemory& memory, LogLine& out) {
  Cursor at(line);
  return memory.stamps.take_short_full(at, out.time) &&
         parse_behind_stamp(line.last(at.rest().size()), memory.heads, out);
}

bool parse_short_unix(PaddedText line, LineMemory& memory, LogLine& out) {
  Cursor at(line);
  return StampReader::take_unix(at, out.time) && at.take(' ') &&
         parse_behind_stamp(line.last(at.rest().size()), memory.heads, out);
}

bool parse_rfc5424(PaddedText line, LineMemory& memory, LogLine& out) {
  Cursor at(line);
  std::uint64_t priority = 0;
  if (!at.take('<') || !at.take_number(priority) || priority > 191 || !at.take(">1 ")) return false;
  std::string_view process;
  std::string_view message_id;
  if (!memory.stamps.take_rfc3339(at, out.time) || !at.take(' ') || !take_field(at, out.host) ||
      !take_field(at, out.tag) || !take_field(at, process) || !take_field(at, message_id) ||
      !skip_structured_data(at)) {
    return false;
  }
  Cursor digits(process);
  std::uint64_t pid = 0;
  out.has_pid = digits.take_number(pid) && digits.at_end() && pid <= UINT32_MAX;
  out.pid = out.has_pid ? static_cast<std::uint32_t>(pid) : 0;
  (void)at.take(' ');
  (void)at.take("\xEF\xBB\xBF");  // RFC 5424, 6.4: a BOM announces UTF-8.
  (void)at.take(' ');             // rsyslog keeps the blank that stood behind "tag: ".
  out.text = line.last(at.rest().size());
  return true;
}

}  // namespace smtptally
