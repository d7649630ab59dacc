#pragma once

#include <cstdint>
#include <string_view>

#include "smtptally/time.hpp"
#include "text/padded_text.hpp"

namespace smtptally {

/// One log line, taken apart. The views point into the line. What few lines are asked for stands at
/// the end, see HeadCache.
struct LogLine {
  Micros time = 0;
  bool has_pid = false;
  bool contained = false;  ///< A journal or a record says that a container wrote it.
  std::uint32_t pid = 0;
  PaddedText text;
  std::string_view dialect;  ///< Static text: "bsd", "rfc3339", …
  /// The same place for all lines of one HeadCache with this host and tag, at first zero: who
  /// takes the lines keeps there what it knows of the two. Null for a line without such a place.
  std::uint32_t* memo = nullptr;
  std::string_view host;  ///< Empty for a line without one.
  std::string_view tag;   ///< Without "[pid]".
};

}  // namespace smtptally
