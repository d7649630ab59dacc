#include "simulation.hpp"

namespace smtptally::bench::exchange {
namespace {

constexpr std::string_view kDefaultConnector = "EX1\\Default EX1";
constexpr Millis kLinkIdleTime = kMinute;
constexpr std::uint32_t kLinkUses = 20;

}  // namespace

void Simulation::relay(Millis at) {
  const std::size_t number = pick_front_end();
  FrontEnd& front_end = front_ends_[number];
  // A scanner that logs in on port 587 may also relay on port 25.
  const Device& device = random_.per_mille(200) ? random_.pick(world_.users).devices.front()
                                                : random_.pick(world_.strangers);
  const Connection connection = {
      .connector = text(front_end.name, "\\Default Frontend ", front_end.name),
      .local = front_end.address + ":25",
      .remote = device.endpoint + port()};
  ProtocolSession client(front_end.log, random_, connection, front_end.next_id++, at);
  client.note_with_data("SMTPSubmit SMTPAcceptAnySender SMTPAcceptAuthoritativeDomainSender",
                        "Set Session Permissions");
  greet(client, device, front_end.host);
  if (device.tls != Tls::plain) start_tls(client, device, front_end.host);
  HubLink& link = take_link(number, client.now());
  for (std::uint32_t messages = 1 + random_.below(3); messages > 0; --messages) {
    relay_message(client, link, device, number);
    client.wait(random_.between(5, 2000));
  }
  client.received("QUIT");
  client.sent("221 2.0.0 Service closing transmission channel");
  client.disconnect("Local");
}

void Simulation::relay_message(ProtocolSession& client, HubLink& link, const Device& device,
                               std::size_t front_end) {
  const FrontEnd& peer = front_ends_[front_end];
  Mail mail = mails_.make(text("root@", device.helo), device.helo);
  mail.directionality = "Incoming";
  // A relaying device claims to be somebody who logs in elsewhere.
  if (random_.per_mille(300)) mail.sender = mail.return_path = random_.pick(world_.users).name;
  begin_transaction(client, mail, {});
  client.received("DATA");
  client.sent("354 Start mail input; end with <CRLF>.<CRLF>");
  client.note("Proxy destination(s) obtained from OnProxyInboundMessage event. Correlation Id:" +
              guid(random_));
  ProtocolSession& hub = link.session;
  hub.wait_until(client.now() + 1);
  hub.received(text("XPROXYFROM SID=", client.id(), " IP=", device.address,
                    " PORT=", client.remote_port(), " DOMAIN=", device.helo,
                    " SEQNUM=", client.messages(), " PERMS=1059 CAPABILITIES=0 AUTHSRC=Anonymous"));
  hub.sent("250 XProxyFrom accepted");
  begin_transaction(hub, mail, " SIZE=0 AUTH=<> XMESSAGEVALUE=MediumHigh");
  send_body(hub, mail);
  const std::string context = hub.source_context();
  const std::string data =
      text("S:ProxyHop1=", peer.host, '(', peer.address,
           ");S:MessageValue=MediumHigh;S:Replication=Failed;S:FirstForestHop=EX1.contoso.example"
           ";S:FromEntity=Internet;S:ProxiedClientIPAddress=",
           device.address, ";S:ProxiedClientHostname=", device.helo,
           ";S:DeliveryPriority=Normal;S:AccountForest=contoso.example");
  write_row(transport_log_, random_, hub.now(),
            {.client_ip = peer.address,
             .client_host = peer.host,
             .server_ip = "10.0.0.5",
             .source_context = context,
             .connector = kDefaultConnector,
             .source = "SMTP",
             .event = "RECEIVE",
             .message_info = "0cA: ",
             .original_client_ip = device.address,
             .original_server_ip = peer.address,
             .custom_data = data},
            mail);
  write_aftermath(tracking_, random_, hub.now(), mail);
  const std::string reply = queued_reply(mail, "EX1.contoso.example", random_);
  hub.sent(reply);
  client.wait_until(hub.now() + 1);
  client.sent(reply);
}

Simulation::HubLink& Simulation::take_link(std::size_t front_end, Millis at) {
  HubLink* found = nullptr;
  for (std::size_t i = 0; i < links_.size();) {
    HubLink& link = links_[i];
    const Millis idle = at - link.session.now();
    if (idle > kLinkIdleTime || (idle > 0 && link.uses >= kLinkUses)) {
      close_link(link, at);
      if (&link != &links_.back()) link = std::move(links_.back());
      links_.pop_back();
      continue;
    }
    if (idle > 0 && link.front_end == front_end) found = &link;
    ++i;
  }
  if (found == nullptr) {
    const FrontEnd& peer = front_ends_[front_end];
    const Connection connection = {.connector = std::string(kDefaultConnector),
                                   .local = "10.0.0.5:2525",
                                   .remote = peer.address + port()};
    links_.push_back({.session = ProtocolSession(hub_log_, random_, connection, next_hub_id_++, at),
                      .front_end = front_end});
    found = &links_.back();
    greet_server(found->session, peer.host, random_);
  }
  ++found->uses;
  return *found;
}

void Simulation::close_link(HubLink& link, Millis at) {
  link.session.wait_until(at);
  link.session.received("QUIT");
  link.session.sent("221 2.0.0 Service closing transmission channel");
  link.session.disconnect("Local");
}

void Simulation::send_from_mailbox(Millis at) {
  // The same people who also send by SMTP, from the addresses of their devices.
  const User& user = random_.pick(world_.users);
  const std::string_view address = user.devices.front().address;
  const Mail mail = mails_.make(user.name, "EX1.contoso.example");
  std::string source = text("MDB:", guid(random_));
  append(source, ", Mailbox:", guid(random_));
  append(source, ", Event:", random_.below(90'000'000), ", MessageClass:IPM.Note, CreationTime:");
  append_stamp(source, at);
  append(source, ", ClientType:", random_.per_mille(500) ? "MOMT" : "OWA",
         ", SubmissionAssistant:MailboxTransportSubmissionEmailAssistant");
  TrackingRow row{.client_ip = "fe80::1234:5678:4321:1010%3",
                  .client_host = "EX1",
                  .server_host = {},
                  .source_context = source,
                  .source = "STOREDRIVER",
                  .event = "NOTIFYMAPI"};
  write_notice(mailbox_log_, random_, at, row, user.name);
  row.client_host = "EX1.contoso.example";
  row.server_ip = "fe80::1234:5678:4321:1010%3";
  row.server_host = "EX1";
  row.event = "RECEIVE";
  row.message_info = "04I: ";
  row.original_client_ip = address;
  row.custom_data = "S:DeliveryPriority=Normal;S:AccountForest=contoso.example";
  write_row(mailbox_log_, random_, at + 40, row, mail);
  row.event = "SUBMIT";
  row.message_info = {};
  write_row(mailbox_log_, random_, at + 140, row, mail);

  std::string context = hex(next_hub_id_++, 16) + ';';
  append_stamp(context, at + 42);
  context += ";0";
  row = {.source_context = "No suitable shadow servers",
         .source = "SMTP",
         .event = random_.per_mille(500) ? "HAREDIRECT" : "HAREDIRECTFAIL",
         .custom_data = row.custom_data};
  write_row(transport_log_, random_, at + 110, row, mail);
  // The hop from the mailbox to the transport service: a server logged in, nobody else.
  row = {.client_ip = "10.0.0.5",
         .client_host = "EX1.contoso.example",
         .server_ip = "10.0.0.5",
         .source_context = context,
         .connector = kDefaultConnector,
         .source = "SMTP",
         .event = "RECEIVE",
         .message_info = "0cI: ",
         .original_client_ip = address,
         .original_server_ip = "10.0.0.5",
         .custom_data = row.custom_data};
  write_row(transport_log_, random_, at + 120, row, mail);
  write_aftermath(tracking_, random_, at + 120, mail);
}

void Simulation::accept_shadow(Millis at) {
  const User& user = random_.pick(world_.users);
  const Device& device = user.devices.front();
  const Mail mail = mails_.make(user.name, device.helo);
  std::string context = hex(next_hub_id_++, 16) + ';';
  append_stamp(context, at - 30);
  context += ";0";
  TrackingRow row{.client_ip = "10.0.0.7",
                  .client_host = "EX3.contoso.example",
                  .server_ip = "10.0.0.5",
                  .source_context = context,
                  .connector = kDefaultConnector,
                  .source = "SMTP",
                  .event = "HARECEIVE",
                  .message_info = "0cI: ",
                  .original_client_ip = device.address,
                  .original_server_ip = "10.0.0.7",
                  .custom_data = "S:DeliveryPriority=Normal;S:AccountForest=contoso.example"};
  write_row(transport_log_, random_, at, row, mail);
  row = {.source = "SMTP", .event = "HADISCARD", .custom_data = row.custom_data};
  write_row(transport_log_, random_, at + random_.between(1000, 120'000), row, mail);
}

}  // namespace smtptally::bench::exchange
