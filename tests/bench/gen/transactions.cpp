// MAIL, RCPT and DATA inside a session, and how they end.
#include "simulation.hpp"

namespace smtptally::bench {

Fate Simulation::choose_fate(Session& session) {
  const std::uint32_t share = random_.below(1000);
  if (share < 968) return Fate::accepted;
  if (share < 978) return Fate::reset;
  if (share < 985) return Fate::milter_rejected;
  session.ending = share < 993 ? Ending::lost_after_data : Ending::timeout;
  session.transactions = 1;
  return Fate::lost;
}

void Simulation::transact(Session& session, std::uint32_t index) {
  const bool first = session.commands[static_cast<std::size_t>(Command::mail)].total == 0;
  if (session.starttls_late && !first && session.tls == Tls::plain) {
    session.starttls_late = false;
    session.step = SessionStep::secure;
    schedule(pause(), Kind::session, index);
    return;
  }
  const Fate fate = choose_fate(session);
  --session.transactions;
  session.step = session.transactions > 0 ? SessionStep::transact : SessionStep::disconnect;
  const std::uint32_t number = begin_transaction(session, fate);
  const Micros header = random_.between(4, 60) * kMillisecond;
  const Micros active = header + random_.between(1, 70) * kMillisecond;
  messages_[number].activate_at = now_ + active;
  Micros reply = active + random_.between(200, 40'000);
  if (random_.per_mille(150)) reply += random_.between(1, 120) * kSecond;  // Kept open.
  switch (fate) {
    case Fate::accepted:
      // The client may hear 250, and leave, before qmgr has logged anything.
      if (random_.per_mille(350)) reply = header + (active - header) / 2;
      count_accepted(session);
      break;
    case Fate::reset:
      count(session, Command::rset, true);
      break;
    case Fate::lost:
      session.step = SessionStep::lose_data;
      if (session.ending == Ending::timeout) reply += 300 * kSecond;
      [[fallthrough]];
    case Fate::milter_rejected:
      count(session, Command::data, false);
      break;
  }
  // A lost client's header may be logged even after the end of its session.
  const Micros late = fate == Fate::lost ? reply : 0;
  const bool has_header = fate != Fate::reset;
  next_message_step(number, header + late, has_header ? MessageStep::header : MessageStep::forget);
  schedule(reply, Kind::session, index);
}

/// MAIL and the first good RCPT: the queue file and its `client=` line.
std::uint32_t Simulation::begin_transaction(Session& session, Fate fate) {
  const bool logged_in = session.account != kNobody;
  const std::uint32_t number = new_message(logged_in ? Origin::account : Origin::remote);
  Message& message = messages_[number];
  message.fate = fate;
  message.account = session.account;
  message.client = session.client;
  message.takeover = session.takeover;
  smtpd(session) << message.id.view() << ": client=" << world_.clients[session.client].peer;
  if (logged_in) {
    const Account& account = world_.accounts[session.account];
    *out_ << (account.tls < Tls::v1_2 ? ", sasl_method=LOGIN" : ", sasl_method=PLAIN")
          << ", sasl_username=" << account.user;
  }
  out_->end();
  count(session, Command::mail, true);
  count(session, Command::rcpt, true, message.recipients);
  return number;
}

/// BDAT counts chunks, DATA counts messages; a log shows either.
void Simulation::count_accepted(Session& session) {
  const bool logged_in = session.account != kNobody;
  if (random_.per_mille(logged_in ? 20 : 120)) {
    count(session, Command::bdat, true, 1 + random_.below(2));
  } else {
    count(session, Command::data, true);
  }
  if (logged_in) {
    ++counts_[session.account][static_cast<std::size_t>(session.tls)];
  } else {
    ++accepted_others_;
  }
}

}  // namespace smtptally::bench
