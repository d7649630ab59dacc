// A queue file from cleanup to qmgr.
#include "simulation.hpp"

namespace smtptally::bench {

std::uint32_t Simulation::new_message(Origin origin) {
  std::uint32_t index = 0;
  if (free_messages_.empty()) {
    index = static_cast<std::uint32_t>(messages_.size());
    messages_.emplace_back();
  } else {
    index = free_messages_.back();
    free_messages_.pop_back();
  }
  Message& message = messages_[index];
  message = Message{};
  message.id = queue_ids_.make(now_);
  message.origin = origin;
  message.token = random_.next();
  message.arrived = now_;
  message.cleanup = cleanup_.acquire(now_, random_);
  const bool from_client = origin == Origin::account || origin == Origin::remote;
  if (from_client && random_.per_mille(65)) message.recipients = 2 + random_.below(6);
  if (origin == Origin::account) {
    message.bounces = random_.per_mille(25);
    if (random_.per_mille(40)) message.deferrals = static_cast<std::uint8_t>(random_.between(1, 4));
  }
  return index;
}

void Simulation::free_message(std::uint32_t index) {
  queue_ids_.release(messages_[index].id);
  free_messages_.push_back(index);
}

void Simulation::next_message_step(std::uint32_t index, Micros delay, MessageStep step) {
  messages_[index].step = step;
  schedule(delay, Kind::message, index);
}

void Simulation::step_message(std::uint32_t index) {
  switch (messages_[index].step) {
    case MessageStep::header:
      log_header(index);
      break;
    case MessageStep::sign:
      log_signature(index);
      break;
    case MessageStep::activate:
      activate(index);
      break;
    case MessageStep::negotiate:
      negotiate(index);
      break;
    case MessageStep::deliver:
      deliver(index);
      break;
    case MessageStep::store:
      store(index);
      break;
    case MessageStep::finish:
      finish(index);
      break;
    case MessageStep::forget:
      cleanup_.release(now_, messages_[index].cleanup);
      free_message(index);
      break;
  }
}

void Simulation::log_header(std::uint32_t index) {
  Message& message = messages_[index];
  if (message.activate_at == 0) message.activate_at = now_ + random_.between(1, 9) * kMillisecond;
  out_->begin(now_, "postfix/cleanup", message.cleanup)
      << message.id.view() << ": message-id=<" << message_id_of(message) << '>';
  out_->end();
  if (message.fate != Fate::accepted) {
    if (message.fate == Fate::milter_rejected) reject_by_milter(message);
    next_message_step(index, 500, MessageStep::forget);
    return;
  }
  const Micros left = message.activate_at - now_;
  const bool is_signed = message.origin == Origin::account || message.origin == Origin::remote;
  if (is_signed && random_.per_mille(700)) {
    next_message_step(index, left / 3, MessageStep::sign);
  } else {
    next_message_step(index, left, MessageStep::activate);
  }
}

void Simulation::log_signature(std::uint32_t index) {
  const Message& message = messages_[index];
  out_->begin(now_, "opendkim", other_process_ + 4) << message.id.view() << ": ";
  if (message.origin == Origin::account) {
    const std::string& address = world_.accounts[message.account].address;
    *out_ << "DKIM-Signature field added (s=mail, d=" << address.substr(address.rfind('@') + 1)
          << ')';
  } else {
    *out_ << "s=selector1 d=" << remote_of(message).domain << " a=rsa-sha256 SSL ";
  }
  out_->end();
  next_message_step(index, message.activate_at - now_, MessageStep::activate);
}

void Simulation::reject_by_milter(const Message& message) {
  const Client& client = world_.clients[message.client];
  out_->begin(now_, "postfix/cleanup", message.cleanup)
      << message.id.view() << ": milter-reject: END-OF-MESSAGE from " << client.peer
      << ": 5.7.1 Command rejected; from=<" << sender_of(message) << "> to=<"
      << recipient_of(message, 0) << "> proto=ESMTP helo=<" << client.helo << '>';
  out_->end();
}

/// Also for a message that was deferred: the same line comes again.
void Simulation::activate(std::uint32_t index) {
  Message& message = messages_[index];
  const std::uint64_t size = 600 + mix(message.token ^ 7U) % (1U << (10U + message.token % 11U));
  out_->begin(now_, "postfix/qmgr", qmgr_process_)
      << message.id.view() << ": from=<" << sender_of(message) << ">, size=" << size
      << ", nrcpt=" << message.recipients << " (queue active)";
  out_->end();
  const bool first_time = message.agent == 0;
  if (first_time) cleanup_.release(now_, message.cleanup);
  const bool outgoing = goes_out(message);
  message.agent = agents(message).acquire(now_, random_);
  const bool logs_tls = outgoing && message.deferrals == 0 && random_.per_mille(350);
  next_message_step(index, random_.between(5, 400) * kMillisecond,
                    logs_tls ? MessageStep::negotiate : MessageStep::deliver);
}

}  // namespace smtptally::bench
