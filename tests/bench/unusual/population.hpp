#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "pivot/sender_habits.hpp"
#include "smtptally/time.hpp"

namespace smtptally::bench {

/// Senders of one kind, who live through five weeks: four of a baseline and one that is looked at.
enum class Population : std::uint8_t {
  people,       ///< Office hours, weekends, trips, phones, wrong passwords.
  machines,     ///< One address, day and night; alarms now and then.
  newsletters,  ///< Little, and once a week very much.
  rare,         ///< A message in a week or a month.
  roaming,      ///< A new network in each session.
  heavy_tails,  ///< Days of very different size.
  holidays,     ///< People, away for a week or two, and back.
};
inline constexpr std::array<std::string_view, 7> kPopulationNames{
    "people", "machines", "newsletters", "rare", "roaming", "heavy tails", "holidays"};

inline constexpr std::int32_t kFirstDay = 20'759;  ///< Monday, 2026-11-02.
inline constexpr std::int32_t kBaseDays = 28;
inline constexpr std::int32_t kLookDays = 7;
inline constexpr Micros kDayLength = Micros{24} * 3600 * kMicrosPerSecond;

/// From the first day to the end of the last one.
[[nodiscard]] TimeRange whole_time();
[[nodiscard]] TimeRange looked_at();

[[nodiscard]] std::string account_of(Population population, std::size_t number);

/// Adds what `senders` accounts of a population do. The same seed gives the same messages.
void live(Population population, std::size_t senders, std::uint64_t seed, SenderHabits& habits);

/// What somebody does who has the password of an account.
struct Attack {
  std::uint32_t messages = 200;
  std::uint32_t hours = 2;
  std::uint32_t networks = 0;    ///< New ones; 0 for one that the account uses.
  std::uint32_t clients = 1;     ///< In each network.
  std::uint32_t refused = 0;     ///< Logins that were refused just before.
  std::uint32_t foreign = 0;     ///< Foreign envelope senders.
  std::uint32_t recipients = 1;  ///< Of each message.
  TlsEvidence tls = TlsEvidence::tls1_3;
};
void attack(const Attack& attack, const std::string& account, std::uint64_t seed,
            SenderHabits& habits);

}  // namespace smtptally::bench
