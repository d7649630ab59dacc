#include "parse/exchange_reader.hpp"

#include <algorithm>

#include "ascii.hpp"

namespace smtptally {
/// "#Log-type: Message Tracking Log", "#Fields: date-time,…", "#Version: …", "#TYPE …".
ExchangeReader::Kind ExchangeReader::take_hash(std::string_view line) {
  if (starts_with_folded(line, "#fields:")) {
    if (row_.split(trimmed(line.substr(8))) != CsvRow::Outcome::ok) return Kind::other;
    context_.table = ExchangeTable::of_header(row_.fields(), context_.log_type);
    return active() ? Kind::irrelevant : Kind::other;
  }
  if (starts_with_folded(line, "#log-type:")) {
    context_.log_type = trimmed(line.substr(10));
    return Kind::irrelevant;
  }
  const bool known = starts_with_folded(line, "#software:") ||
                     starts_with_folded(line, "#version:") || starts_with_folded(line, "#date:") ||
                     starts_with_folded(line, "#type ");
  return known ? Kind::irrelevant : Kind::other;
}

bool ExchangeReader::read_time(StampReader& stamps, Micros& time) {
  const std::string_view stamp = context_.table.stamp(row_.fields());
  if (minute_.read(stamp, time)) return true;
  if (!context_.table.read_time(row_.fields(), stamps, time)) return false;
  minute_.learn(stamp, time);
  return true;
}

/// Requires that row_ holds all fields, except where a tracking log tells of another event.
ExchangeReader::Kind ExchangeReader::take_row(StampReader& stamps, End end) {
  const ExchangeTable& table = context_.table;
  const ExchangeTable::Fields fields = row_.fields();
  Micros time = 0;
  if (!active() || !table.is_long_enough(fields) || !read_time(stamps, time)) return Kind::other;
  if (table.kind() == TableKind::tracking && !table.is_received_by_smtp(fields)) {
    received_ = false;
    event_only_.time = time;
    table.read_event(fields, event_only_);
    return Kind::tracking;
  }
  if (!table.is_whole(fields)) return Kind::other;
  if (end == End::missing && table.needs_last(fields)) return Kind::other;
  if (table.kind() == TableKind::send) return Kind::irrelevant;
  if (table.kind() == TableKind::receive) {
    protocol_.time = time;
    return table.read(fields, protocol_) ? Kind::protocol : Kind::other;
  }
  received_ = true;
  tracking_.time = time;
  table.read(fields, tracking_);
  return Kind::tracking;
}

ExchangeReader::Kind ExchangeReader::take(std::string_view record, StampReader& stamps, bool first,
                                          End end) {
  if (record.starts_with('#')) return take_hash(record);
  if (!active() && !first) return Kind::other;
  // PERF: most rows of a tracking log are about other events, and the last two thirds of their
  // fields need not be split (a third of the time).
  const bool tracking = context_.table.kind() == TableKind::tracking;
  const std::size_t enough =
      tracking && end == End::seen ? context_.table.fields_of_event() : SIZE_MAX;
  if (row_.split(record, enough) != CsvRow::Outcome::ok) return Kind::other;
  const std::string_view last = row_.fields().back();
  const bool is_quoted = last.data() + last.size() != record.data() + record.size();
  if (is_quoted && record.ends_with('"')) end = End::seen;  // The field is, which is as good.
  if (tracking && context_.table.is_received_by_smtp(row_.fields()) &&
      row_.split(record) != CsvRow::Outcome::ok) {
    return Kind::other;
  }
  if (active()) {
    if (tracking && enough == SIZE_MAX && !context_.table.is_whole(row_.fields())) {
      return Kind::other;
    }
    const Kind kind = take_row(stamps, end);
    if (kind != Kind::other) return kind;
    // Two exports behind each other.
    if (tracking && row_.split(record) != CsvRow::Outcome::ok) return Kind::other;
    const ExchangeTable again = ExchangeTable::of_header(row_.fields(), context_.log_type);
    if (again.kind() == TableKind::none) return Kind::other;
    context_.table = again;
    return Kind::irrelevant;
  }
  context_.table = ExchangeTable::of_header(row_.fields(), context_.log_type);
  if (active()) return Kind::irrelevant;
  context_.table = row_.fields().size() == 9
                       ? ExchangeTable::of_protocol_row(row_.fields())
                       : ExchangeTable::of_tracking_width(row_.fields().size());
  const Kind kind = take_row(stamps, end);
  if (kind == Kind::other) context_.table = {};
  return kind;
}

bool ExchangeReader::goes_on(std::string_view lines) const noexcept {
  return context_.table.multi_line() && std::count(lines.begin(), lines.end(), '"') % 2 != 0;
}

}  // namespace smtptally
