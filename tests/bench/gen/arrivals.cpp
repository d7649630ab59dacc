// Who connects, and when; and the lines that belong to no session and no message.
#include <algorithm>
#include <string_view>

#include "simulation.hpp"

namespace smtptally::bench {
namespace {

/// Lines that one arrival causes, before the log itself tells better.
constexpr std::uint64_t kGuessedLines = 12;
constexpr std::uint64_t kGuessedLineBytes = 155;

/// Traffic of the hours of a day, in percent of the mean.
constexpr std::array<int, 24> kDay{35,  30,  25,  25,  30,  40,  60,  95, 150, 185, 190, 180,
                                   150, 160, 180, 175, 160, 140, 110, 90, 80,  70,  55,  45};

}  // namespace

/// Steers so that the wanted size and the last day come together.
Micros Simulation::next_arrival() {
  const std::uint64_t wanted =
      options_.lines > 0 ? options_.lines : options_.bytes / kGuessedLineBytes;
  const std::uint64_t written = std::min(out_->lines(), wanted);
  const std::uint64_t per_arrival =
      arrivals_ < 1000 ? kGuessedLines : std::max<std::uint64_t>(1, written / arrivals_);
  const Micros span = Micros{options_.hours} * 3600 * kSecond;
  const Micros usual = span / static_cast<Micros>(wanted / per_arrival + 1);
  const Micros left = std::max<Micros>(0, start_ + span - now_);
  const Micros steered = left / static_cast<Micros>((wanted - written) / per_arrival + 1);
  const Micros mean = std::clamp(steered, usual / 2, usual * 2);
  const Micros hour = now_ / (3600 * kSecond) % 24;
  return random_.waiting(mean * 100 / kDay[static_cast<std::size_t>(hour)]) + 1;
}

void Simulation::arrive() {
  ++arrivals_;
  schedule(next_arrival(), Kind::arrival, 0);
  const std::uint32_t share = random_.below(1000);
  if (share < 345) {
    plan_submission();
  } else if (share < 730) {
    plan_inbound();
  } else if (share < 790) {
    plan_guesser();
  } else if (share < 820) {
    plan_probe();
  } else if (share < 860) {
    plan_spammer();
  } else if (share < 990) {
    read_mail();
  } else {
    submit_locally();
  }
}

void Simulation::begin_session(const Session& plan) {
  std::uint32_t index = 0;
  if (free_sessions_.empty()) {
    index = static_cast<std::uint32_t>(sessions_.size());
    sessions_.emplace_back();
  } else {
    index = free_sessions_.back();
    free_sessions_.pop_back();
  }
  sessions_[index] = plan;
  schedule(random_.between(1, 400) * kMillisecond, Kind::session, index);
}

void Simulation::plan_submission() {
  Session plan;
  plan.account = random_.skewed(options_.senders);
  const Account& account = world_.accounts[plan.account];
  const std::uint32_t clients = options_.clients;
  plan.client = random_.per_mille(850) ? account.client : random_.below(clients);
  plan.service = account.service;
  plan.wanted_tls = account.tls;
  if (random_.per_mille(80)) {  // Another device of the same user.
    plan.service = Service::submission;
    plan.wanted_tls = random_.per_mille(700) ? Tls::v1_3 : Tls::v1_2;
  } else if (plan.service == Service::submission && random_.per_mille(10)) {
    plan.wanted_tls = Tls::plain;
  }
  plan.login_failures = random_.per_mille(15) ? 1 : 0;
  plan.refusals = random_.per_mille(15) ? 1 : 0;
  plan.transactions = 1;
  if (random_.per_mille(120)) plan.transactions += random_.below(6);
  plan.starttls_late = plan.service == Service::submission && plan.wanted_tls != Tls::plain &&
                       plan.transactions > 1 && random_.per_mille(15);
  begin_session(plan);
}

void Simulation::plan_inbound() {
  Session plan;
  plan.client = random_.skewed(options_.clients);
  const std::uint32_t share = random_.below(1000);
  if (share < 860) plan.wanted_tls = share < 240 ? Tls::v1_2 : Tls::v1_3;
  if (share < 20) plan.wanted_tls = share < 8 ? Tls::v1_1 : Tls::v1_0;
  plan.transactions = 1;
  if (random_.per_mille(100)) plan.transactions += random_.below(4);
  plan.refusals = random_.per_mille(60) ? 1 : 0;
  const Client& client = world_.clients[plan.client];
  if (random_.per_mille(500)) screen(client);
  begin_session(plan);
}

void Simulation::plan_guesser() {
  Session plan;
  plan.client = random_.below(options_.clients);
  plan.service = random_.per_mille(600) ? Service::submission : Service::mx;
  plan.wanted_tls = random_.per_mille(500) ? Tls::v1_2 : Tls::plain;
  plan.login_failures = 1 + random_.below(3);
  plan.ending = Ending::lost_after_auth;
  begin_session(plan);
}

void Simulation::plan_probe() {
  Session plan;
  plan.client = random_.below(options_.clients);
  constexpr std::array kAll{Service::mx, Service::submission, Service::submissions};
  plan.service = random_.pick(kAll);
  plan.ending = plan.service != Service::submissions && random_.per_mille(400)
                    ? Ending::lost_after_starttls
                    : Ending::lost_after_connect;
  begin_session(plan);
}

void Simulation::plan_spammer() {
  Session plan;
  plan.client = random_.below(options_.clients);
  plan.refusals = 1 + random_.below(4);
  if (random_.per_mille(300)) plan.wanted_tls = Tls::v1_3;
  begin_session(plan);
}

void Simulation::screen(const Client& client) {
  const std::uint32_t port = 1024 + random_.below(60'000);
  out_->begin(now_, "postfix/postscreen", other_process_ + 1)
      << "CONNECT from [" << client.address << "]:" << port << " to [198.18.0.25]:25";
  out_->end();
  out_->begin(now_, "postfix/postscreen", other_process_ + 1)
      << (random_.per_mille(900) ? "PASS OLD [" : "PASS NEW [") << client.address << "]:" << port;
  out_->end();
}

/// Mail readers log to the same file.
void Simulation::read_mail() {
  const Account& account = world_.accounts[random_.skewed(options_.senders)];
  const Client& client = world_.clients[account.client];
  const std::uint32_t process = 1000 + random_.below(30'000);
  const std::uint64_t id = random_.next();
  out_->begin(now_, "dovecot") << "imap-login: Login: user=<" << account.user
                               << ">, method=PLAIN, rip=" << client.address
                               << ", lip=198.18.0.25, mpid=" << process << ", TLS, session=<" << id
                               << ">";
  out_->end();
  if (random_.per_mille(700)) return;
  out_->begin(now_, "dovecot") << "imap(" << account.user << ")<" << process << "><" << id
                               << ">: Disconnected: Logged out in=" << random_.below(900)
                               << " out=" << random_.below(90'000)
                               << " deleted=0 expunged=0 trashed=0 hdr_count=" << random_.below(9)
                               << " hdr_bytes=" << random_.below(9000) << " body_count=0";
  out_->end();
}

/// cron and its like: a queue file without any smtpd.
void Simulation::submit_locally() {
  const std::uint32_t index = new_message(Origin::local);
  out_->begin(now_, "postfix/pickup", other_process_ + 2)
      << messages_[index].id.view() << ": uid=0 from=<root>";
  out_->end();
  next_message_step(index, random_.between(2, 20) * kMillisecond, MessageStep::header);
}

void Simulation::print_statistics() {
  const Client& client = world_.clients[random_.below(options_.clients)];
  out_->begin(now_, "postfix/anvil", other_process_ + 3)
      << "statistics: max connection rate " << 2 + random_.below(30)
      << "/60s for (smtp:" << client.address << ") at Nov  1 00:00:00";
  out_->end();
  out_->begin(now_, "postfix/anvil", other_process_ + 3)
      << "statistics: max cache size " << 5 + random_.below(90) << " at Nov  1 00:00:00";
  out_->end();
  schedule(600 * kSecond, Kind::statistics, 0);
}

}  // namespace smtptally::bench
