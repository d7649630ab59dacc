#include "tracking.hpp"

namespace smtptally::bench::exchange {
namespace {

constexpr std::string_view kPriority = "S:DeliveryPriority=Normal;S:AccountForest=contoso.example";

void append_fields(std::string& out, std::initializer_list<std::string_view> fields) {
  for (const std::string_view field : fields) {
    append_field(out, field);
    out += ',';
  }
}

void append_tail(std::string& out, const TrackingRow& row, Random& random, const Mail* mail) {
  append_fields(out,
                {row.message_info, mail ? mail->directionality : "", "", row.original_client_ip,
                 row.original_server_ip, row.custom_data, mail ? "Email" : ""});
  append_guid(out, random);
  append(out, ',', kSchemaVersion);
}

std::string& begin_row(RowLog& log, Millis time, const TrackingRow& row) {
  std::string& out = log.begin(time);
  append_stamp(out, time);
  out += ',';
  append_fields(out, {row.client_ip, row.client_host, row.server_ip, row.server_host,
                      row.source_context, row.connector, row.source, row.event});
  return out;
}

void write_agents(RowLog& log, Random& random, Millis time, const Mail& mail) {
  std::string data = "S:AMA=SUM|v=0|action=|error=|atch=0;S:TRA=ETR|ruleId=|st=;S:CompCost=|ETR=";
  append(data, random.below(9), "|MA=");
  append(data, random.below(90), ';', kPriority);
  write_row(log, random, time,
            {.source_context = "CatContentConversion",
             .source = "AGENT",
             .event = "AGENTINFO",
             .custom_data = data},
            mail);
}

std::string latency(Millis received, Random& random) {
  std::string info;
  append_stamp(info, received);
  append(info, ";LSRV=EX1.contoso.example:TOTAL-HUB=0.", random.below(1000));
  append(info, "|SMR=0.", random.below(200));
  append(info, "(SMRDE=0.002|SMRC=0.105(SMRCL=0.105|X-SMRCR=0.016))|CAT=0.", random.below(300));
  append(info, "(CATOS=0.018(CATSM=0.017)|CATRESL=0.004)|QDM=0.010|SMSC=0.006|SMS=0.0",
         random.below(90) + 10);
  return info;
}

void write_external_send(RowLog& log, Random& random, Millis received, Millis now,
                         const Mail& mail) {
  const std::string context =
      text(";250 2.6.0 ", mail.message_id, " [InternalId=", random.next() >> 20U,
           ", Hostname=mx.partner.example.org] ", mail.bytes,
           " bytes in 0.101, 1361.827 KB/sec Queued mail for delivery;ClientSubmitTime:");
  const std::string info = latency(received, random);
  const std::string data =
      text("S:E2ELatency=", static_cast<std::uint64_t>(now - received),
           ";S:ToEntity=Internet;S:MsgRecipCount=", mail.recipients.size(), ';', kPriority);
  write_row(log, random, now,
            {.client_ip = "10.0.0.5",
             .client_host = "EX1",
             .server_ip = "198.51.100.25",
             .server_host = "mx.partner.example.org",
             .source_context = context,
             .connector = "To the Internet",
             .source = "SMTP",
             .event = random.per_mille(500) ? "SENDEXTERNAL" : "SEND",
             .recipient_status = "250 2.1.5 Recipient OK",
             .message_info = info,
             .custom_data = data},
            mail);
}

void write_local_delivery(const TrackingLogs& logs, Random& random, Millis received, Millis now,
                          const Mail& mail) {
  const std::string context =
      text(";250 2.0.0 OK ", mail.message_id, "[Hostname=EX1.contoso.example];ClientSubmitTime:");
  const std::string info = latency(received, random);
  const std::string data =
      text("S:MsgRecipCount=", mail.recipients.size(), ";S:IncludeInSla=True;", kPriority);
  write_row(*logs.delivery, random, now,
            {.client_ip = "10.0.0.5",
             .client_host = "EX1.contoso.example",
             .server_ip = "10.0.0.5",
             .source_context = "08DE000000000000;ClientSubmitTime:",
             .source = "STOREDRIVER",
             .event = "DELIVER",
             .message_info = info,
             .custom_data = data},
            mail);
  write_row(*logs.transport, random, now + 3,
            {.client_ip = "10.0.0.5",
             .client_host = "EX1",
             .server_ip = "10.0.0.5",
             .server_host = "EX1.contoso.example",
             .source_context = context,
             .connector = "Intra-Organization SMTP Send Connector",
             .source = "SMTP",
             .event = "SEND",
             .recipient_status = "250 2.1.5 Recipient OK",
             .message_info = info,
             .custom_data = data},
            mail);
}

}  // namespace

void write_row(RowLog& log, Random& random, Millis time, const TrackingRow& row, const Mail& mail) {
  std::string& out = begin_row(log, time, row);
  append(out, mail.internal_id, ',');
  append_fields(out, {mail.message_id, mail.network_id, joined_recipients(mail)});
  // One status for each recipient, or none.
  std::string status;
  for (std::size_t i = 0; i < mail.recipients.size() && !row.recipient_status.empty(); ++i) {
    append(status, i == 0 ? "" : ";", row.recipient_status);
  }
  append_fields(out, {status});
  append(out, mail.bytes, ',', mail.recipients.size(), ",,,");
  append_fields(out, {mail.subject, mail.sender, mail.return_path});
  append_tail(out, row, random, &mail);
}

void write_notice(RowLog& log, Random& random, Millis time, const TrackingRow& row,
                  std::string_view sender) {
  std::string& out = begin_row(log, time, row);
  // internal-message-id to message-subject: ten empty columns.
  out += ",,,,,,,,,,";
  append_fields(out, {sender, ""});
  append_tail(out, row, random, nullptr);
}

void write_aftermath(const TrackingLogs& logs, Random& random, Millis received, const Mail& mail) {
  const Millis categorized = received + random.between(10, 80);
  write_agents(*logs.transport, random, categorized, mail);
  const Millis sent = categorized + random.between(20, 600);
  if (mail.destination == Destination::external) {
    write_external_send(*logs.transport, random, received, sent, mail);
  } else {
    write_local_delivery(logs, random, received, sent, mail);
  }
}

}  // namespace smtptally::bench::exchange
