#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "pivot/tally.hpp"
#include "smtptally/config.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// What a pivot draws beside the numbers of a row, on screens.
enum class Chart : std::uint8_t {
  none,
  mix,        ///< The TLS classes of the row, each row as long as the other.
  stack,      ///< The same, as long as the row has messages.
  trend,      ///< Messages per day.
  old_trend,  ///< Messages with old TLS per day.
  burn_down,  ///< Senders with old TLS.
};

/// What a pivot shows.
struct PivotShape {
  std::vector<Dimension> rows;
  std::vector<Dimension> columns;
  std::vector<Measure> values;
  /// Behind the columns, on screens only.
  std::vector<Measure> screen_values{};
  Chart chart = Chart::none;
  bool only_old = false;    ///< Only rows with old TLS.
  bool only_chart = false;  ///< On screens the chart stands for the numbers that it draws.
  /// From the first to the last line of the inputs: a period that is not whole has no changes.
  std::optional<TimeRange> covered{};

  [[nodiscard]] bool has_trend() const noexcept {
    return chart == Chart::trend || chart == Chart::old_trend;
  }
};

/// A row's domain follows from its sender and needs no place in the key.
[[nodiscard]] inline bool is_derived(Dimension d, const std::vector<Dimension>& rows) {
  return d == Dimension::domain &&
         std::find(rows.begin(), rows.end(), Dimension::sender) != rows.end();
}

/// The sums of one row, or of one column in it.
struct PivotSums {
  Cell cell;
  Span span;
  DistinctCounter senders;
  DistinctCounter clients;
  ClassCounts classes{};               ///< If the tally has classes.
  Micros last_old = kBeginningOfTime;  ///< If it has times, too.
  DistinctCounter old_senders;         ///< If it has senders.
  /// Senders with old TLS against the period before; nothing where that can not be known.
  std::optional<std::uint64_t> old_new;
  std::optional<std::uint64_t> old_gone;

  void merge(const Tally& tally, std::size_t group);
  void merge(const PivotSums& other);
  /// PERF: writes a third of the bytes that an assignment does.
  void clear();
  [[nodiscard]] std::uint64_t old() const noexcept { return old_messages(classes); }
};

/// Whether a value, a condition or the order asks for what changed since the period before.
[[nodiscard]] bool asks_for_changes(const PivotShape& shape, const Config& config);
/// The dimensions that the tally must keep for this shape and these conditions.
[[nodiscard]] TallySpec tally_spec(const PivotShape& shape, const Config& config);

}  // namespace smtptally
