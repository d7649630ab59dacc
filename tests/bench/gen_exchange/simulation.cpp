#include "simulation.hpp"

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <system_error>
#include <utility>

namespace smtptally::bench::exchange {
namespace {

constexpr std::string_view kProtocolFields =
    "date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,"
    "context";
constexpr std::string_view kTrackingFields =
    "date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,"
    "source,event-id,internal-message-id,message-id,network-message-id,recipient-address,"
    "recipient-status,total-bytes,recipient-count,related-recipient-address,reference,"
    "message-subject,sender-address,return-path,message-info,directionality,tenant-id,"
    "original-client-ip,original-server-ip,custom-data,transport-traffic-type,log-id,"
    "schema-version";

/// How much of the mail of a day comes in each hour (UTC).
constexpr std::array<std::uint32_t, 24> kHourWeights = {
    10, 8, 8, 8, 10, 20, 45, 80, 95, 98, 90, 75, 70, 80, 85, 70, 50, 35, 25, 20, 18, 16, 12, 10};
constexpr double kDayWeight =
    std::accumulate(kHourWeights.begin(), kHourWeights.end(), std::uint32_t{0});

LogKind protocol_kind(std::string directory) {
  return {.directory = std::move(directory),
          .prefix = "RECV",
          .version = "15.0.0.0",
          .type = "SMTP Receive Protocol Log",
          .fields = std::string(kProtocolFields)};
}

LogKind tracking_kind(const std::string& directory, std::string_view prefix) {
  return {.directory = directory,
          .prefix = std::string(prefix),
          .version = std::string(kSchemaVersion),
          .type = "Message Tracking Log",
          .fields = std::string(kTrackingFields)};
}

Millis first_day(const Options& options) {
  const std::chrono::sys_days day{std::chrono::year_month_day{std::chrono::year{options.year},
                                                              std::chrono::month{options.month},
                                                              std::chrono::day{options.day}}};
  return day.time_since_epoch().count() * kDay;
}

/// Session ids count up from the .NET ticks of the start of the service.
std::uint64_t session_ids_from(Millis service_start) {
  constexpr Millis kTicksOf1970 = 621'355'968'000'000'000;
  return static_cast<std::uint64_t>(kTicksOf1970 + service_start * 10'000);
}

bool make_directory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) {
    static_cast<void>(std::fprintf(stderr, "%s: %s\n", path.c_str(), error.message().c_str()));
  }
  return !error;
}

}  // namespace

Simulation::Simulation(const Options& options)
    : options_(options),
      random_(options.seed),
      world_(options),
      mails_(random_),
      begin_(first_day(options)),
      // Sessions that begin in the last minutes shall still end on the last day.
      span_(Millis{options.days} * kDay - 10 * kMinute),
      hub_log_(protocol_kind(options.out + "/Hub"), options.seed + 1),
      transport_log_(tracking_kind(options.out, "MSGTRK"), options.seed + 2),
      delivery_log_(tracking_kind(options.out, "MSGTRKMD"), options.seed + 3),
      mailbox_log_(tracking_kind(options.out, "MSGTRKMS"), options.seed + 4),
      tracking_{.transport = &transport_log_, .delivery = &delivery_log_},
      next_hub_id_(session_ids_from(begin_ - 5 * kDay + 37 * kSecond)) {
  front_ends_.push_back({.name = "EX1",
                         .host = "EX1.contoso.example",
                         .address = "10.0.0.5",
                         .log = RowLog(protocol_kind(options.out + "/FrontEnd"), options.seed + 5),
                         .next_id = session_ids_from(begin_ - 5 * kDay)});
  if (options.frontends > 1) {
    front_ends_.push_back(
        {.name = "EX2",
         .host = "EX2.contoso.example",
         .address = "10.0.0.6",
         .log = RowLog(protocol_kind(options.out + "/FrontEnd-EX2"), options.seed + 6),
         .next_id = session_ids_from(begin_ - 3 * kDay)});
  }
  for (const User& user : world_.users) truth_.push_back({.user = user.name});
}

bool Simulation::run() {
  for (const std::string_view directory : {"", "/Hub", "/FrontEnd"}) {
    if (!make_directory(text(options_.out, directory))) return false;
  }
  if (front_ends_.size() > 1 && !make_directory(options_.out + "/FrontEnd-EX2")) return false;
  plant_takeovers();
  for (std::uint64_t done = 0; done < options_.messages;) {
    const std::uint64_t wanted = random_.per_mille(500) ? 1 : 1 + random_.below(5);
    const std::uint64_t messages = std::min(wanted, options_.messages - done);
    play_around(done, messages);
    done += messages;
  }
  for (HubLink& link : links_) close_link(link, std::max(now_, link.session.now()));
  bool good = true;
  for (FrontEnd& front_end : front_ends_) good = front_end.log.finish() && good;
  for (RowLog* log : {&hub_log_, &transport_log_, &delivery_log_, &mailbox_log_}) {
    good = log->finish() && good;
  }
  return good;
}

void Simulation::play_around(std::uint64_t done, std::uint64_t messages) {
  // The first number says when, in the time that the messages of the client session get.
  using Planned = std::pair<double, Scene>;
  constexpr std::array<std::pair<Scene, std::uint32_t>, 6> kOthers = {{{Scene::anonymous, 350},
                                                                       {Scene::mailbox, 500},
                                                                       {Scene::shadow, 200},
                                                                       {Scene::probe, 60},
                                                                       {Scene::guesser, 40},
                                                                       {Scene::idler, 15}}};
  const auto offset = [this] { return random_.below(1'000'000) / 1e6; };
  std::vector<Planned> planned = {{offset(), Scene::client}};
  for (const auto& [scene, share] : kOthers) {
    if (random_.per_mille(share)) planned.emplace_back(offset(), scene);
  }
  std::sort(planned.begin(), planned.end());
  for (const auto& [share, scene] : planned) {
    const double position = static_cast<double>(done) + share * static_cast<double>(messages);
    now_ = time_at(position / static_cast<double>(options_.messages));
    flush(now_ - 1);
    step_takeovers();
    play(scene, now_, static_cast<std::uint32_t>(messages));
  }
}

void Simulation::flush(Millis until) {
  for (FrontEnd& front_end : front_ends_) front_end.log.flush(until);
  for (RowLog* log : {&hub_log_, &transport_log_, &delivery_log_, &mailbox_log_}) {
    log->flush(until);
  }
}

void Simulation::play(Scene scene, Millis at, std::uint32_t messages) {
  ++scenes_[static_cast<std::size_t>(scene)];
  const auto users = static_cast<std::uint32_t>(world_.users.size());
  switch (scene) {
    case Scene::client:
    case Scene::idler: {
      const std::uint32_t user = random_.skewed(users);
      submit(world_.users[user], &truth_[user], at, scene == Scene::client ? messages : 0);
      break;
    }
    case Scene::probe:
      submit(random_.pick(world_.probes), nullptr, at, 1);
      break;
    case Scene::anonymous:
      relay(at);
      break;
    case Scene::mailbox:
      send_from_mailbox(at);
      break;
    case Scene::shadow:
      accept_shadow(at);
      break;
    case Scene::guesser:
      guess_password(at);
      break;
  }
}

Millis Simulation::time_at(double share_of_span) const {
  const double days = share_of_span * options_.days;
  const double day = std::min<double>(static_cast<std::uint32_t>(days), options_.days - 1);
  double weight = (days - day) * kDayWeight;
  std::size_t hour = 0;
  while (hour < 23 && weight >= kHourWeights[hour]) weight -= kHourWeights[hour++];
  const double hours = static_cast<double>(hour) + weight / kHourWeights[hour];
  const auto offset = static_cast<Millis>((day * 24 + hours) * static_cast<double>(kHour));
  return begin_ + std::min(offset, span_);
}

std::size_t Simulation::pick_front_end() {
  return front_ends_.size() > 1 && random_.per_mille(300) ? 1 : 0;
}

std::string Simulation::port() { return text(':', 1024 + random_.below(64'000)); }

void Simulation::print_summary() const {
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;
  std::uint64_t files = 0;
  const auto add = [&](const RowLog& log) {
    bytes += log.bytes();
    rows += log.rows();
    files += log.files();
  };
  for (const FrontEnd& front_end : front_ends_) add(front_end.log);
  for (const RowLog* log : {&hub_log_, &transport_log_, &delivery_log_, &mailbox_log_}) add(*log);
  static_cast<void>(std::fprintf(stderr,
                                 "gen_exchange: %" PRIu64 " rows, %" PRIu64 " bytes in %" PRIu64
                                 " files; sessions: %" PRIu64 " with counted messages, %" PRIu64
                                 " anonymous, %" PRIu64 " probes, %" PRIu64
                                 " failed logins, %" PRIu64 " without a message; %" PRIu64
                                 " mailbox messages, %" PRIu64 " shadow copies\n",
                                 rows, bytes, files, scenes_[0], scenes_[1], scenes_[4], scenes_[5],
                                 scenes_[6], scenes_[2], scenes_[3]));
}

}  // namespace smtptally::bench::exchange
