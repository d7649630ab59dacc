#include "correlate/piece.hpp"

#include "parse/postfix_text.hpp"

namespace smtptally {

std::uint32_t Piece::origin_of(const LogLine& line) {
  if (line.memo != nullptr && *line.memo != 0) return *line.memo - 1;
  const std::uint32_t origin = origins_.number(line.host, line.tag);
  if (line.memo != nullptr) *line.memo = origin + 1;
  return origin;
}

void Piece::line(const LogLine& line) {
  Coverage& coverage = collected_.coverage();
  const bool in_range = range_.contains(line.time);
  const std::uint32_t origin = origin_of(line);
  const Program program = origins_[origin].program;
  if (program == Program::other) {
    ++coverage[in_range ? CoverageItem::lines_irrelevant : CoverageItem::lines_outside_range];
    return;
  }
  Event event;
  event.origin = origin;
  std::string_view text = line.text;
  const std::uint32_t repeated = take_repeated(text);
  coverage[CoverageItem::lines_repeated] += repeated;
  parse_postfix_text(program, text, event);
  if (!in_range) {
    ++coverage[CoverageItem::lines_outside_range];
  } else if (event.kind == EventKind::none) {
    ++coverage[CoverageItem::lines_irrelevant];
  } else {
    ++coverage[CoverageItem::lines_understood];
  }
  if (event.kind == EventKind::none) return;
  event.time = line.time;
  event.has_pid = line.has_pid;
  event.pid = line.pid;
  event.dialect = line.dialect;
  correlator_.add(event);
  // Lines with a queue id never repeat (their id would), and a repeated NOQUEUE: client= is the
  // same pending transaction; only failed logins are worth their number.
  if (event.kind == EventKind::auth_failure && repeated > 1) {
    coverage[CoverageItem::auth_failures] += repeated - 1;
  }
}

void Piece::merge(Piece& next) {
  correlator_.merge(next.correlator_);
  collected_.merge(next.collected_);
}

}  // namespace smtptally
