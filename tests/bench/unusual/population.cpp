// Populations of senders, as far as habits see them.

#include "unusual/population.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "unusual/sender.hpp"

namespace smtptally::bench {
namespace {

bool is_weekend(std::int32_t day) { return day % 7 >= 5; }

/// A person with an office, a home and a phone.
class Person {
 public:
  Person(Sender& sender, double a_day) : sender_(sender), random_(sender.random), a_day_(a_day) {
    office_ = any_address(random_);
    home_ = any_address(random_);
    hotel_ = any_address(random_);
    const std::string carrier = any_address(random_);
    carrier_ = carrier.substr(0, carrier.find('.', carrier.find('.') + 1));
    writes_to_lists_ = random_.happens(0.2);
    if (random_.happens(0.1)) alias_ = "info." + sender.name;
  }

  void day(std::int32_t day, double factor) {
    const Micros start = day_start(day);
    travel(day);
    if (random_.happens(0.002)) change_device();
    if (random_.happens(0.005)) {
      sender_.refuse(start + 9 * kHourLength, office_, random_.between(1, 4));
    }
    // After a change of the password, a phone goes on with the old one.
    if (random_.happens(0.001)) sender_.refuse(start + 8 * kHourLength, phone(), 30);
    const double mean = a_day_ * factor * (is_weekend(day) ? 0.1 : 1);
    const std::uint32_t messages = random_.poisson(mean * random_.lognormal(1, 0.4));
    for (std::uint32_t i = 0; i < messages; ++i) write(start);
    if (!is_weekend(day) && random_.happens(0.0005)) invite(start);
  }

 private:
  void travel(std::int32_t day) {
    if (away_until_ > day || !random_.happens(0.01)) return;
    away_until_ = day + static_cast<std::int32_t>(random_.between(1, 4));
    hotel_ = any_address(random_);
  }
  void change_device() {
    sender_.mechanism = Sender::kMechanisms[random_.below(3)];
    if (random_.happens(0.5)) sender_.tls = TlsEvidence::tls1_3;
  }
  [[nodiscard]] std::string phone() {
    return fmt::format("{}.{}.{}", carrier_, random_.below(40), random_.between(1, 254));
  }
  void write(Micros start) {
    const double hour = std::clamp(random_.lognormal(12, 0.25), 6.0, 23.0);
    const Micros at = start + static_cast<Micros>(hour * static_cast<double>(kHourLength));
    const double where = random_.share();
    const bool away = away_until_ * kDayLength + Micros{kFirstDay} * kDayLength > start;
    const std::string client = where < 0.1   ? phone()
                               : away        ? hotel_
                               : where < 0.3 ? home_
                                             : office_;
    std::uint32_t recipients = 1 + random_.poisson(0.6);
    if (writes_to_lists_ && random_.happens(0.02)) recipients = random_.between(15, 60);
    if (random_.happens(0.0002)) recipients = random_.between(20, 80);
    const bool as_alias = !alias_.empty() && random_.happens(0.1);
    sender_.send(at, client, recipients, as_alias ? alias_ : std::string_view());
  }
  /// One message to each guest.
  void invite(Micros start) {
    const std::uint32_t guests = random_.between(15, 70);
    for (std::uint32_t i = 0; i < guests; ++i) {
      sender_.send(start + 15 * kHourLength + Micros{i} * 30 * kMicrosPerSecond, office_, 1);
    }
  }

  Sender& sender_;
  Random& random_;
  double a_day_;
  std::string office_;
  std::string home_;
  std::string hotel_;
  std::string carrier_;
  std::string alias_;
  bool writes_to_lists_ = false;
  std::int32_t away_until_ = 0;
};

void live_as_person(Sender& sender, bool on_holiday) {
  Random& random = sender.random;
  Person person(sender, random.lognormal(6, 0.8));
  std::int32_t away = 1000;
  std::int32_t back = 1000;
  if (on_holiday) {
    away = static_cast<std::int32_t>(random.below(30));
    back = away + static_cast<std::int32_t>(random.between(7, 16));
  }
  for (std::int32_t day = 0; day < kBaseDays + kLookDays; ++day) {
    if (away <= day && day < back) continue;
    person.day(day, day == back || day == back + 1 ? 2.5 : 1);
  }
}

void live_as_machine(Sender& sender) {
  Random& random = sender.random;
  const std::string client = any_address(random);
  const double a_day = std::min(random.lognormal(60, 1.0), 2000.0);
  const std::string address = "noreply." + sender.name;
  const std::uint32_t recipients = random.between(1, 3);
  for (std::int32_t day = 0; day < kBaseDays + kLookDays; ++day) {
    // A disk is full, and everybody is told until somebody looks.
    const double factor = random.happens(0.01) ? random.share() * 3 + 1.5 : 1;
    const std::uint32_t messages = random.poisson(a_day * factor);
    for (std::uint32_t i = 0; i < messages; ++i) {
      const Micros at = day_start(day) + static_cast<Micros>(random.share() * kDayLength);
      sender.send(at, client, recipients, address);
    }
  }
}

void live_as_newsletter(Sender& sender) {
  Random& random = sender.random;
  const std::string client = any_address(random);
  const std::int32_t weekday = static_cast<std::int32_t>(random.below(5));
  const double size = std::min(random.lognormal(400, 0.8), 3000.0);
  const bool address_each = random.happens(0.5);
  std::uint32_t number = 0;
  for (std::int32_t day = 0; day < kBaseDays + kLookDays; ++day) {
    const bool issue = day % 7 == weekday;
    const std::uint32_t messages =
        issue ? random.poisson(size * random.lognormal(1, 0.15)) : random.poisson(3);
    for (std::uint32_t i = 0; i < messages; ++i) {
      const double hour = issue ? 9 + random.share() * 2 : 8 + random.share() * 10;
      const Micros at = day_start(day) + static_cast<Micros>(hour * kHourLength);
      const std::string bounces = fmt::format("bounce-{}-{}", number++, sender.name);
      sender.send(at, client, 1, address_each && issue ? bounces : std::string_view());
    }
  }
}

void live_rarely(Sender& sender) {
  Random& random = sender.random;
  const std::string client = any_address(random);
  const double a_day = 0.03 + random.share() * 0.25;
  for (std::int32_t day = 0; day < kBaseDays + kLookDays; ++day) {
    const std::uint32_t messages = random.poisson(a_day);
    for (std::uint32_t i = 0; i < messages; ++i) {
      sender.send(day_start(day) + (8 + random.below(10)) * kHourLength, client,
                  1 + random.poisson(1));
    }
  }
}

void live_roaming(Sender& sender) {
  Random& random = sender.random;
  const double a_day = random.lognormal(10, 0.7);
  for (std::int32_t day = 0; day < kBaseDays + kLookDays; ++day) {
    std::uint32_t messages = random.poisson(a_day * random.lognormal(1, 0.5));
    while (messages > 0) {
      const std::uint32_t session = std::min(messages, random.between(1, 5));
      messages -= session;
      const std::string client = any_address(random);
      const Micros at = day_start(day) + (6 + random.below(16)) * kHourLength;
      for (std::uint32_t i = 0; i < session; ++i) sender.send(at, client, 1 + random.poisson(0.5));
    }
  }
}

void live_in_heavy_tails(Sender& sender) {
  Random& random = sender.random;
  const std::string client = any_address(random);
  const double a_day = random.lognormal(3, 0.5);
  for (std::int32_t day = 0; day < kBaseDays + kLookDays; ++day) {
    // A Pareto distribution of exponent 1.5, up to a thousand times the least.
    const double size = std::min(std::pow(1 - random.share(), -1 / 1.5), 100.0);
    const std::uint32_t messages = random.poisson(a_day * size * 0.5);
    const std::uint32_t hour = 8 + random.below(9);
    for (std::uint32_t i = 0; i < messages; ++i) {
      const double at = hour + random.share() * 2;
      sender.send(day_start(day) + static_cast<Micros>(at * kHourLength), client,
                  1 + random.poisson(0.6));
    }
  }
}

}  // namespace

TimeRange whole_time() { return {day_start(0), day_start(kBaseDays + kLookDays)}; }

TimeRange looked_at() { return {day_start(kBaseDays), day_start(kBaseDays + kLookDays)}; }

std::string account_of(Population population, std::size_t number) {
  static constexpr std::array<std::string_view, 7> kWords{"anna", "erp",  "news",   "rare",
                                                          "roam", "tail", "holiday"};
  return fmt::format("{}{}@example.org", kWords[static_cast<std::size_t>(population)], number);
}

void live(Population population, std::size_t senders, std::uint64_t seed, SenderHabits& habits) {
  for (std::size_t i = 0; i < senders; ++i) {
    Sender sender(account_of(population, i),
                  (seed * 1000 + static_cast<std::uint64_t>(population)) * 1'000'000 + i, habits);
    switch (population) {
      case Population::people:
        live_as_person(sender, false);
        break;
      case Population::machines:
        live_as_machine(sender);
        break;
      case Population::newsletters:
        live_as_newsletter(sender);
        break;
      case Population::rare:
        live_rarely(sender);
        break;
      case Population::roaming:
        live_roaming(sender);
        break;
      case Population::heavy_tails:
        live_in_heavy_tails(sender);
        break;
      case Population::holidays:
        live_as_person(sender, true);
        break;
    }
  }
}

}  // namespace smtptally::bench
