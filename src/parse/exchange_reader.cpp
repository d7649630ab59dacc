// Reads the records of Exchange's CSV logs and exports.

#include "parse/exchange_reader.hpp"

#include <algorithm>

#include "text/ascii.hpp"

namespace smtptally {

bool begins_with_row(std::string_view text) noexcept {
  return text.size() > UtcMinute::kSize && text[4] == '-' && text[7] == '-' && text[10] == 'T' &&
         text[13] == ':' && text[16] == ':' && text[19] == '.' && text[23] == 'Z' &&
         text[24] == ',' && is_digit(text[0]);
}

bool is_log_header(std::string_view text) noexcept {
  return starts_with_folded(text, "#software:") || starts_with_folded(text, "#version:") ||
         starts_with_folded(text, "#date:") || starts_with_folded(text, "#log-type:") ||
         starts_with_folded(text, "#fields:");
}

/// Takes "#Log-type: Message Tracking Log", "#Fields: date-time,…", "#Version: …", "#TYPE …".
ExchangeReader::Kind ExchangeReader::take_hash(std::string_view line) {
  if (starts_with_folded(line, "#fields:")) {
    const std::string_view names = trimmed(line.substr(8));
    context_.table = ExchangeTable::of_w3c(names);
    if (active()) return Kind::irrelevant;
    context_.separator = ',';
    row_.separate_by(',');
    if (row_.split(names) != CsvRow::Outcome::ok) return Kind::other;
    context_.table = ExchangeTable::of_header(row_.fields(), context_.log_type);
    return active() ? Kind::irrelevant : Kind::other;
  }
  if (starts_with_folded(line, "#log-type:")) {
    context_.log_type = trimmed(line.substr(10));
    return Kind::irrelevant;
  }
  const bool known = is_log_header(line) || starts_with_folded(line, "#type ");
  return known ? Kind::irrelevant : Kind::other;
}

bool ExchangeReader::read_time(const ExchangeTable& table, StampReader& stamps, Micros& time) {
  const std::string_view stamp = table.stamp(row_.fields());
  if (minute_.read(stamp, time)) return true;
  if (table.is_export()) {
    const ExportStamp exported = table.export_stamp(row_.fields(), stamps);
    if (survey_ != nullptr) survey_->take(exported);
    stamp_outcome_ = read_export_stamp(exported, context_.dates, stamps.zone(), time);
    if (stamp_outcome_ != StampOutcome::unread) return true;
    if (!table.read_time(row_.fields(), stamps, time)) {
      unread_stamp_ = stamp;
      return false;
    }
    stamp_outcome_ = StampOutcome::read;
  } else if (!table.read_time(row_.fields(), stamps, time)) {
    return false;
  }
  minute_.learn(stamp, time);
  return true;
}

/// Takes a tracking row other than RECEIVE by SMTP. Requires the first fields_of_event() fields.
ExchangeReader::Kind ExchangeReader::take_event(const ExchangeTable& table, StampReader& stamps) {
  if (!table.is_long_enough(row_.fields()) || !read_time(table, stamps, event_only_.time)) {
    return Kind::other;
  }
  received_ = false;
  table.read_event(row_.fields(), event_only_);
  return Kind::tracking;
}

/// Requires that row_ holds all fields.
ExchangeReader::Kind ExchangeReader::take_row(const ExchangeTable& table, StampReader& stamps,
                                              End end) {
  const ExchangeTable::Fields fields = row_.fields();
  if (table.kind() == TableKind::tracking && !table.is_received_by_smtp(fields)) {
    return take_event(table, stamps);
  }
  // Checks the fields before the stamp, because an unclear stamp is counted.
  if (!table.is_long_enough(fields) || !table.is_whole(fields)) return Kind::other;
  if (end == End::missing && table.needs_last(fields)) return Kind::other;
  Micros time = 0;
  if (!read_time(table, stamps, time)) return Kind::other;
  switch (table.kind()) {
    case TableKind::none:
    case TableKind::iis_smtp:
      return Kind::other;
    case TableKind::send:
      return Kind::irrelevant;
    case TableKind::receive:
      protocol_.time = time;
      return table.read(fields, protocol_) ? Kind::protocol : Kind::other;
    case TableKind::tracking:
    case TableKind::tracking_export:
    case TableKind::online_trace:
    case TableKind::online_summary:
    case TableKind::online_clients:
      break;
  }
  received_ = true;
  tracking_.time = time;
  return table.read(fields, tracking_) ? Kind::tracking : Kind::other;
}

/// Takes a row of a W3C log: one word for each column of the header, with '+' for blanks.
ExchangeReader::Kind ExchangeReader::take_w3c(std::string_view line) const {
  const auto blanks = static_cast<std::size_t>(std::count(line.begin(), line.end(), ' '));
  const bool fits =
      !line.empty() && is_digit(line.front()) && blanks + 1 == context_.table.fields_of_event();
  return fits ? Kind::irrelevant : Kind::other;
}

/// Takes the record if it is a header, with any of the separators.
bool ExchangeReader::find_header(std::string_view record) {
  for (const char separator : {',', ';', '\t'}) {
    row_.separate_by(separator);
    if (row_.split(record) != CsvRow::Outcome::ok) continue;
    const ExchangeTable table = ExchangeTable::of_header(row_.fields(), context_.log_type);
    if (table.kind() == TableKind::none) continue;
    context_.table = table;
    context_.separator = separator;
    return true;
  }
  row_.separate_by(context_.separator);
  return false;
}

/// The end also counts as seen if the last field is closed by its quotes. Requires that row_ holds
/// all fields, or that the end was seen.
ExchangeReader::End ExchangeReader::end_of(std::string_view record, End end) const {
  const std::string_view last = row_.fields().back();
  const bool is_quoted = last.data() + last.size() != record.data() + record.size();
  return is_quoted && record.ends_with('"') ? End::seen : end;
}

/// Without a known table: takes a header, or a row of a log that lost its header.
ExchangeReader::Kind ExchangeReader::take_header(std::string_view record, StampReader& stamps,
                                                 End end) {
  if (starts_with_folded(record, "sep=") && record.size() == 5) return Kind::irrelevant;
  if (find_header(record)) return Kind::irrelevant;
  if (row_.split(record) != CsvRow::Outcome::ok) return Kind::other;
  context_.table = ExchangeTable::of_row(row_.fields());
  const Kind kind = take_row(context_.table, stamps, end_of(record, end));
  if (kind == Kind::other) context_.table = {};
  return kind;
}

ExchangeReader::Kind ExchangeReader::take_bare(std::string_view record, StampReader& stamps,
                                               bool first, End end) {
  if (record.starts_with('#')) return take_hash(record);
  if (!active()) return first ? take_header(record, stamps, end) : Kind::other;
  if (context_.table.kind() == TableKind::iis_smtp) return take_w3c(record);
  Kind kind = Kind::other;
  // PERF: most rows of a tracking log are other events; the last two thirds of their fields are not
  // split (a third of the time).
  const bool tracking = context_.table.kind() == TableKind::tracking;
  const bool by_front = tracking && end == End::seen;
  const std::size_t enough = by_front ? context_.table.fields_of_event() : SIZE_MAX;
  if (row_.split(record, enough) != CsvRow::Outcome::ok) return Kind::other;
  if (by_front && !context_.table.is_received_by_smtp(row_.fields())) {
    kind = take_event(context_.table, stamps);
  } else {
    if (by_front && row_.split(record) != CsvRow::Outcome::ok) return Kind::other;
    if (tracking && !by_front && !context_.table.is_whole(row_.fields())) return Kind::other;
    kind = take_row(context_.table, stamps, end == End::seen ? end : end_of(record, end));
  }
  if (kind != Kind::other) return kind;
  if (!find_header(record)) return Kind::other;
  stamp_outcome_ = StampOutcome::read;  // The header of a second export.
  return Kind::irrelevant;
}

ExchangeReader::Kind ExchangeReader::take(std::string_view record, StampReader& stamps, bool first,
                                          End end) {
  stamp_outcome_ = StampOutcome::read;
  const Kind kind = take_bare(record, stamps, first, end);
  kind_ = context_.table.kind();
  return kind;
}

ExchangeReader::Kind ExchangeReader::take_wrapped(std::string_view record, StampReader& stamps) {
  stamp_outcome_ = StampOutcome::read;
  kind_ = TableKind::none;
  row_.separate_by(',');
  Kind kind = Kind::irrelevant;
  if (!is_log_header(record)) {
    kind = Kind::other;
    if (row_.split(record) == CsvRow::Outcome::ok) {
      const ExchangeTable table = ExchangeTable::of_row(row_.fields());
      kind = take_row(table, stamps, End::seen);
      kind_ = table.kind();
    }
  }
  row_.separate_by(context_.separator);
  return kind;
}

bool ExchangeReader::goes_on(std::string_view lines) const noexcept {
  return context_.table.multi_line() && std::count(lines.begin(), lines.end(), '"') % 2 != 0;
}

}  // namespace smtptally
