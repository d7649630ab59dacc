// The delivery agents, and the end of a queue file.
#include "simulation.hpp"

namespace smtptally::bench {
/// Foreign mail and reports stay here; most of what our own users write goes out.
bool Simulation::goes_out(const Message& message) const {
  return message.origin == Origin::account && message.token % 10 < 7;
}

ProcessPool& Simulation::agents(const Message& message) {
  if (message.origin == Origin::local) return local_;
  return goes_out(message) ? smtp_ : lmtp_;
}

const Remote& Simulation::remote_of(const Message& message) const {
  const std::uint64_t choice = mix(message.token ^ 3U);
  // Every third message has to do with one of the few big free mailers.
  const std::size_t range = choice % 3 == 0 ? 4 : world_.remotes.size();
  return world_.remotes[(choice >> 8U) % range];
}

/// The TLS of our own client: `established to`, which says nothing about the sender.
void Simulation::negotiate(std::uint32_t index) {
  const Message& message = messages_[index];
  out_->begin(now_, "postfix/smtp", message.agent)
      << "Trusted TLS connection established to " << remote_of(message).relay
      << ": TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 "
         "server-signature RSA-PSS (2048 bits) server-digest SHA256";
  out_->end();
  next_message_step(index, random_.between(50, 900) * kMillisecond, MessageStep::deliver);
}

LineWriter& Simulation::delay_fields(const Message& message) {
  const Micros total = now_ - message.arrived;
  const Micros before = total / 8;
  out_->seconds(total) << ", delays=";
  out_->seconds(before) << "/0.01/";
  out_->seconds(total / 4) << '/';
  return out_->seconds(total - before - total / 4);
}

void Simulation::deliver(std::uint32_t index) {
  Message& message = messages_[index];
  const bool outgoing = goes_out(message);
  if (outgoing) {
    deliver_remotely(message, remote_of(message));
  } else {
    deliver_locally(message);
  }
  ++message.delivered;
  if (message.delivered < message.recipients) {
    next_message_step(index, random_.between(0, 20) * kMillisecond, MessageStep::deliver);
    return;
  }
  agents(message).release(now_, message.agent);
  if (message.deferrals > 0) {
    --message.deferrals;
    message.delivered = 0;
    next_message_step(index, random_.between(300, 4200) * kSecond, MessageStep::activate);
    return;
  }
  const bool stored = !outgoing && message.origin != Origin::local && random_.per_mille(600);
  next_message_step(index, random_.between(300, 9000),
                    stored ? MessageStep::store : MessageStep::finish);
}

void Simulation::deliver_remotely(Message& message, const Remote& remote) {
  const std::string recipient = recipient_of(message, message.delivered);
  out_->begin(now_, "postfix/smtp", message.agent)
      << message.id.view() << ": to=<" << recipient << ">, relay=";
  if (message.deferrals > 0 && message.token % 2 == 0) {
    *out_ << "none, delay=";
    delay_fields(message) << ", dsn=4.4.1, status=deferred (connect to " << remote.relay
                          << ": Connection timed out)";
    out_->end();
    return;
  }
  *out_ << remote.relay << ", delay=";
  delay_fields(message);
  if (message.deferrals > 0) {
    *out_ << ", dsn=4.7.1, status=deferred (host " << remote.relay << " said: 450 4.7.1 <"
          << recipient
          << ">: Recipient address rejected: Greylisted, please try again later (in reply to RCPT "
             "TO command))";
  } else if (message.bounces) {
    *out_ << ", dsn=5.1.1, status=bounced (host " << remote.relay << " said: 550 5.1.1 <"
          << recipient
          << ">: Recipient address rejected: User unknown in virtual mailbox table (in reply to "
             "RCPT TO command))";
  } else if (remote.kind == RemoteKind::free_mailer) {
    *out_ << ", dsn=2.0.0, status=sent (250 2.0.0 OK  " << now_ / kSecond << ' '
          << mix(message.token) << ".345 - gsmtp)";
  } else if (remote.kind == RemoteKind::hosted) {
    *out_ << ", dsn=2.6.0, status=sent (250 2.6.0 <" << message_id_of(message)
          << "> [InternalId=" << mix(message.token) % 100'000'000'000
          << ", Hostname=DB9PR08MB7321.eurprd08.prod.hosted.example] 18321 bytes in 0.123, "
             "145.210 KB/sec Queued mail for delivery)";
  } else {
    *out_ << ", dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as "
          << mix(message.token) % 100'000'000'000 << ')';
  }
  out_->end();
}

void Simulation::deliver_locally(Message& message) {
  if (message.origin == Origin::local) {
    out_->begin(now_, "postfix/local", message.agent)
        << message.id.view()
        << ": to=<root@mx1.nordwind.example>, orig_to=<root>, relay=local, delay=";
    delay_fields(message) << ", dsn=2.0.0, status=sent (delivered to mailbox)";
    out_->end();
    return;
  }
  const std::string recipient = recipient_of(message, message.delivered);
  out_->begin(now_, "postfix/lmtp", message.agent)
      << message.id.view() << ": to=<" << recipient
      << ">, relay=mx1.nordwind.example[private/dovecot-lmtp], delay=";
  delay_fields(message) << ", dsn=2.0.0, status=sent (250 2.0.0 <" << recipient << "> "
                        << mix(message.token ^ message.delivered) << " Saved)";
  out_->end();
}

void Simulation::store(std::uint32_t index) {
  const Message& message = messages_[index];
  const std::string& mailbox = mailbox_of(message, 0);
  out_->begin(now_, "dovecot") << "lmtp(" << mailbox << ")<" << message.agent << "><"
                               << mix(message.token) << ">: msgid=<" << message_id_of(message)
                               << ">: saved mail to INBOX";
  out_->end();
  next_message_step(index, random_.between(300, 3000), MessageStep::finish);
}

void Simulation::finish(std::uint32_t index) {
  Message& message = messages_[index];
  if (message.bounces && goes_out(message)) bounce(message);
  out_->begin(now_, "postfix/qmgr", qmgr_process_) << message.id.view() << ": removed";
  out_->end();
  free_message(index);
}

void Simulation::bounce(Message& message) {
  const std::uint32_t number = new_message(Origin::bounce);
  Message& report = messages_[number];
  report.account = message.account;
  report.activate_at = now_ + random_.between(1, 30) * kMillisecond;
  out_->begin(now_, "postfix/cleanup", report.cleanup)
      << report.id.view() << ": message-id=<" << message_id_of(report) << '>';
  out_->end();
  out_->begin(now_, "postfix/bounce", other_process_ + 5)
      << message.id.view() << ": sender non-delivery notification: " << report.id.view();
  out_->end();
  next_message_step(number, report.activate_at - now_, MessageStep::activate);
}

}  // namespace smtptally::bench
