#include "simulation.hpp"

namespace smtptally::bench::exchange {
namespace {

constexpr std::string_view kHubConnector = "EX1\\Client Proxy EX1";

/// Not every client announces the size.
std::string size_parameter(const Mail& mail) {
  return mail.bytes % 2 == 0 ? text(" SIZE=", mail.bytes) : std::string{};
}

}  // namespace

ProtocolSession Simulation::open_client_session(FrontEnd& front_end, const Device& device,
                                                Millis at) {
  const Connection connection = {
      .connector = text(front_end.name, "\\Client Frontend ", front_end.name),
      .local = front_end.address + ":587",
      .remote = device.endpoint + port()};
  ProtocolSession session(front_end.log, random_, connection, front_end.next_id++, at);
  greet(session, device, front_end.host);
  if (device.tls != Tls::plain) start_tls(session, device, front_end.host);
  return session;
}

void Simulation::submit(const User& user, AccountTruth* truth, Millis at, std::uint32_t messages) {
  // The first device of a user sends most of the mail.
  const Device& device =
      user.devices[random_.skewed(static_cast<std::uint32_t>(user.devices.size()))];
  FrontEnd& front_end = front_ends_[pick_front_end()];
  ProtocolSession client = open_client_session(front_end, device, at);
  if (truth != nullptr && random_.per_mille(10)) fail_login(client, user.name);
  client.received(device.login == Login::ntlm ? "AUTH NTLM" : "AUTH LOGIN");
  client.sent("334 <authentication response>");
  client.sent("334 <authentication response>");
  client.wait(random_.between(5, 60));
  const Connection connection = {.connector = std::string(kHubConnector),
                                 .local = "10.0.0.5:465",
                                 .remote = front_end.address + port()};
  ProtocolSession hub(hub_log_, random_, connection, next_hub_id_++, client.now() + 2);
  Submission submission{.user = &user,
                        .device = &device,
                        .front_end = &front_end,
                        .client = std::move(client),
                        .hub = std::move(hub),
                        .truth = truth};
  authenticate(submission);
  for (std::uint32_t i = 0; i < messages; ++i) {
    submission.hub.wait(random_.per_mille(150) ? random_.between(1000, 30'000)
                                               : random_.between(5, 400));
    if (truth != nullptr && random_.per_mille(8)) abort_transaction(submission);
    transmit(submission);
  }
  if (random_.per_mille(900) && messages > 0) return end_submission(submission, Ending::quit);
  end_submission(submission, random_.per_mille(400) ? Ending::lost_in_transaction : Ending::lost);
}

void Simulation::authenticate(Submission& submission) {
  ProtocolSession& client = submission.client;
  ProtocolSession& hub = submission.hub;
  const Device& device = *submission.device;
  client.note_with_data("SMTPSubmit SMTPAcceptAnyRecipient BypassAntiSpam AcceptRoutingHeaders",
                        "Set Session Permissions");
  client.note_with_data(submission.user->account, "authenticated");
  greet_server(hub, submission.front_end->host, random_);
  hub.received(text("XPROXY SID=", client.id(), " IP=", device.address,
                    " PORT=", client.remote_port(), " DOMAIN=", device.helo,
                    " CAPABILITIES=0 SECID=Uy0xLTUtMjEtMzYyMzgxMTAxNS0zMzYxMDQ0MzQ4+3D"));
  hub.sent("250 XProxy accepted and authenticated");
  client.wait_until(hub.now() + 1);
  client.note(text("Proxy session was successfully set up. Session for", submission.user->name,
                   " will now be proxied"));
  client.sent("235 2.7.0 Authentication successful");
  hub.wait_until(client.now());
}

void Simulation::fail_login(ProtocolSession& session, std::string_view user) {
  session.received("AUTH LOGIN");
  session.sent("334 <authentication response>");
  session.sent("334 <authentication response>");
  session.wait(random_.between(20, 5000));
  session.note("Inbound AUTH LOGIN failed because of LogonDenied");
  session.note(text("User Name: ", user));
  if (random_.per_mille(500)) session.note_with_data("Tarpit for '0.00:00:05'", {});
  session.sent("535 5.7.3 Authentication unsuccessful");
}

void Simulation::guess_password(Millis at) {
  const User& victim = random_.pick(world_.users);
  const Device& device =
      random_.per_mille(300) ? victim.devices.front() : random_.pick(world_.strangers);
  ProtocolSession session = open_client_session(front_ends_[pick_front_end()], device, at);
  for (std::uint32_t tries = 1 + random_.below(3); tries > 0; --tries) {
    const std::uint32_t kind = random_.below(10);
    if (kind < 6) {
      fail_login(session, victim.name);
    } else {
      fail_login(session, kind < 8 ? "NULL" : "x@contoso.example");
    }
  }
  if (random_.per_mille(300)) session.received("QUIT");
  session.disconnect(random_.per_mille(500) ? "Remote(ConnectionReset)" : "Local");
}

Mail Simulation::make_client_mail(Submission& submission) {
  const User& user = *submission.user;
  Mail mail = mails_.make(user.name, submission.device->helo);
  const std::uint32_t kind = submission.truth == nullptr ? 1000 : random_.below(1000);
  if (user.sends_as_others) {
    const std::uint32_t number = random_.below(40);
    mail.sender = mail.return_path = text("ceo", number, "@bank", number, ".example");
  } else if (kind < 120) {
    mail.sender = mail.return_path = user.alias;
  } else if (kind < 150) {
    mail.return_path = "<>";
  } else if (kind < 160) {
    mail.sender = mail.return_path = "<>";
  } else if (kind < 180) {
    mail.sender = user.alias;
  } else if (kind < 190) {
    // Somebody else of the house: MAIL FROM is not the user who logged in.
    mail.sender = mail.return_path = random_.pick(world_.users).name;
  }
  const bool repeats = submission.device->message_ids == MessageIds::repeated;
  if (repeats && !submission.last_message_id.empty()) mail.message_id = submission.last_message_id;
  submission.last_message_id = mail.message_id;
  return mail;
}

void Simulation::begin_transaction(ProtocolSession& session, const Mail& mail,
                                   std::string_view parameters) {
  const std::string_view address =
      mail.return_path == "<>" ? std::string_view{} : std::string_view(mail.return_path);
  std::string command = text("MAIL FROM:<", address, '>', parameters);
  session.received(command);
  session.receiving_message();
  session.sent("250 2.1.0 Sender OK");
  for (const std::string& recipient : mail.recipients) {
    session.received(text("RCPT TO:<", recipient, '>'));
    session.sent("250 2.1.5 Recipient OK");
  }
}

void Simulation::send_body(ProtocolSession& hub, const Mail& mail) {
  hub.received("DATA");
  hub.sent("354 Start mail input; end with <CRLF>.<CRLF>");
  hub.wait(random_.between(1, 900));
  hub.note("receiving message with InternetMessageId " + mail.message_id);
}

void Simulation::transmit(Submission& submission) {
  ProtocolSession& hub = submission.hub;
  const Mail mail = make_client_mail(submission);
  begin_transaction(hub, mail, size_parameter(mail));
  send_body(hub, mail);
  hub.wait(random_.between(4, 90));
  track_submission(submission, mail);
  hub.sent(queued_reply(mail, "EX1.contoso.example", random_));
  if (submission.truth != nullptr) {
    ++submission.truth->messages[static_cast<std::size_t>(submission.device->tls)];
  }
}

void Simulation::abort_transaction(Submission& submission) {
  ProtocolSession& hub = submission.hub;
  const Mail mail = make_client_mail(submission);
  begin_transaction(hub, mail, size_parameter(mail));
  if (random_.per_mille(500)) {
    hub.received("RSET");
    hub.sent("250 2.0.0 Resetting");
    return;
  }
  send_body(hub, mail);
  hub.sent("550 5.7.60 SMTP; Client does not have permissions to send as this sender");
}

void Simulation::end_submission(Submission& submission, Ending ending) {
  ProtocolSession& hub = submission.hub;
  if (ending == Ending::quit) {
    hub.received("QUIT");
    hub.sent("221 2.0.0 Service closing transmission channel");
  } else {
    hub.wait(random_.between(10, 60'000));
  }
  if (ending == Ending::lost_in_transaction) {
    const Mail mail = make_client_mail(submission);
    begin_transaction(hub, mail, size_parameter(mail));
    if (random_.per_mille(500)) send_body(hub, mail);
    hub.wait(random_.between(100, 60'000));
  }
  hub.disconnect(ending == Ending::quit ? "Local" : "Remote(ConnectionReset)");
  submission.client.wait_until(hub.now() + 1);
  submission.client.disconnect(ending == Ending::quit ? "Local" : "Remote");
}

std::string_view Simulation::message_info(const Submission& submission) {
  // Whether the hub knows the mechanism of the front end is not settled: it may say "none".
  if (submission.truth != nullptr && random_.per_mille(60)) return "00I: ";
  if (submission.device->login == Login::ntlm) return "0aI: ";
  return submission.device->tls == Tls::plain ? "07I: " : "06I: ";
}

void Simulation::track_submission(const Submission& submission, const Mail& mail) {
  const Device& device = *submission.device;
  const FrontEnd& front_end = *submission.front_end;
  const std::string context = submission.hub.source_context();
  const std::string data =
      text("S:ProxyHop1=", front_end.host, '(', front_end.address,
           ");S:ProxiedClientIPAddress=", device.address, ";S:ProxiedClientHostname=", device.helo,
           ";S:FirstForestHop=EX1.contoso.example;S:DeliveryPriority=Normal"
           ";S:AccountForest=contoso.example");
  TrackingRow row{.client_ip = front_end.address,
                  .client_host = front_end.host,
                  .server_ip = "10.0.0.5",
                  .source_context = context,
                  .connector = kHubConnector,
                  .source = "SMTP",
                  .event = "RECEIVE",
                  .message_info = message_info(submission),
                  .original_client_ip = device.address,
                  .original_server_ip = front_end.address,
                  .custom_data = data};
  // Just before the reply to the client, as the constructed samples have it.
  const Millis received = submission.hub.now();
  write_row(transport_log_, random_, received, row, mail);
  row.event = "HAREDIRECT";
  row.message_info = {};
  write_row(transport_log_, random_, received + random_.between(0, 20), row, mail);
  write_aftermath(tracking_, random_, received, mail);
}

}  // namespace smtptally::bench::exchange
