// Finds the columns of Exchange's tables by their names.

#include "parse/exchange_table.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "parse/exchange_columns.hpp"
#include "text/plain_name.hpp"

namespace smtptally {
namespace {

using Column = ExchangeColumn::Name;
using enum ExchangeColumn::Name;

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

}  // namespace smtptally
