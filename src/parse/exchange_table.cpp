// Finds the columns of Exchange's tables by their names, and reads rows by them.

#include "parse/exchange_table.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "text/plain_name.hpp"

namespace smtptally {
namespace {

enum Column : std::size_t {
  date_time,
  client_ip,
  server_hostname,
  source_context,
  connector_id,
  source,
  event_id,
  internal_message_id,
  message_id,
  network_message_id,
  recipient_address,
  total_bytes,
  recipient_count,
  sender_address,
  return_path,
  message_info,
  directionality,
  original_client_ip,
  custom_data,
  session_id,
  sequence_number,
  remote_endpoint,
  event,
  data,
  context,
  recipient_status,
  tenant_id,
  message_subject,
  local_endpoint,
  sender_domain,
  auth_method,
  tls_version,
  tls_cipher,
  message_count,
};

struct ColumnName {
  std::string_view name;  ///< In lower case, without '-', '_' and blanks.
  Column column;
};
/// Column names of the logs, of the cmdlet's properties and of the traces of Exchange Online.
constexpr std::array<ColumnName, 47> kColumnNames{{
    {"datetime", date_time},
    {"datetimeutc", date_time},
    {"timestamp", date_time},
    {"origintimestamputc", date_time},
    {"origintimestamp", date_time},
    {"clientip", client_ip},
    {"serverhostname", server_hostname},
    {"sourcecontext", source_context},
    {"connectorid", connector_id},
    {"source", source},
    {"eventid", event_id},
    {"internalmessageid", internal_message_id},
    {"messageid", message_id},
    {"networkmessageid", network_message_id},
    {"recipientaddress", recipient_address},
    {"recipients", recipient_address},
    {"totalbytes", total_bytes},
    {"recipientcount", recipient_count},
    {"senderaddress", sender_address},
    {"sender", sender_address},
    {"returnpath", return_path},
    {"messageinfo", message_info},
    {"directionality", directionality},
    {"originalclientip", original_client_ip},
    {"customdata", custom_data},
    {"eventdata", custom_data},
    {"sessionid", session_id},
    {"sequencenumber", sequence_number},
    {"remoteendpoint", remote_endpoint},
    {"event", event},
    {"data", data},
    {"context", context},
    {"recipientstatus", recipient_status},
    {"tenantid", tenant_id},
    {"messagesubject", message_subject},
    {"localendpoint", local_endpoint},
    {"date", date_time},
    {"sendername", sender_address},
    {"senderdomain", sender_domain},
    {"authmethod", auth_method},
    {"authenticationmethod", auth_method},
    {"authenticationprotocol", auth_method},
    {"tlsversion", tls_version},
    {"tlscipher", tls_cipher},
    {"messagecount", message_count},
    {"messagessent", message_count},
    {"messages", message_count},
}};

/// The order of all 30 columns of Exchange 2016; earlier versions leave some out.
constexpr std::string_view kTrackingOrder =
    "date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,"
    "source,event-id,internal-message-id,message-id,network-message-id,recipient-address,"
    "recipient-status,total-bytes,recipient-count,related-recipient-address,reference,"
    "message-subject,sender-address,return-path,message-info,directionality,tenant-id,"
    "original-client-ip,original-server-ip,custom-data,transport-traffic-type,log-id,"
    "schema-version";

std::string plain_name(std::string_view name) { return lower_without(name, "-_ "); }

bool take_up_to(Cursor& at, std::uint64_t limit, std::uint64_t& out) {
  return at.take_number(out) && out <= limit;
}

}  // namespace

ExchangeTable ExchangeTable::of_header(Fields names, std::string_view log_type) {
  ExchangeTable table;
  bool underscores = false;
  std::string_view time_name;
  for (std::size_t i = 0; i < names.size() && i < UINT16_MAX; ++i) {
    const std::string plain = plain_name(names[i]);
    underscores = underscores || names[i].find('_') != std::string_view::npos;
    const auto found = std::find_if(kColumnNames.begin(), kColumnNames.end(),
                                    [&](const ColumnName& known) { return known.name == plain; });
    if (found == kColumnNames.end() || table.place_[found->column] != 0) continue;
    table.place_[found->column] = static_cast<std::uint16_t>(i + 1);
    if (found->column == date_time) time_name = found->name;
  }
  table.columns_ = names.size();
  while (table.columns_ > 0 && names[table.columns_ - 1].empty()) --table.columns_;
  table.kind_ = table.kind_by_columns(log_type, time_name, underscores);
  return table;
}

/// The kind of table that has these columns; also sets how many fields a row must have.
TableKind ExchangeTable::kind_by_columns(std::string_view log_type, std::string_view time_name,
                                         bool underscores) {
  const auto has = [&](std::initializer_list<Column> columns) {
    return std::all_of(columns.begin(), columns.end(),
                       [&](Column column) { return place_[column] != 0; });
  };
  if (has({date_time, session_id, sequence_number, event, data})) {
    least_ = place_[data];
    const bool sends = plain_name(log_type).find("send") != std::string::npos;
    return sends ? TableKind::send : TableKind::receive;
  }
  if (has({date_time, sender_address, tls_version}) && place_[event_id] == 0) {
    least_ = std::max(
        {place_[date_time], place_[sender_address], place_[tls_version], place_[message_count]});
    return TableKind::online_clients;
  }
  if (has({date_time, event_id, source})) {
    least_ = std::max(place_[event_id], place_[source]);
    if (time_name == "timestamp") return TableKind::tracking_export;
    return underscores ? TableKind::online_trace : TableKind::tracking;
  }
  if (has({date_time, sender_address, message_id}) && time_name.starts_with("origin")) {
    least_ = std::max(place_[sender_address], place_[message_id]);
    return TableKind::online_summary;
  }
  return TableKind::none;
}

ExchangeTable ExchangeTable::of_tracking_width(std::size_t columns) {
  if (columns != 30 && columns != 27 && columns != 26 && columns != 21) return {};
  std::vector<std::string_view> names;
  std::string_view rest = kTrackingOrder;
  while (!rest.empty()) {
    const std::string_view name = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    const bool missing_in_2010 = name == "network-message-id";
    const bool missing_in_2007 = name == "directionality" || name == "tenant-id" ||
                                 name == "original-client-ip" || name == "original-server-ip" ||
                                 name == "custom-data";
    if ((missing_in_2010 && columns < 27) || (missing_in_2007 && columns < 26)) continue;
    names.push_back(name);
  }
  names.resize(columns);  // Versions before 2016 lack the last three.
  return of_header(names, "Message Tracking Log");
}

ExchangeTable ExchangeTable::of_w3c(std::string_view names) {
  ExchangeTable table;
  bool has_client = false;
  bool has_method = false;
  std::size_t count = 0;
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(' '));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    count += name.empty() ? 0U : 1U;
    has_client = has_client || name == "c-ip";
    has_method = has_method || name == "cs-method" || name == "s-sitename";
  }
  if (has_client && has_method) {
    table.kind_ = TableKind::iis_smtp;
    table.least_ = count;
  }
  return table;
}

ExchangeTable ExchangeTable::of_protocol_row(Fields fields) {
  if (fields.size() != 9) return {};
  constexpr std::array<std::string_view, 9> kProtocolNames{
      "date-time",       "connector-id", "session-id", "sequence-number", "local-endpoint",
      "remote-endpoint", "event",        "data",       "context"};
  const bool receive = fields[1].find('\\') != std::string_view::npos;
  return of_header(kProtocolNames,
                   receive ? "SMTP Receive Protocol Log" : "SMTP Send Protocol Log");
}

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
  if (place_[message_count] == 0) return true;
  Cursor number(at(fields, message_count));
  std::uint64_t messages = 0;
  if (!take_up_to(number, UINT32_MAX, messages) || !number.at_end()) return false;
  out.report.messages = static_cast<std::uint32_t>(messages);
  return true;
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
  Cursor number(at(fields, sequence_number));
  std::uint64_t sequence = 0;
  if (!take_up_to(number, UINT32_MAX, sequence) || !number.at_end()) return false;
  out.sequence = static_cast<std::uint32_t>(sequence);
  return !out.session.empty();
}

}  // namespace smtptally
