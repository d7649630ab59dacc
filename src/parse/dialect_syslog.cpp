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
void skip_solaris_id(std::string_view& text) noexcept {
  if (text.empty() || text.front() != '[' || !text.starts_with("[ID ")) return;
  Cursor at(text.substr(4));
  std::uint64_t id = 0;
  std::string_view priority;
  if (at.take_number(id) && at.take(' ') && at.take_until(']', priority) && is_priority(priority) &&
      at.take(' ')) {
    text = at.rest();
  }
}

/// What ends a tag.
constexpr std::array<bool, 256> make_tag_ends() {
  std::array<bool, 256> ends{};
  for (const char c : {'[', ':', ' '}) ends[static_cast<unsigned char>(c)] = true;
  return ends;
}
constexpr auto kEndsTag = make_tag_ends();

/// The length of the word at the front, up to what ends a tag.
std::size_t tag_size(std::string_view text) noexcept {
  // PERF: the usual tag is followed by '[', which memchr finds in one step; the bytes before it are
  // some 25, so that two more calls cost less than a loop over them (5 % of a run).
  const std::size_t near = std::min<std::size_t>(text.size(), 64);
  if (const void* const found = std::memchr(text.data(), '[', near)) {
    const auto size = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    if (std::memchr(text.data(), ' ', size) == nullptr &&
        std::memchr(text.data(), ':', size) == nullptr) {
      return size;
    }
  }
  std::size_t end = 0;
  while (end < text.size() && !kEndsTag[static_cast<unsigned char>(text[end])]) ++end;
  return end;
}

/// "tag[pid]: text" or "tag: text", with `end` behind the tag. A line without a tag ("last message
/// repeated 2 times") keeps an empty one.
bool parse_tag(std::string_view rest, std::size_t end, LogLine& out) {
  out.has_pid = false;
  out.pid = 0;
  if (end == rest.size() || rest[end] == ' ') {
    out.tag = {};
    out.text = rest;
    return true;
  }
  out.tag = rest.substr(0, end);
  Cursor at(rest.substr(end));
  if (at.take('[')) {
    std::uint64_t pid = 0;
    if (!at.take_number(pid) || pid > UINT32_MAX || !at.take("]")) return false;
    out.has_pid = true;
    out.pid = static_cast<std::uint32_t>(pid);
  }
  if (!at.take(':')) return false;
  (void)at.take(' ');
  out.text = at.rest();
  skip_solaris_id(out.text);
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

bool parse_host_tag_text(std::string_view rest, LogLine& out) {
  std::size_t host = 0;
  while (host < rest.size() && rest[host] != ' ') ++host;
  if (host == 0 || host + 1 >= rest.size()) return false;
  out.host = rest.substr(0, host);
  std::string_view tail = rest.substr(host + 1);
  std::size_t end = tag_size(tail);
  if (end < tail.size() && tail[end] == ' ' && is_priority(tail.substr(0, end))) {
    tail.remove_prefix(end + 1);
    end = tag_size(tail);
  }
  return !tail.empty() && parse_tag(tail, end, out);
}

bool parse_bsd(std::string_view line, StampReader& stamps, LogLine& out) {
  Cursor at(line);
  return stamps.take_bsd(at, out.time) && at.take(' ') && parse_host_tag_text(at.rest(), out);
}

bool parse_rfc3339(std::string_view line, StampReader& stamps, LogLine& out) {
  Cursor at(line);
  return stamps.take_rfc3339(at, out.time) && at.take(' ') && parse_host_tag_text(at.rest(), out);
}

bool parse_short_full(std::string_view line, StampReader& stamps, LogLine& out) {
  Cursor at(line);
  return stamps.take_short_full(at, out.time) && parse_host_tag_text(at.rest(), out);
}

bool parse_short_unix(std::string_view line, StampReader& stamps, LogLine& out) {
  (void)stamps;
  Cursor at(line);
  return StampReader::take_unix(at, out.time) && at.take(' ') &&
         parse_host_tag_text(at.rest(), out);
}

bool parse_rfc5424(std::string_view line, StampReader& stamps, LogLine& out) {
  Cursor at(line);
  std::uint64_t priority = 0;
  if (!at.take('<') || !at.take_number(priority) || priority > 191 || !at.take(">1 ")) return false;
  std::string_view process;
  std::string_view message_id;
  if (!stamps.take_rfc3339(at, out.time) || !at.take(' ') || !take_field(at, out.host) ||
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
  out.text = at.rest();
  return true;
}

}  // namespace smtptally
