#pragma once

#include <cstdint>

#include "parse/padded_text.hpp"

namespace smtptally {

/// What a tool, or a crash, put in front of every line.
enum class LinePrefix : std::uint8_t {
  none,
  nul_bytes,  ///< A hole that a crash leaves in front of the next line.
  priority,   ///< "<22>" (RFC 3164).
  grep,       ///< "1287:", "mail.log:1287:" or "mail.log:".
  compose,    ///< "postfix-1    | " of docker compose.
  cri,  ///< "2026-11-21T02:32:17.502395Z stdout F " of Kubernetes' container runtime interface.
};

/// Takes the prefix from the front of the line. False, with the line as it was, if it is not there.
[[nodiscard]] bool strip_prefix(LinePrefix prefix, PaddedText& line) noexcept;

}  // namespace smtptally
