#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "containers/hash_index.hpp"
#include "parse/log_line.hpp"
#include "smtptally/message.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// A line that stands twice has the same stamp, and Exim takes a message back at once.
inline constexpr Micros kEximHeldFor = 2 * kMicrosPerSecond;
/// The parts of an entry are written at once.
inline constexpr Micros kEximPartsAge = 60 * kMicrosPerSecond;
/// Exim's LOG_BUFFER_SIZE: no entry is longer.
inline constexpr std::uint64_t kEximBuffer = 8192;

/// A line of Exim, or an entry whose parts were joined. The views belong to somebody else.
struct EximLine {
  Micros time = 0;
  std::string_view host;
  std::string_view tag;
  std::string_view text;
  std::string_view dialect;  ///< Static text.
  std::uint32_t pid = 0;
  bool has_pid = false;
  LineForm form = LineForm::logger;
  bool has_stamp = true;  ///< False for what LineSink::goes_on() received.
  bool cut = false;       ///< Its end is missing.
  std::uint32_t service = Message::kNoServiceNumber;  ///< The number of host and tag.
};

/// The same with its own texts.
struct KeptLine {
  Micros time = 0;
  std::string host;
  std::string tag;
  std::string text;
  std::string_view dialect;
  std::uint32_t pid = 0;
  bool has_pid = false;
  LineForm form = LineForm::logger;
  bool has_stamp = true;

  KeptLine() = default;
  explicit KeptLine(const EximLine& line)
      : time(line.time),
        host(line.host),
        tag(line.tag),
        text(line.text),
        dialect(line.dialect),
        pid(line.pid),
        has_pid(line.has_pid),
        form(line.form),
        has_stamp(line.has_stamp) {}
  [[nodiscard]] EximLine line() const {
    return {.time = time,
            .host = host,
            .tag = tag,
            .text = text,
            .dialect = dialect,
            .pid = pid,
            .has_pid = has_pid,
            .form = form,
            .has_stamp = has_stamp};
  }
};

/// A number for an id, which is unique on its host. PERF: the library's hash takes twice as long.
[[nodiscard]] inline std::uint64_t exim_key(std::string_view host, std::string_view id) {
  std::uint64_t key = host.empty() ? 0 : std::hash<std::string_view>{}(host);
  for (; id.size() >= sizeof key; id.remove_prefix(sizeof key)) {
    std::uint64_t part = 0;
    std::memcpy(&part, id.data(), sizeof part);
    key = combine(key, part);
  }
  std::uint64_t last = id.size();
  for (const char c : id) last = (last << 8U) ^ static_cast<unsigned char>(c);
  return combine(key, last);
}

/// The bytes of the line in its file, about.
[[nodiscard]] inline std::uint64_t bytes_of(const EximLine& line) noexcept {
  constexpr std::uint64_t kStamp = 21;  // With its blank, and the line end.
  return line.text.size() + (line.has_stamp ? kStamp : 1);
}

}  // namespace smtptally
