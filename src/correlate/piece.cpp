#include "correlate/piece.hpp"

#include <algorithm>
#include <utility>

#include "parse/postfix_text.hpp"

namespace smtptally {

/// PERF: what the program is is kept beside the number, because everything else waits for it.
Piece::Writer Piece::writer_of(const LogLine& line) {
  constexpr unsigned kProgramBits = 8;
  constexpr std::uint32_t kMostInMemo = (1U << (32 - kProgramBits)) - 1;
  if (line.memo != nullptr && *line.memo != 0) {
    const std::uint32_t memo = *line.memo;
    return {(memo >> kProgramBits) - 1, static_cast<Program>(memo & ((1U << kProgramBits) - 1))};
  }
  const std::uint32_t origin = origins_.number(line.host, line.tag);
  const Program program = origins_[origin].program;
  if (line.memo != nullptr && origin < kMostInMemo) {
    *line.memo = ((origin + 1) << kProgramBits) | static_cast<std::uint32_t>(program);
  }
  return {origin, program};
}

/// Takes the line apart, into event_.
std::uint32_t Piece::understand(const LogLine& line) {
  Coverage& coverage = collected_.coverage();
  const bool in_range = range_.contains(line.time);
  const auto [origin, program] = writer_of(line);
  if (program == Program::other) {
    ++coverage[in_range ? CoverageItem::lines_irrelevant : CoverageItem::lines_outside_range];
    return 0;
  }
  Event& event = event_;
  event.clear();
  event.origin = origin;
  const Repetition repeated = repetition_of(line.text);
  coverage[CoverageItem::lines_repeated] += repeated.times;
  parse_postfix_text(program, repeated.text, statistics_memory_, event);
  if (!in_range) {
    ++coverage[CoverageItem::lines_outside_range];
  } else if (event.kind == EventKind::none) {
    ++coverage[CoverageItem::lines_irrelevant];
  } else {
    ++coverage[CoverageItem::lines_understood];
  }
  if (event.kind == EventKind::none) return 0;
  if (origin >= told_.size()) told_.resize(origin + 1);
  told_[origin] = 1;
  if (event.kind == EventKind::loss_marker && !in_range) return 0;  // It says nothing of the range.
  event.time = line.time;
  event.has_pid = line.has_pid;
  event.pid = line.pid;
  event.dialect = line.dialect;
  event.queue.realm = origins_[origin].realm;
  // Lines with a queue id never repeat (their id would), and a repeated NOQUEUE: client= is the
  // same pending transaction; only failed logins are worth their number.
  return event.kind == EventKind::auth_failure ? std::max(repeated.times, 1U) : 1;
}

void Piece::use(std::uint32_t times) {
  for (std::uint32_t i = 0; i < times; ++i) correlator_.add(event_);
}

void Piece::line(const LogLine& line) { use(understand(line)); }

void Piece::count_row(Micros time, bool understood) {
  const CoverageItem item = !range_.contains(time) ? CoverageItem::lines_outside_range
                            : understood           ? CoverageItem::lines_understood
                                                   : CoverageItem::lines_irrelevant;
  ++collected_.coverage()[item];
}

void Piece::tracking(const TrackingRow& row) { count_row(row.time, exchange_->add(row)); }

void Piece::protocol(const ProtocolRow& row) {
  count_row(row.time, true);
  exchange_->add(row);
}

std::set<std::string> Piece::take_hosts() {
  for (std::uint32_t i = 0; i < told_.size(); ++i) {
    if (told_[i] != 0) hosts_.insert(std::string(origins_[i].host));
  }
  told_.clear();
  return std::exchange(hosts_, {});
}

void Piece::merge(Piece& next) {
  hosts_.merge(next.take_hosts());
  correlator_.merge(next.correlator_);
  exchange_->merge(*next.exchange_);
  collected_.merge(next.collected_);
}

void Piece::clear() {
  correlator_.clear();
  begin_exchange(Correlator::World::open);
  collected_.clear();
  told_.clear();
  hosts_.clear();
}

}  // namespace smtptally
