// Piece: gives each line to the server that wrote it, and merges what they have.

#include "piece.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "postfix/text.hpp"

namespace smtptally {

/// PERF: keeps the program beside the service number, because all further work depends on it.
inline Piece::Writer Piece::writer_of(const LogLine& line) {
  if (line.memo == nullptr || *line.memo == 0) return learn_writer(line);
  const std::uint32_t memo = *line.memo;
  return {(memo >> kProgramBits) - 1, static_cast<Program>(memo & ((1U << kProgramBits) - 1))};
}

[[gnu::noinline]] Piece::Writer Piece::learn_writer(const LogLine& line) {
  constexpr std::uint32_t kMostInMemo = (1U << (32 - kProgramBits)) - 1;
  const std::uint32_t service = services_.number(line.host, line.tag);
  const Program program = services_[service].program;
  if (line.memo != nullptr && service < kMostInMemo) {
    *line.memo = ((service + 1) << kProgramBits) | static_cast<std::uint32_t>(program);
  }
  return {service, program};
}

bool Piece::is_of_server(const LogLine& line) { return writer_of(line).program != Program::other; }

[[gnu::noinline]] void Piece::count_foreign(const LogLine& line) {
  ++collected_.coverage()[range_.contains(line.time) ? CoverageItem::lines_irrelevant
                                                     : CoverageItem::lines_outside_range];
}

/// Parses the line into event_, or returns kTakenByExim and the number of the service in it.
///
/// PERF: inlined into line(), because saving registers for a call cost a twentieth of the
/// instructions of a line.
[[gnu::always_inline]] inline std::uint32_t Piece::take_apart(const LogLine& line) {
  Coverage& coverage = collected_.coverage();
  const auto [service, program] = writer_of(line);
  // PERF: one test for both.
  if (program <= Program::exim) {
    event_.service = service;
    if (program == Program::exim) return kTakenByExim;
    count_foreign(line);
    return 0;
  }
  Event& event = event_;
  event.clear();
  event.service = service;
  PaddedText text = line.text;
  std::uint32_t times = 1;
  if (text.starts_with('m')) {
    const Repetition repeated = parse_repetition(text);
    coverage[CoverageItem::lines_repeated] += repeated.times;
    times = std::max(repeated.times, 1U);
    text = repeated.text;
  }
  parse_postfix_text(program, text, statistics_cache_, event);
  const bool in_range = range_.contains(line.time);
  if (!in_range) {
    ++coverage[CoverageItem::lines_outside_range];
  } else if (event.kind == EventKind::none) {
    ++coverage[CoverageItem::lines_irrelevant];
  } else {
    ++coverage[CoverageItem::lines_understood];
  }
  if (event.kind == EventKind::none) return 0;
  event.queue.realm = services_.hear(service).realm;
  if (event.kind == EventKind::loss_marker && !in_range) return 0;  // Not of the range.
  event.time = line.time;
  event.has_pid = line.has_pid;
  event.pid = line.pid;
  event.dialect = line.dialect;
  // Lines with a queue id are never repeated (the id differs), and a repeated NOQUEUE: client= is
  // the same pending transaction. Only repeated failed logins are counted.
  return event.kind == EventKind::auth_failure ? times : 1;
}

std::uint32_t Piece::understand(const LogLine& line) {
  const std::uint32_t times = take_apart(line);
  if (times != kTakenByExim) return times;
  if (!exim_.understand(line)) return 0;
  (void)services_.hear(event_.service);
  exim_line_ = line;
  return kTakenByExim;
}

void Piece::use(std::uint32_t times) {
  if (times == kTakenByExim) return exim_.use(exim_line_, event_.service);
  for (std::uint32_t i = 0; i < times; ++i) correlator_.add(event_);
}

void Piece::line(const LogLine& line) {
  const std::uint32_t times = take_apart(line);
  if (times == 1) return correlator_.add(event_);
  if (times == kTakenByExim) {
    if (exim_.line(line, event_.service)) (void)services_.hear(event_.service);
    return;
  }
  if (times != 0) use(times);
}

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
  services_.take_heard(hosts_);
  return std::exchange(hosts_, {});
}

void Piece::merge(Piece& next) {
  hosts_.merge(next.take_hosts());
  correlator_.merge(next.correlator_);
  exim_.merge(next.exim_);
  exchange_->merge(*next.exchange_);
  collected_.merge(next.collected_);
}

void Piece::clear() {
  correlator_.clear();
  exim_.clear();
  begin_exchange(Correlator::World::open);
  collected_.clear();
  assert(hosts_.empty());
}

}  // namespace smtptally
