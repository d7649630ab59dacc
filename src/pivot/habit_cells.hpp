#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>

#include "containers/cell_list.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// Seconds since 1970-01-01 00:00:00 UTC; earlier times are 0.
using Seconds = std::uint32_t;

[[nodiscard]] inline Seconds seconds_of(Micros time) noexcept {
  return static_cast<Seconds>(
      std::clamp<std::int64_t>(whole_seconds(time), 0, std::numeric_limits<Seconds>::max()));
}

/// Local day since 1970 * 24 + hour of the day.
[[nodiscard]] inline std::int32_t hour_of(const LocalTime& local) noexcept {
  return local.day * 24 + local.second / 3600;
}

/// Stands for every client, address or account of a day that has more of them than are kept.
inline constexpr std::uint32_t kTooMany = std::numeric_limits<std::uint32_t>::max();

/// Sums stay at the maximum, which merges in any order.
[[nodiscard]] constexpr std::uint32_t saturating_sum(std::uint32_t a, std::uint64_t b) noexcept {
  const std::uint64_t room = std::numeric_limits<std::uint32_t>::max() - a;
  return a + static_cast<std::uint32_t>(b < room ? b : room);
}

/// Messages of one account in one hour, from one client and in one way.
struct SentCell {
  std::int32_t hour = 0;     ///< See hour_of().
  std::uint32_t client = 0;  ///< A text, or kTooMany.
  std::uint32_t way = 0;     ///< See SenderHabits::way().
  std::uint32_t messages = 0;
  std::uint32_t recipients = 0;
  std::uint32_t widest = 0;  ///< The most recipients of one message.
  Seconds first = 0;
  Seconds last = 0;

  [[nodiscard]] auto key() const noexcept { return std::tuple(hour, client, way); }
  [[nodiscard]] std::int32_t day() const noexcept { return day_of(hour); }
  [[nodiscard]] static constexpr std::int32_t day_of(std::int32_t hour) noexcept {
    return hour >= 0 ? hour / 24 : -((23 - hour) / 24);
  }
  void merge(const SentCell& other) noexcept;
  bool operator==(const SentCell&) const = default;
};

/// Messages of one account on one day with one envelope sender that is not its own.
struct ForeignCell {
  std::int32_t day = 0;
  std::uint32_t address = 0;  ///< A text, or kTooMany.
  std::uint32_t messages = 0;
  Seconds first = 0;
  Seconds last = 0;

  [[nodiscard]] auto key() const noexcept { return std::tuple(day, address); }
  void merge(const ForeignCell& other) noexcept;
  bool operator==(const ForeignCell&) const = default;
};

/// Messages of one account in one minute.
struct MinuteCell {
  std::uint32_t minute = 0;  ///< Since 1970.
  std::uint32_t messages = 0;

  [[nodiscard]] auto key() const noexcept { return minute; }
  void merge(const MinuteCell& other) noexcept;
  bool operator==(const MinuteCell&) const = default;
};

/// Logins of one client that were refused in one minute.
struct RefusedCell {
  std::uint32_t client = 0;
  std::uint32_t minute = 0;   ///< Since 1970.
  std::uint32_t account = 0;  ///< A text, the empty one if not logged, or kTooMany.
  std::uint32_t refused = 0;

  [[nodiscard]] std::int32_t day() const noexcept {
    return static_cast<std::int32_t>(minute / (24 * 60));
  }
  [[nodiscard]] auto key() const noexcept { return std::tuple(client, minute, account); }
  void merge(const RefusedCell& other) noexcept;
  bool operator==(const RefusedCell&) const = default;
};

/// What one account did.
struct AccountHabits {
  CellList<SentCell> sent;
  CellList<ForeignCell> foreign;
  CellList<MinuteCell> minutes;

  /// Clients of one account that are kept of one day. With more, the day keeps none of them.
  static constexpr std::size_t kMostClients = 256;
  /// Envelope senders likewise.
  static constexpr std::size_t kMostAddresses = 64;

  /// Before some calls of add().
  void prefetch() const noexcept {
    sent.prefetch();
    minutes.prefetch();
  }
  void add(const SentCell& cell);
  void add(const ForeignCell& cell);
  void add(const MinuteCell& cell);
  void tidy();
  void clear() noexcept;
};

/// Logins that were refused.
struct Refusals {
  CellList<RefusedCell> cells;

  /// Cells of one client and day that name their accounts. With more, all of them forget theirs.
  static constexpr std::size_t kMostNamed = 2048;

  void add(const RefusedCell& cell);
  void tidy();
};

}  // namespace smtptally
