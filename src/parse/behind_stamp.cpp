// Parses host, tag, process id and text behind a stamp.

#include "parse/behind_stamp.hpp"

#include <algorithm>
#include <array>

#include "parse/line_prefix.hpp"
#include "parse/stamp_parts.hpp"
#include "text/ascii.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

constexpr std::array<std::string_view, 24> kFacilities{
    "kern",   "user",   "mail",     "daemon", "auth",   "syslog",   "lpr",     "news",
    "uucp",   "cron",   "authpriv", "ftp",    "ntp",    "security", "console", "clock",
    "local0", "local1", "local2",   "local3", "local4", "local5",   "local6",  "local7"};

constexpr std::array<std::string_view, 11> kSeverities{"emerg",  "panic", "alert",   "crit",
                                                       "err",    "error", "warning", "warn",
                                                       "notice", "info",  "debug"};
constexpr std::array<std::string_view, 10> kLevels{"EMERG",   "ALERT", "CRIT",   "ERR",  "ERROR",
                                                   "WARNING", "WARN",  "NOTICE", "INFO", "DEBUG"};

template <std::size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& names, std::string_view name) noexcept {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether the word is a syslog priority: "mail.info".
bool is_priority(std::string_view word) noexcept {
  const std::size_t dot = word.find('.');
  return dot != std::string_view::npos && is_one_of(kFacilities, word.substr(0, dot)) &&
         is_one_of(kSeverities, word.substr(dot + 1));
}

/// Whether the word is a numeric priority: "2.6".
bool is_numeric_priority(std::string_view word) noexcept {
  Cursor at(word);
  std::uint64_t facility = 0;
  std::uint64_t severity = 0;
  return at.take_number(facility) && at.take('.') && at.take_number(severity) && at.at_end();
}

/// "<2.6> " or "<mail.info> " (FreeBSD's syslogd -v and -vv).
bool skip_bracketed_priority(PaddedText& rest) noexcept {
  const std::size_t end = rest.front() == '<' ? rest.find('>') : std::string_view::npos;
  if (end == std::string_view::npos || !rest.substr(end + 1).starts_with(' ')) return false;
  const std::string_view inside = rest.substr(1, end - 1);
  if (!is_numeric_priority(inside) && !is_priority(inside)) return false;
  rest.remove_prefix(end + 2);
  return true;
}

/// "[1795228337.123] " (logread -t).
bool skip_bracketed_seconds(PaddedText& rest) noexcept {
  PaddedCursor at(rest);
  std::uint64_t number = 0;
  if (!at.take('[') || !at.take_number(number) || !at.take('.') || !at.take_number(number) ||
      !at.take("] ")) {
    return false;
  }
  rest = at.rest();
  return true;
}

/// "mail.info " (OpenWrt's logread).
bool skip_priority(PaddedText& rest) noexcept {
  const std::size_t end = rest.find(' ');
  if (end == std::string_view::npos || !is_priority(rest.substr(0, end))) return false;
  rest.remove_prefix(end + 1);
  return true;
}

/// "INFO    " (docker-postfix), padded with blanks to a fixed width.
bool skip_level(PaddedText& rest) noexcept {
  const std::size_t end = rest.front() >= 'A' && rest.front() <= 'Z' ? rest.find(' ') : 0;
  if (end == std::string_view::npos || !is_one_of(kLevels, rest.substr(0, end))) return false;
  rest.remove_prefix(std::min(rest.view().find_first_not_of(' ', end), rest.size()));
  return !rest.empty();
}

/// "stdout F " of Kubernetes' container runtime interface; F marks a full line.
bool skip_stream(PaddedText& rest) noexcept {
  if (!rest.starts_with("stdout F ") && !rest.starts_with("stderr F ")) return false;
  rest.remove_prefix(9);
  return true;
}

/// The words between stamp and host, in this order, each at most once. To add one: one row.
constexpr std::array<bool (*)(PaddedText&) noexcept, 4> kWords{
    &skip_bracketed_priority, &skip_bracketed_seconds, &skip_priority, &skip_level};

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

/// The length of the word at the front, up to a character that ends a tag.
std::size_t tag_size(std::string_view text) noexcept {
  std::size_t end = 0;
  while (end < text.size() && text[end] != '[' && text[end] != ':' && text[end] != ' ') ++end;
  return end;
}

/// Parses "[pid]: text" or ": text" behind the tag.
bool parse_behind_tag(PaddedCursor at, LogLine& out) noexcept {
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

/// Whether the word is "tag[pid]:" or "tag:".
bool is_tag_word(PaddedText word) noexcept {
  LogLine line;
  return word.ends_with(':') && parse_tag(word, line) && line.text.empty();
}

/// Parses "host tag[pid]: text" or "tag[pid]: text". Also accepts busybox's "host mail.info
/// tag[pid]: text" and a line without a tag.
bool parse_host_tag(PaddedText rest, LogLine& out) noexcept {
  const std::size_t host = rest.find(' ');
  if (is_tag_word(rest.substr(0, host))) return parse_tag(rest, out);
  if (host == 0 || host == std::string_view::npos || host + 1 == rest.size()) return false;
  out.host = rest.substr(0, host);
  PaddedText tail = rest.substr(host + 1);
  std::size_t end = tag_size(tail);
  if (end < tail.size() && tail[end] == ' ' &&
      (is_priority(tail.substr(0, end)) || is_one_of(kLevels, tail.substr(0, end)))) {
    tail.remove_prefix(std::min(tail.view().find_first_not_of(' ', end), tail.size()));
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

enum class Recalled : std::uint8_t { no, yes };

/// Looks the head (the bytes in front of ": ") up in the cache.
Recalled recall(PaddedText rest, std::size_t size, HeadCache& heads, LogLine& out) {
  if (size == std::string_view::npos || size < HeadCache::kShortestHead) return Recalled::no;
  if (!heads.recall(rest.substr(0, size), out)) return Recalled::no;
  out.text = rest.substr(size + 2);
  skip_solaris_id(out.text);
  return Recalled::yes;
}

std::size_t head_size(std::string_view rest) noexcept {
  return rest.substr(0, HeadCache::kLongestHead + 2).find(": ");
}

/// Remembers the head of the line just parsed if host, tag and pid depend on the head alone: its
/// colon must be the one behind the tag or process id. Heads of containers are not remembered,
/// because their texts are examined one by one.
void remember(std::string_view rest, std::size_t size, HeadCache& heads, LogLine& out) {
  if (size == std::string_view::npos || size < HeadCache::kShortestHead || out.tag.empty()) return;
  const auto tag_end = static_cast<std::size_t>(out.tag.data() + out.tag.size() - rest.data());
  if (tag_end > size || is_container_tag(out.tag)) return;
  const std::string_view head = rest.substr(0, size);
  if (head.substr(tag_end).find(':') == std::string_view::npos) heads.remember(head, out);
}

/// Gives a line "CST host tag[pid]: text" with an unknown zone its tag; its time is in the log
/// zone.
void skip_unknown_zone(PaddedText rest, LogLine& out) noexcept {
  const bool capitals =
      out.host.size() >= 3 && out.host.size() <= 5 &&
      std::all_of(out.host.begin(), out.host.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  LogLine behind;
  if (!capitals || !parse_host_tag(rest.substr(out.host.size() + 1), behind)) return;
  if (behind.tag.find('/') == std::string_view::npos) return;
  behind.time = out.time;
  out = behind;
}

/// Takes one RFC 5424 field and leaves the blank.
bool take_field(Cursor& at, std::string_view& out) noexcept {
  return at.take_until(' ', out) && !out.empty();
}

/// Skips "-" or one or more "[id name="value" …]"; '\' escapes '"', '\' and ']' in values.
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

bool parse_tag(PaddedText rest, LogLine& out) noexcept {
  out.host = rest.substr(0, 0);
  out.tag = rest.substr(0, tag_size(rest));
  return !out.tag.empty() && parse_behind_tag(PaddedCursor(rest.substr(out.tag.size())), out);
}

Behind parse_behind_stamp(PaddedText rest, HeadCache& heads, LogLine& out) {
  std::size_t size = head_size(rest);
  if (recall(rest, size, heads, out) == Recalled::yes) return Behind::line;
  if (rest.empty()) return Behind::nothing;
  const char* const begin = rest.data();
  const bool is_stream = skip_stream(rest);
  if (begins_like_line(rest)) {
    out.text = rest;
    return Behind::whole_line;
  }
  for (const auto skip : kWords) {
    if (rest.empty()) return Behind::nothing;
    (void)skip(rest);
  }
  if (rest.data() != begin) {
    size = head_size(rest);
    if (recall(rest, size, heads, out) == Recalled::yes) return Behind::line;
  }
  if (!parse_host_tag(rest, out)) return Behind::nothing;
  if (out.tag.empty()) {
    skip_unknown_zone(rest, out);
    return is_stream && out.tag.empty() ? Behind::nothing : Behind::line;
  }
  remember(rest, size, heads, out);
  return Behind::line;
}

Behind parse_behind_rfc5424_stamp(PaddedText rest, HeadCache& /*heads*/, LogLine& out) {
  Cursor at(rest);
  std::string_view process;
  std::string_view message_id;
  if (!take_field(at, out.host) || !take_field(at, out.tag) || !take_field(at, process) ||
      !take_field(at, message_id) || !skip_structured_data(at)) {
    return Behind::nothing;
  }
  if (out.host == "-") out.host = {};  // RFC 5424, 6: the value that says there is none.
  if (out.tag == "-") out.tag = {};
  Cursor digits(process);
  std::uint64_t pid = 0;
  out.has_pid = digits.take_number(pid) && digits.at_end() && pid <= UINT32_MAX;
  out.pid = out.has_pid ? static_cast<std::uint32_t>(pid) : 0;
  (void)at.take(' ');
  (void)at.take("\xEF\xBB\xBF");  // RFC 5424, 6.4: a BOM announces UTF-8.
  (void)at.take(' ');             // rsyslog keeps the blank behind "tag: ".
  out.text = rest.last(at.rest().size());
  return Behind::line;
}

}  // namespace smtptally
