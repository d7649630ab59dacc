#pragma once

#include <cstdint>
#include <string_view>

#include "parse/head_cache.hpp"
#include "parse/log_line.hpp"

namespace smtptally {

/// The form of the text behind a stamp.
enum class Behind : std::uint8_t {
  nothing,     ///< Unknown form; `out` may be partly set.
  line,        ///< Host, tag, process id and text: the whole line except its time.
  whole_line,  ///< The text is a line with its own stamp (docker logs -t).
};

/// Parses "host tag[pid]: text". Host, process id and the words of kWords (behind_stamp.cpp) are
/// optional. A word that ends with ':' is a tag, not a host. A missing host or tag ("last message
/// repeated 2 times") is empty.
Behind parse_behind_stamp(PaddedText rest, HeadCache& heads, LogLine& out);

/// Parses "host tag pid id [data] text" (RFC 5424).
Behind parse_behind_rfc5424_stamp(PaddedText rest, HeadCache& heads, LogLine& out);

/// Parses "tag[pid]: text" or "tag: text", for lines whose time and host are known from elsewhere.
bool parse_tag(PaddedText rest, LogLine& out) noexcept;

/// Whether a container runtime has this tag ("docker", a container's id, "mail_postfix_1"): its
/// texts are lines of programs in the container.
[[nodiscard]] bool is_container_tag(std::string_view tag) noexcept;

}  // namespace smtptally
