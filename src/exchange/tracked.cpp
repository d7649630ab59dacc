// Interprets tracking rows.

#include "exchange/tracked.hpp"

#include <algorithm>

#include "exchange/texts.hpp"
#include "exchange/vocabulary.hpp"
#include "parse/stamp.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

std::uint64_t number_of(std::string_view text, bool& valid) noexcept {
  Cursor at(text);
  std::uint64_t number = 0;
  valid = at.take_number(number) && at.at_end();
  return valid ? number : 0;
}

}  // namespace

void TrackedMessage::renumber(const DictionaryMap& translation, std::uint64_t rows_before) {
  row += rows_before;
  for (TextId* id : {&host, &server, &connector, &return_path, &client, &mechanism, &cipher,
                     &dialect, &id_text}) {
    translation.apply(*id);
  }
}

bool TrackingInterpreter::is_client_connector(std::string_view connector) const {
  const std::size_t slash = connector.find('\\');
  if (slash == std::string_view::npos) return false;
  const std::string_view name = connector.substr(slash + 1);
  return std::any_of(options_->client_connectors.begin(), options_->client_connectors.end(),
                     [&](const std::string& prefix) { return name.starts_with(prefix); });
}

TrackedMessage::Origin TrackingInterpreter::origin_of(const TrackingRow& row) const {
  using Origin = TrackedMessage::Origin;
  if (!options_->count_probes && (is_probe(row.sender) || is_probe(row.return_path))) {
    return Origin::probe;
  }
  const MessageInfo info = parse_message_info(row.message_info);
  if (row.online && !row.directionality.empty() && row.directionality != "Originating") {
    return Origin::anonymous;  // Incoming mail.
  }
  if (info.letter == ' ') {
    if (row.online && row.event.empty()) return Origin::anonymous;  // The summary names no login.
    const bool client =
        row.online ? row.directionality == "Originating" : is_client_connector(row.connector);
    return client ? Origin::client : Origin::anonymous;
  }
  // An "externally secured" connector: trusted, but without login.
  const bool external = info.digits == "10";
  if (info.letter != 'I' || external) return Origin::anonymous;
  const bool client = !mechanism_of(info.digits).empty() || is_client_connector(row.connector);
  return client ? Origin::client : Origin::hop;
}

bool TrackingInterpreter::is_message(const TrackingRow& row) noexcept {
  if (row.reported) return row.report.messages > 0;
  if (row.event == "RECEIVE" && row.source == "SMTP") return true;
  return row.online && row.event.empty() && row.source.empty();  // A summary.
}

/// The stamp at the front of "2026-11-01T00:00:02.819Z;0"; kEndOfTime if there is none.
Micros TrackingInterpreter::read_start(std::string_view text) {
  Micros time = kEndOfTime;
  const std::string_view stamp = text.substr(0, UtcMinute::kSize);
  if (minute_.read(stamp, time)) return time;
  StampReader stamps(Zone(), 2000);
  Cursor at(text);
  if (!stamps.take_rfc3339(at, time, true)) return kEndOfTime;
  minute_.learn(stamp, time);
  return time;
}

/// Reads a row that holds account, client and TLS itself. An equal row, from an overlapping report,
/// is a copy; a row with any difference is another message.
TrackedMessage TrackingInterpreter::read_report(const TrackingRow& row) {
  TrackedMessage t;
  t.time = row.time;
  t.online = true;
  t.reported = true;
  const TrackingRow::Reported& report = row.report;
  const std::string account = joined_address(row.sender, report.sender_domain);
  t.origin = !options_->count_probes && is_probe(account) ? TrackedMessage::Origin::probe
                                                          : TrackedMessage::Origin::client;
  t.return_path = texts_->number(account);
  t.mechanism = recent_.number(report.mechanism);
  const std::string_view client =
      row.original_client.empty() ? row.client : address_of(row.original_client);
  t.client = texts_->number(client);
  t.tls = reported_tls(report.tls_version);
  t.cipher = recent_.number(report.cipher);
  t.id_text = texts_->number(without_brackets(row.message_id));
  t.dialect = recent_.number(row.dialect);
  t.count = report.messages;
  t.network_id = combine(text_hash(account), text_hash(client));
  for (const std::string_view text :
       {row.message_id, report.mechanism, report.tls_version, report.cipher}) {
    t.network_id = combine(t.network_id, text_hash(text));
  }
  t.network_id = combine(combine(t.network_id, static_cast<std::uint64_t>(t.time)), t.count);
  t.message_id = t.network_id;
  return t;
}

TrackedMessage TrackingInterpreter::read(const TrackingRow& row) {
  if (row.reported) return read_report(row);
  TrackedMessage t;
  t.time = row.time;
  t.online = row.online;
  t.origin = origin_of(row);
  std::string_view id;
  Cursor context(row.source_context);
  if (context.take_until(';', id)) {
    t.session = session_number(id);
    t.session_start = read_start(context.rest());
  }
  bool has_id = false;
  t.internal_id = number_of(row.internal_id, has_id);
  t.message_id = text_hash(without_brackets(row.message_id));
  t.network_id = text_hash(row.network_id);
  if (t.network_id == 0) {
    t.envelope =
        combine(combine(t.message_id, text_hash(row.return_path)), text_hash(row.recipients));
  }
  t.bytes = number_of(row.total_bytes, t.has_size);
  t.recipients = number_of(row.recipient_count, t.has_recipients);
  const auto number = [&](std::string_view text) { return texts_->number(text); };
  const std::string_view host =
      row.server.empty() ? row.connector.substr(0, row.connector.find('\\')) : row.server;
  t.host = recent_.number(host);
  t.server = recent_.number(first_label(host));
  t.connector = recent_.number(row.connector);
  t.return_path = number(without_brackets(row.return_path.empty() ? row.sender : row.return_path));
  std::string_view client = row.original_client;
  if (client.empty()) (void)custom_value(row.custom_data, "ProxiedClientIPAddress", client);
  t.has_client = !client.empty();
  t.proxied = t.has_client && client != row.client;
  t.client = number(client.empty() ? row.client : client);
  const MessageInfo info = parse_message_info(row.message_info);
  t.mechanism = recent_.number(mechanism_of(info.digits));
  t.said_plain = info.digits == "07";
  t.said_tls = info.digits == "06";
  t.dialect = recent_.number(row.dialect);
  if (row.online) {
    t.tls = online_tls(row.custom_data);
    std::string_view cipher;
    if (custom_value(row.custom_data, "tlscipher", cipher)) t.cipher = number(cipher);
  }
  return t;
}

}  // namespace smtptally
