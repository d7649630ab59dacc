// What smtpd logs about a session.
#include <string_view>

#include "simulation.hpp"

namespace smtptally::bench {
namespace {

constexpr std::array<std::string_view, kServices> kTags{"postfix/smtpd", "postfix/submission/smtpd",
                                                        "postfix/submissions/smtpd"};
constexpr std::array<std::string_view, kCommands> kNames{"ehlo", "starttls", "auth", "mail", "rcpt",
                                                         "data", "bdat",     "rset", "quit"};
/// What follows `from PEER: ` on the line of a new TLS connection, two choices per version.
constexpr std::array<std::array<std::string_view, 2>, 4> kCiphers{{
    {"TLSv1 with cipher ECDHE-RSA-AES256-SHA (256/256 bits)",
     "TLSv1 with cipher AES128-SHA (128/128 bits)"},
    {"TLSv1.1 with cipher ECDHE-RSA-AES256-SHA (256/256 bits)",
     "TLSv1.1 with cipher AES256-SHA (256/256 bits)"},
    {"TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)",
     "TLSv1.2 with cipher ECDHE-RSA-CHACHA20-POLY1305 (256/256 bits)"},
    {"TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 "
     "server-signature RSA-PSS (2048 bits) server-digest SHA256",
     "TLSv1.3 with cipher TLS_AES_128_GCM_SHA256 (128/128 bits) key-exchange X25519 "
     "server-signature ECDSA (prime256v1) server-digest SHA256"},
}};

}  // namespace

void Simulation::step_session(std::uint32_t index) {
  Session& session = sessions_[index];
  switch (session.step) {
    case SessionStep::connect:
      connect(session);
      break;
    case SessionStep::secure:
      secure(session);
      break;
    case SessionStep::log_in:
      fail_login(session);
      break;
    case SessionStep::refuse:
      refuse(session);
      break;
    case SessionStep::transact:
      transact(session, index);
      return;
    case SessionStep::lose_data:
      log_ending(session);
      break;
    case SessionStep::disconnect:
      disconnect(session);
      free_sessions_.push_back(index);
      return;
  }
  session.step =
      session.step == SessionStep::lose_data ? SessionStep::disconnect : after_greeting(session);
  schedule(pause(), Kind::session, index);
}

Micros Simulation::pause() {
  const Micros longest = random_.per_mille(200) ? 3000 : 150;
  return random_.between(5, longest) * kMillisecond;
}

SessionStep Simulation::after_greeting(const Session& session) const {
  const bool may_secure =
      session.ending == Ending::quit || session.ending == Ending::lost_after_auth;
  if (session.tls != session.wanted_tls && !session.starttls_late && may_secure) {
    return SessionStep::secure;
  }
  if (session.login_failures > 0) return SessionStep::log_in;
  if (session.refusals > 0) return SessionStep::refuse;
  return session.transactions > 0 ? SessionStep::transact : SessionStep::disconnect;
}

LineWriter& Simulation::smtpd(const Session& session) {
  return out_->begin(now_, kTags[static_cast<std::size_t>(session.service)], session.process);
}

void Simulation::count(Session& session, Command command, bool good, std::uint32_t times) {
  CommandCount& counter = session.commands[static_cast<std::size_t>(command)];
  counter.total += times;
  if (good) counter.good += times;
}

void Simulation::connect(Session& session) {
  session.process = smtpd_[static_cast<std::size_t>(session.service)].acquire(now_, random_);
  const Client& client = world_.clients[session.client];
  if (client.helo.front() == '[' && random_.per_mille(200)) {
    smtpd(session) << "warning: hostname host-" << session.client
                   << ".pool.example does not resolve to address " << client.address
                   << ": Name or service not known";
    out_->end();
  }
  smtpd(session) << "connect from " << client.peer;
  out_->end();
  if (session.ending == Ending::lost_after_connect) return;
  if (session.ending == Ending::lost_after_starttls) {
    count(session, Command::ehlo, true);
    count(session, Command::starttls, false);
    smtpd(session) << "SSL_accept error from " << client.peer << ": -1";
    out_->end();
    smtpd(session) << "warning: TLS library problem: error:0A000102:SSL routines::unsupported "
                      "protocol:../ssl/statem/statem_srvr.c:1657:";
    out_->end();
    return;
  }
  if (session.service != Service::submissions) count(session, Command::ehlo, true);
  const bool logs_in_at_once = session.wanted_tls == Tls::plain || session.starttls_late;
  if (session.account != kNobody && logs_in_at_once) count(session, Command::auth, true);
}

void Simulation::secure(Session& session) {
  session.tls = session.wanted_tls;
  if (session.service != Service::submissions) count(session, Command::starttls, true);
  count(session, Command::ehlo, true);
  if (session.account != kNobody) count(session, Command::auth, true);
  const auto& choice = kCiphers[static_cast<std::size_t>(session.tls)];
  const bool trusted = session.tls == Tls::v1_3 && random_.per_mille(5);
  smtpd(session) << (trusted ? "Trusted" : "Anonymous") << " TLS connection established from "
                 << world_.clients[session.client].peer
                 << (random_.per_mille(30) ? " to mail.nordwind.example: " : ": ")
                 << choice[random_.per_mille(800) ? 0 : 1];
  if (trusted) *out_ << " client-signature RSA-PSS (2048 bits) client-digest SHA256";
  out_->end();
}

/// The name that a stranger tries may be anybody's, and may hold a second one.
void Simulation::fail_login(Session& session) {
  --session.login_failures;
  count(session, Command::auth, false);
  const bool aimed = session.takeover != kNobody;
  const Account& victim =
      world_
          .accounts[aimed ? takeovers_[session.takeover].account : random_.below(options_.senders)];
  const bool forged = !aimed && random_.per_mille(50);
  smtpd(session) << "warning: " << world_.clients[session.client].peer
                 << (random_.per_mille(500)
                         ? ": SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username="
                         : ": SASL PLAIN authentication failed: (reason unavailable), "
                           "sasl_username=")
                 << (forged ? "mallory, sasl_username=" : "") << victim.user;
  out_->end();
}

void Simulation::refuse(Session& session) {
  --session.refusals;
  const Client& client = world_.clients[session.client];
  const std::uint32_t number = random_.below(500);
  const std::string target =
      "info" + std::to_string(number) + '@' + random_.pick(world_.remotes).domain;
  const std::string from =
      "news" + std::to_string(number) + '@' + random_.pick(world_.remotes).domain;
  count(session, Command::mail, true);
  count(session, Command::rcpt, false);
  smtpd(session) << "NOQUEUE: reject: RCPT from " << client.peer << ": ";
  switch (random_.below(3)) {
    case 0:
      *out_ << "554 5.7.1 <" << target << ">: Relay access denied";
      break;
    case 1:
      *out_ << "450 4.2.0 <" << target << ">: Recipient address rejected: Greylisted, see "
            << "http://postgrey.example/help/" << random_.pick(world_.remotes).domain << ".html";
      break;
    default:
      *out_ << "550 5.1.1 <" << target
            << ">: Recipient address rejected: User unknown in virtual mailbox table";
  }
  *out_ << "; from=<" << from << "> to=<" << target << "> proto=ESMTP helo=<" << client.helo
        << (random_.per_mille(10) ? ",sasl_username=ceo>" : ">");
  out_->end();
}

void Simulation::log_ending(const Session& session) {
  std::string_view text;
  switch (session.ending) {
    case Ending::quit:
      return;
    case Ending::lost_after_connect:
      text = "lost connection after CONNECT from ";
      break;
    case Ending::lost_after_auth:
      text = "lost connection after AUTH from ";
      break;
    case Ending::lost_after_starttls:
      text = "lost connection after STARTTLS from ";
      break;
    case Ending::lost_after_data:
      text = "lost connection after DATA (540 bytes) from ";
      break;
    case Ending::timeout:
      text = "timeout after DATA (1811 bytes) from ";
      break;
  }
  smtpd(session) << text << world_.clients[session.client].peer;
  out_->end();
}

void Simulation::disconnect(Session& session) {
  if (session.ending == Ending::quit) count(session, Command::quit, true);
  const bool said = session.ending == Ending::lost_after_data || session.ending == Ending::timeout;
  if (!said) log_ending(session);
  smtpd(session) << "disconnect from " << world_.clients[session.client].peer;
  CommandCount sum;
  for (std::size_t i = 0; i < kCommands; ++i) {
    const CommandCount& counter = session.commands[i];
    if (counter.total == 0) continue;
    *out_ << ' ' << kNames[i] << '=' << counter.good;
    if (counter.good != counter.total) *out_ << '/' << counter.total;
    sum.good += counter.good;
    sum.total += counter.total;
  }
  *out_ << " commands=" << sum.good;
  if (sum.good != sum.total || sum.total == 0) *out_ << '/' << sum.total;
  out_->end();
  smtpd_[static_cast<std::size_t>(session.service)].release(now_, session.process);
}

}  // namespace smtptally::bench
