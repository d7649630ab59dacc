#pragma once

#include <cstdint>
#include <string_view>

#include "smtptally/time.hpp"
#include "text/padded_text.hpp"

namespace smtptally {

/// Who put the stamp in front of a line.
enum class LineForm : std::uint8_t {
  logger,  ///< A logger of the system, which also names host, tag and process id.
  writer,  ///< The program itself, in a file of its own: there is no host.
};

/// A parsed log line. The views point into the line. Rarely used members come last, see HeadCache.
struct LogLine {
  Micros time = 0;
  bool has_pid = false;
  bool contained = false;  ///< A journal or record marks it as a container's output.
  LineForm form = LineForm::logger;
  /// PERF: the size of Exim's id at the beginning of the text, if the reader has found one.
  std::uint8_t exim_id_size = 0;
  std::uint32_t pid = 0;
  PaddedText text;
  std::string_view dialect;  ///< Static text: "bsd", "rfc3339", …
  /// Shared by all lines of one HeadCache with this host and tag, at first zero: the sink stores
  /// its knowledge about host and tag there. Null for a line without such a slot.
  std::uint32_t* memo = nullptr;
  std::string_view host;  ///< Empty for a line without one.
  std::string_view tag;   ///< Without "[pid]".
};

}  // namespace smtptally
