// Reads rows of Exchange's tables by their columns.

#include <algorithm>

#include "parse/exchange_columns.hpp"
#include "parse/exchange_table.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

using enum ExchangeColumn::Name;

/// False for a text that is no number, or too large a one.
bool read_number(std::string_view text, std::uint32_t& out) {
  Cursor at(text);
  std::uint64_t number = 0;
  if (!at.take_number(number) || number > UINT32_MAX || !at.at_end()) return false;
  out = static_cast<std::uint32_t>(number);
  return true;
}

}  // namespace

std::string_view ExchangeTable::at(Fields fields, std::size_t column) const noexcept {
  const std::size_t place = place_[column];
  return place == 0 || place > fields.size() ? std::string_view() : fields[place - 1];
}

bool ExchangeTable::has_empty_ones_behind(Fields fields) const noexcept {
  return fields.size() > columns_ &&
         std::all_of(fields.begin() + static_cast<std::ptrdiff_t>(columns_), fields.end(),
                     [](std::string_view field) { return field.empty(); });
}

bool ExchangeTable::needs_last(Fields fields) const noexcept {
  if (fields.size() > columns_) return false;
  if (kind_ == TableKind::receive) {
    const std::string_view mark = at(fields, event);  // Other events need no source_context.
    return place_[context] != columns_ || mark.empty() || mark == "*";
  }
  return std::any_of(place_.begin(), place_.end(),
                     [this](std::size_t place) { return place == columns_; });
}

bool ExchangeTable::is_received_by_smtp(Fields fields) const noexcept {
  return at(fields, event_id) == "RECEIVE" && at(fields, source) == "SMTP";
}

bool ExchangeTable::read_time(Fields fields, StampReader& stamps, Micros& out) const {
  Cursor stamp(at(fields, date_time));
  const bool utc = kind_ != TableKind::tracking_export;
  return stamps.take_rfc3339(stamp, out, utc) && stamp.at_end();
}

ExportStamp ExchangeTable::export_stamp(Fields fields, StampReader& stamps) const {
  ExportStamp stamp{.text = at(fields, date_time),
                    .utc = kind_ != TableKind::tracking_export,
                    .may_be_a_day = kind_ == TableKind::online_clients};
  // A RECEIVE row's session start is near its stamp, and always ISO and UTC.
  Cursor start(at(fields, source_context));
  std::string_view id;
  if (is_received_by_smtp(fields) && start.take_until(';', id) &&
      !stamps.take_rfc3339(start, stamp.session_start, true)) {
    stamp.session_start = kBeginningOfTime;
  }
  return stamp;
}

std::string_view ExchangeTable::stamp(Fields fields) const noexcept {
  return at(fields, date_time);
}

void ExchangeTable::read_event(Fields fields, TrackingRow& out) const {
  out.dialect = name_of(kind_);
  out.source = at(fields, source);
  out.event = at(fields, event_id);
}

/// Reads the columns of the detailed SMTP AUTH clients report.
bool ExchangeTable::read_report(Fields fields, TrackingRow& out) const {
  out.report = {.sender_domain = at(fields, sender_domain),
                .mechanism = at(fields, auth_method),
                .tls_version = at(fields, tls_version),
                .cipher = at(fields, tls_cipher)};
  return place_[message_count] == 0 || read_number(at(fields, message_count), out.report.messages);
}

bool ExchangeTable::read(Fields fields, TrackingRow& out) const {
  out.reported = kind_ == TableKind::online_clients;
  out.online = kind_ == TableKind::online_trace || kind_ == TableKind::online_summary;
  out.dialect = name_of(kind_);
  out.server = at(fields, server_hostname);
  out.client = at(fields, client_ip);
  out.original_client = at(fields, original_client_ip);
  out.source_context = at(fields, source_context);
  out.connector = at(fields, connector_id);
  out.source = at(fields, source);
  out.event = at(fields, event_id);
  out.internal_id = at(fields, internal_message_id);
  out.message_id = at(fields, message_id);
  out.network_id = at(fields, network_message_id);
  out.recipients = at(fields, recipient_address);
  out.recipient_count = at(fields, recipient_count);
  out.total_bytes = at(fields, total_bytes);
  out.return_path = at(fields, return_path);
  out.sender = at(fields, sender_address);
  out.message_info = at(fields, message_info);
  out.directionality = at(fields, directionality);
  out.custom_data = at(fields, custom_data);
  return !out.reported || read_report(fields, out);
}

bool ExchangeTable::read(Fields fields, ProtocolRow& out) const {
  out.dialect = name_of(kind_);
  out.connector = at(fields, connector_id);
  out.session = at(fields, session_id);
  out.local = at(fields, local_endpoint);
  out.remote = at(fields, remote_endpoint);
  out.data = at(fields, data);
  out.context = at(fields, context);
  const std::string_view mark = at(fields, event);
  out.event = mark.size() == 1 ? mark.front() : ' ';
  return read_number(at(fields, sequence_number), out.sequence) && !out.session.empty();
}

}  // namespace smtptally
