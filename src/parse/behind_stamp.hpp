#pragma once

#include <cstdint>
#include <string_view>

#include "parse/head_cache.hpp"
#include "parse/log_line.hpp"

namespace smtptally {

/// What stands behind a stamp.
enum class Behind : std::uint8_t {
  nothing,     ///< That is known; nothing is promised about the line.
  line,        ///< Host, tag, process id and text: all of the line but its time.
  whole_line,  ///< Another line with its own stamp, which is the text (docker logs -t).
};

/// "host tag[pid]: text", with or without the host, the process id and each of the words that
/// loggers put in front of host or tag, see kWords there. A word is a tag and no host when a ':'
/// ends it; a line without host has an empty one, and one without tag ("last message repeated 2
/// times") an empty tag.
Behind parse_behind_stamp(PaddedText rest, HeadCache& heads, LogLine& out);

/// "host tag pid id [data] text" (RFC 5424).
Behind parse_behind_rfc5424_stamp(PaddedText rest, HeadCache& heads, LogLine& out);

/// "tag[pid]: text" or "tag: text" alone, where something else told time and host.
bool parse_tag(PaddedText rest, LogLine& out) noexcept;

/// Whether the tag is that of a container runtime, whose texts are lines of programs in a
/// container: "docker", a container's id, "mail_postfix_1".
[[nodiscard]] bool is_container_tag(std::string_view tag) noexcept;

}  // namespace smtptally
