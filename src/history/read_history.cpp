// read_history: a history in place of logs.

#include "history/read_history.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "history/cell_table.hpp"
#include "history/check_history.hpp"
#include "history/collect.hpp"
#include "history/coverage_table.hpp"
#include "history/database.hpp"
#include "history/log_table.hpp"
#include "history/open_state.hpp"
#include "reading/long_parts.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// The counters that replaying counts anew.
constexpr std::array kCountedAnew{
    CoverageItem::messages_accepted,      CoverageItem::messages_counted,
    CoverageItem::messages_outside_range, CoverageItem::messages_out_of_scope,
    CoverageItem::messages_filtered,      CoverageItem::messages_estimated,
    CoverageItem::messages_without_size,  CoverageItem::auth_failures,
    CoverageItem::handshake_failures};

std::unique_ptr<Piece> piece_for(const CollectSpec& spec, const Selection& selection,
                                 const Zone& zone) {
  return std::make_unique<Piece>(Correlator::World::closed, spec, selection, zone);
}

/// What is open at the end of the logs, decided as at the end of all logs.
Result<std::unique_ptr<Piece>> open_end(HistoryDatabase& database, const Config& config) {
  CollectSpec spec;
  spec.history = database.width();
  auto piece = piece_for(spec, collected_selection(config.selection.exchange), Zone());
  SQLite::Statement rows(database.connection(), "SELECT state FROM open_state");
  if (rows.executeStep()) {
    const Result<bool> restored = read_open_state(rows.getColumn(0).getString(), *piece);
    if (!restored) {
      return Error{said("{}: its open sessions can not be read: {}", visible(config.history.db),
                        restored.error().said())};
    }
  }
  piece->finish();
  return piece;
}

Micros start_of(Micros time, Micros width) {
  const Micros behind = time % width;
  return time - (behind < 0 ? behind + width : behind);
}

/// A bound within a day of which only the day is kept moves to an end of that day.
void leave_day(HistoryDatabase& database, TimeRange& range) {
  constexpr std::int64_t kLongestDay = std::int64_t{25} * 3600;  // Where the clock is set back.
  const auto bound = [&](const char* query, Micros time) -> std::optional<std::int64_t> {
    SQLite::Statement row(database.connection(), query);
    row.bind(1, whole_seconds(time));
    if (!row.executeStep() || row.getColumn(0).isNull()) return std::nullopt;
    return row.getColumn(0).getInt64();
  };
  constexpr const char* kBefore =
      "SELECT max(start) FROM (SELECT max(start) AS start FROM days WHERE start < ?1 UNION ALL "
      "SELECT max(start) FROM unauthenticated WHERE day = 1 AND start < ?1)";
  constexpr const char* kNext =
      "SELECT min(start) FROM (SELECT min(start) AS start FROM days WHERE start >= ?1 UNION ALL "
      "SELECT min(start) FROM hours WHERE start >= ?1 UNION ALL "
      "SELECT min(start) FROM unauthenticated WHERE day = 0 AND start >= ?1 UNION ALL "
      "SELECT min(start) FROM unauthenticated WHERE day = 1 AND start >= ?1)";
  for (Micros* const time : {&range.since, &range.until}) {
    if (*time == kBeginningOfTime || *time == kEndOfTime) continue;
    const auto day = bound(kBefore, *time);
    if (!day || whole_seconds(*time) - *day >= kLongestDay) continue;
    if (time == &range.since) {
      *time = *day * kMicrosPerSecond;
    } else if (const auto next = bound(kNext, *time)) {
      *time = *next * kMicrosPerSecond;
    }
  }
}

/// The range that whole cells make of it.
TimeRange whole_cells(const TimeRange& range, Micros width) {
  TimeRange whole = range;
  if (range.since != kBeginningOfTime) whole.since = start_of(range.since, width);
  if (range.until != kEndOfTime) {
    const Micros start = start_of(range.until, width);
    whole.until = start == range.until ? start : start + width;
  }
  return whole;
}

void round_range(HistoryDatabase& database, const TimeRange& covered, Config& config,
                 std::vector<InputNote>& notes) {
  const Micros width = database.width();
  TimeRange& range = config.selection.range;
  TimeRange whole = whole_cells(range, width);
  leave_day(database, whole);
  const bool cuts = (whole.since != range.since && range.since > covered.since) ||
                    (whole.until != range.until && range.until <= covered.until);
  if (cuts && !config.history.range_by_default) {
    const auto text = [&](Micros time) {
      return time == kBeginningOfTime || time == kEndOfTime ? std::string("…")
                                                            : format_rfc3339(time, config.zone);
    };
    notes.push_back(
        {InputNote::Severity::info,
         width == HistoryCells::kHour
             ? said("the history counts by whole hours; the range is taken as {} to {}",
                    text(whole.since), text(whole.until))
             : said("the history counts by quarters of an hour; the range is taken as {} to {}",
                    text(whole.since), text(whole.until))});
  }
  range = whole;
  if (config.selection.before) {
    config.selection.before = whole_cells(*config.selection.before, width);
  }
}

/// Zones of which the days begin within a cell.
std::optional<Error> refuse_zone(const Config& config, Micros width) {
  if (cell_width(config.zone, config.now) >= width) return std::nullopt;
  return Error{
      said("{}: it counts whole hours, and a day of {} begins within one; make it "
           "with collect --tz {}",
           visible(config.history.db), config.zone.name(), config.zone.name())};
}

/// The messages of a cell differ in nothing but their times.
CellTimes times_asked_by(const CollectSpec& spec, bool has_before) {
  if (spec.habits || spec.events) return CellTimes::minutes;
  const bool asked = spec.tally.times || (has_before && spec.before.times) ||
                     std::any_of(spec.more.begin(), spec.more.end(),
                                 [](const TallySpec& tally) { return tally.times; });
  return asked ? CellTimes::ends : CellTimes::first;
}

ReadResult read_from(HistoryDatabase& database, Piece& open, Config& config, CollectSpec spec) {
  ReadResult result;
  result.anything_read = true;
  for (const StoredLog& log : LogTable(database).all()) {
    result.any_log = true;
    result.inputs.push_back(log.summary);
    if (!log.summary.has_times) continue;
    if (!result.covered) result.covered = TimeRange{log.summary.first, log.summary.last};
    result.covered->since = std::min(result.covered->since, log.summary.first);
    result.covered->until = std::max(result.covered->until, log.summary.last);
  }
  const std::string kept_from = database.setting("kept_from");
  if (result.covered && !kept_from.empty()) {
    result.covered->since =
        std::max(result.covered->since, Micros{std::stoll(kept_from)} * kMicrosPerSecond);
  }
  const TimeRange covered = result.covered.value_or(TimeRange{0, 0});
  round_range(database, covered, config, result.notes);
  leave_out_untold(covered, config, spec);
  const auto times = times_asked_by(spec, config.selection.before.has_value());
  result.piece = piece_for(spec, config.selection, config.zone);
  Accumulator& sink = result.piece->sink();
  Coverage& coverage = sink.coverage();
  coverage = read_coverage(database);
  coverage.merge(open.collected().coverage());
  const std::uint64_t accepted = coverage[CoverageItem::messages_accepted];
  for (const CoverageItem item : kCountedAnew) coverage[item] = 0;
  const auto is_asked_for = [auth = config.selection.auth](const HistoryWay& way) {
    return auth == AuthScope::any || way.kind != HistoryWay::Kind::message ||
           (auth == AuthScope::only) == ((way.flags & HistoryWay::authenticated) != 0);
  };
  using Span = CellReader::Span;
  CellReader cells(database, config.selection.range_read(), {Span::hours, Span::days}, times,
                   is_asked_for);
  cells.read(
      [&](const HistoryWay& way, Micros, const HistorySums& sums) { replay(way, sums, sink); });
  open.sink().history().replay(sink);
  coverage[CoverageItem::messages_outside_range] +=
      accepted - coverage[CoverageItem::messages_accepted];
  coverage[CoverageItem::messages_accepted] = accepted;
  return result;
}

}  // namespace

Result<ReadResult> read_history(Config& config, CollectSpec spec) {
  try {
    const auto database = HistoryDatabase::open_to_read(config.history);
    if (auto error = refuse_zone(config, database->width())) return *error;
    Result<std::unique_ptr<Piece>> open = open_end(*database, config);
    if (!open) return open.error();
    ReadResult result = read_from(*database, *open.value(), config, std::move(spec));
    if (config.command != Command::check) return result;
    result.history = check_history(*database, config, result.notes);
    if (config.history.against) compare_with_logs(*database, config, result.notes);
    return result;
  } catch (const SQLite::Exception& exception) {
    return why_of(exception, config.history);
  }
}

}  // namespace smtptally
