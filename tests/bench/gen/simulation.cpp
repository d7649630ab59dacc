#include "simulation.hpp"

#include <chrono>

namespace smtptally::bench {
namespace {

Micros first_moment(const Options& options) {
  using namespace std::chrono;
  const sys_days day{year{options.year} / month{options.month} / std::chrono::day{options.day}};
  return duration_cast<microseconds>(day.time_since_epoch()).count();
}

}  // namespace

Simulation::Simulation(const Options& options, LineWriter& out)
    : options_(options),
      random_(options.seed),
      world_(options),
      out_(&out),
      start_(first_moment(options)),
      now_(start_),
      qmgr_process_(process_ids_.spawn(random_)),
      other_process_(process_ids_.spawn(random_)),
      queue_ids_(options.queue_ids),
      counts_(options.senders) {}

void Simulation::run() {
  schedule(kSecond, Kind::arrival, 0);
  schedule(600 * kSecond, Kind::statistics, 0);
  plant_takeovers();
  while (!agenda_.empty()) {
    const Event event = agenda_.top();
    agenda_.pop();
    now_ = event.at;
    if (open_ && long_enough()) open_ = false;
    dispatch(event);
  }
}

void Simulation::dispatch(const Event& event) {
  switch (event.kind) {
    case Kind::arrival:
      if (open_) arrive();
      break;
    case Kind::session:
      step_session(event.index);
      break;
    case Kind::message:
      step_message(event.index);
      break;
    case Kind::statistics:
      if (open_) print_statistics();
      break;
    case Kind::takeover:
      step_takeover(event.index);
      break;
  }
}

void Simulation::schedule(Micros delay, Kind kind, std::uint32_t index) {
  agenda_.push({.at = now_ + delay, .number = events_++, .kind = kind, .index = index});
}

bool Simulation::long_enough() const noexcept {
  if (options_.lines > 0) return out_->lines() >= options_.lines;
  return out_->bytes() >= options_.bytes;
}

std::vector<AccountTruth> Simulation::truth() const {
  std::vector<AccountTruth> rows;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    rows.push_back({.user = world_.accounts[i].user, .messages = counts_[i]});
  }
  return rows;
}

}  // namespace smtptally::bench
