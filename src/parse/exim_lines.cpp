// LogReader: the lines of Exim's own file.

#include "parse/log_reader.hpp"

namespace smtptally {

/// Takes a line of Exim's own file whose stamp is known. All such lines are of one writer, so that
/// nothing but the stamp and the id has to be read; the rest of `out` is ready.
[[gnu::always_inline]] inline bool LogReader::take_known_exim(PaddedText line, LogLine& out) {
  if (line.size() < known_stamp_.size() || !known_stamp_.read_coarse(line.data(), out.time)) {
    return false;
  }
  if (line.ends_with('\r')) line.remove_suffix(1);
  out.text = line.substr(known_stamp_.size());
  const std::size_t id = exim_id_size(out.text);
  if (id == 0 && is_of_another_program(out.text)) return false;
  out.exim_id_size = static_cast<std::uint8_t>(id);
  counts_.add_time(out.time);
  sink_->line(out);
  return true;
}

/// As take_known_lines().
std::size_t LogReader::take_known_exim_lines(PaddedText bytes, std::size_t at, LineEnds& ends) {
  LogLine line;  // PERF: most of it is the same for all of them.
  make_exim_line({}, line);
  line.memo = &exim_memo_;
  line.dialect = known_dialect_;
  while (const std::size_t known = ends.find(at)) {
    std::size_t taken = 0;
    for (; taken < known; ++taken) {
      const std::size_t end = ends.known(taken);
      if (!take_known_exim(bytes.substr(at, end - at), line)) break;
      at = end + 1;
    }
    ends.drop(taken);
    counts_.lines += taken;
    counts_.logged += taken;
    if (taken < known) break;
  }
  return at;
}

}  // namespace smtptally
