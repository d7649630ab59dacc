#include "parse/exchange_reader.hpp"

#include <algorithm>

#include "parse/ascii.hpp"

namespace smtptally {
/// "#Log-type: Message Tracking Log", "#Fields: date-time,…", "#Version: …", "#TYPE …".
ExchangeReader::Kind ExchangeReader::take_hash(std::string_view line) {
  if (starts_with_folded(line, "#fields:")) {
    if (row_.split(trimmed(line.substr(8))) != CsvRow::Outcome::ok) return Kind::other;
    table_ = ExchangeTable::of_header(row_.fields(), log_type_);
    return active() ? Kind::irrelevant : Kind::other;
  }
  if (starts_with_folded(line, "#log-type:")) {
    log_type_ = trimmed(line.substr(10));
    return Kind::irrelevant;
  }
  const bool known = starts_with_folded(line, "#software:") ||
                     starts_with_folded(line, "#version:") || starts_with_folded(line, "#date:") ||
                     starts_with_folded(line, "#type ");
  return known ? Kind::irrelevant : Kind::other;
}

ExchangeReader::Kind ExchangeReader::take_row(StampReader& stamps) {
  switch (table_.kind()) {
    case TableKind::none:
      return Kind::other;
    case TableKind::tracking:
    case TableKind::tracking_export:
    case TableKind::online_trace:
    case TableKind::online_summary:
      return table_.read(row_.fields(), stamps, tracking_) ? Kind::tracking : Kind::other;
    case TableKind::receive:
      return table_.read(row_.fields(), stamps, protocol_) ? Kind::protocol : Kind::other;
    case TableKind::send: {
      Micros time = 0;
      return table_.read_time(row_.fields(), stamps, time) ? Kind::irrelevant : Kind::other;
    }
  }
  return Kind::other;
}

ExchangeReader::Kind ExchangeReader::take(std::string_view record, StampReader& stamps,
                                          bool first) {
  if (record.starts_with('#')) return take_hash(record);
  if (!active() && !first) return Kind::other;
  // PERF: most rows of a tracking log are about other events, and the last two thirds of their
  // fields need not be split (a third of the time).
  const bool tracking = table_.kind() == TableKind::tracking;
  const std::size_t enough = tracking ? table_.fields_of_event() : SIZE_MAX;
  if (row_.split(record, enough) != CsvRow::Outcome::ok) return Kind::other;
  if (tracking && table_.is_received_by_smtp(row_.fields()) &&
      row_.split(record) != CsvRow::Outcome::ok) {
    return Kind::other;
  }
  if (active()) {
    const Kind kind = take_row(stamps);
    if (kind != Kind::other) return kind;
    // Two exports behind each other.
    if (tracking && row_.split(record) != CsvRow::Outcome::ok) return Kind::other;
    const ExchangeTable again = ExchangeTable::of_header(row_.fields(), log_type_);
    if (again.kind() == TableKind::none) return Kind::other;
    table_ = again;
    return Kind::irrelevant;
  }
  table_ = ExchangeTable::of_header(row_.fields(), log_type_);
  if (active()) return Kind::irrelevant;
  table_ = row_.fields().size() == 9 ? ExchangeTable::of_protocol_row(row_.fields())
                                     : ExchangeTable::of_tracking_width(row_.fields().size());
  const Kind kind = take_row(stamps);
  if (kind == Kind::other) table_ = {};
  return kind;
}

bool ExchangeReader::goes_on(std::string_view lines) const noexcept {
  return table_.multi_line() && std::count(lines.begin(), lines.end(), '"') % 2 != 0;
}

}  // namespace smtptally
