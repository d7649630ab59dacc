#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "smtptally/dimension.hpp"
#include "smtptally/mergeable.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

inline constexpr std::size_t kMaxKeyParts = 8;

/// The data that a tally keeps: dimensions and optional measures.
struct TallySpec {
  std::vector<Dimension> dimensions;  ///< At most kMaxKeyParts.
  bool times = false;                 ///< Measure::first and last.
  bool senders = false;               ///< Measure::senders.
  bool clients = false;               ///< Measure::clients.

  bool operator==(const TallySpec&) const = default;
};

/// Whether the key part of this dimension is the number of a text.
[[nodiscard]] constexpr bool is_text(Dimension dimension) noexcept {
  return !is_calendar(dimension) && dimension != Dimension::weekday && dimension != Dimension::tls;
}

/// The sums of one group of messages.
struct Cell {
  std::uint64_t messages = 0;
  std::uint64_t recipients = 0;
  std::uint64_t bytes = 0;

  void merge(const Cell& other);
  bool operator==(const Cell&) const = default;
};
static_assert(Mergeable<Cell>);

/// Times of the first and the last message of a group.
struct Span {
  Micros first = kEndOfTime;
  Micros last = kBeginningOfTime;

  void merge(const Span& other);
  bool operator==(const Span&) const = default;
};
static_assert(Mergeable<Span>);

/// Whether a tally of `spec` holds all that one of `wanted` does.
[[nodiscard]] bool tells(const TallySpec& spec, const TallySpec& wanted);

}  // namespace smtptally
