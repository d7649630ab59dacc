#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "unusual/population.hpp"

namespace smtptally::bench {

inline constexpr Micros kHourLength = Micros{3600} * kMicrosPerSecond;

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  [[nodiscard]] double share() { return std::uniform_real_distribution<double>(0, 1)(engine_); }
  [[nodiscard]] bool happens(double chance) { return share() < chance; }
  [[nodiscard]] std::uint32_t below(std::uint32_t end) {
    return std::uniform_int_distribution<std::uint32_t>(0, end - 1)(engine_);
  }
  [[nodiscard]] std::uint32_t between(std::uint32_t first, std::uint32_t last) {
    return first + below(last - first + 1);
  }
  [[nodiscard]] std::uint32_t poisson(double mean) {
    return mean <= 0 ? 0 : std::poisson_distribution<std::uint32_t>(mean)(engine_);
  }
  [[nodiscard]] double lognormal(double median, double sigma) {
    return std::lognormal_distribution<double>(std::log(median), sigma)(engine_);
  }

 private:
  std::mt19937_64 engine_;
};

inline std::string any_address(Random& random) {
  const std::uint32_t a = random.between(11, 220);
  const std::uint32_t b = random.below(256);
  const std::uint32_t c = random.below(256);
  return fmt::format("{}.{}.{}.{}", a, b, c, random.between(1, 254));
}

/// One account of any population.
struct Sender {
  Sender(std::string account, std::uint64_t seed, SenderHabits& to)
      : name(std::move(account)), random(seed), habits(to), mechanism(kMechanisms[0]) {
    if (random.happens(0.3)) mechanism = kMechanisms[1];
    tls = random.happens(0.1)   ? TlsEvidence::tls1_0
          : random.happens(0.4) ? TlsEvidence::tls1_2
                                : TlsEvidence::tls1_3;
  }

  static constexpr std::array<std::string_view, 3> kMechanisms{"PLAIN", "LOGIN", "XOAUTH2"};

  void send(Micros at, std::string_view client, std::uint32_t recipients,
            std::string_view address = {}) {
    Message message;
    message.time = at;
    message.host = "mx";
    message.service = "postfix/submission/smtpd";
    message.account = name;
    message.authenticated = true;
    message.client = client;
    message.mechanism = mechanism;
    message.envelope_sender = address.empty() ? std::string_view(name) : address;
    message.has_envelope = true;
    message.recipients = recipients;
    message.tls = tls;
    habits.add(message, text, zone);
  }
  void refuse(Micros at, std::string_view client, std::uint32_t times) {
    for (std::uint32_t i = 0; i < times; ++i) {
      LoginFailure login;
      login.time = at + Micros{i} * 20 * kMicrosPerSecond;
      login.account = name;
      login.client = client;
      habits.add(failure_of(login), text);
    }
  }

  std::string name;
  Random random;
  SenderHabits& habits;
  MessageText text{SenderKind::account, false};
  Zone zone;
  std::string_view mechanism;
  TlsEvidence tls = TlsEvidence::tls1_3;
};

[[nodiscard]] inline Micros day_start(std::int32_t day) {
  return Micros{kFirstDay + day} * kDayLength;
}
}  // namespace smtptally::bench
