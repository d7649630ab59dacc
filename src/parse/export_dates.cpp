// Finds and applies the date order and the zone of an export's stamps.

#include "parse/export_dates.hpp"

#include <algorithm>
#include <cstdlib>

#include <date/date.h>
#include <fmt/format.h>

#include "parse/stamp_parts.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::array<DateOrder, 3> kOrders{DateOrder::day_first, DateOrder::month_first,
                                           DateOrder::year_first};
constexpr Micros kHour = Micros{3600} * kMicrosPerSecond;
/// The largest distance of a row from its session start, whatever the zone of its stamp is.
constexpr Micros kNear = 38 * kHour;
/// Stamps are truncated to seconds or minutes.
constexpr Micros kCut = 60 * kMicrosPerSecond;
/// Exchange did not exist before: earlier stamps are misread.
constexpr Micros kFirstStart = Micros{820454400} * kMicrosPerSecond;  // 1996

constexpr std::size_t index_of(DateOrder order) noexcept {
  return static_cast<std::size_t>(order) - 1;
}

/// Offsets of zones in use that are no whole hours, in minutes.
constexpr std::array<std::int32_t, 16> kOddOffsets{-570, -210, -150, 210, 270, 330,  345, 390,
                                                   525,  570,  630,  765, 825, -270, 405, 450};

/// The largest offset of a zone in use for which the stamp is not before the session's start.
std::optional<std::int32_t> offset_by_start(Micros stamp, Micros start) {
  const std::int64_t most = whole_seconds(stamp - start + kCut);
  std::optional<std::int32_t> best;
  const auto offer = [&](std::int32_t minutes) {
    const std::int32_t seconds = minutes * 60;
    if (seconds <= most && (!best || seconds > *best)) best = seconds;
  };
  for (std::int32_t hour = -12; hour <= 14; ++hour) offer(hour * 60);
  for (const std::int32_t minutes : kOddOffsets) offer(minutes);
  if (best && most - *best > 3600) return std::nullopt;
  return best;
}

bool has_start(Micros start) noexcept { return start >= kFirstStart; }

/// The readings that give a valid date, and one near the session's start if that is known.
struct Candidates {
  std::array<std::optional<LocalTime>, 3> local;
  std::size_t count = 0;
};
Candidates candidates_of(const LocaleStamp& stamp, Micros start, int latest_year) {
  Candidates found;
  for (const DateOrder order : kOrders) {
    auto& local = found.local[index_of(order)];
    local = stamp.in(order, latest_year);
    if (!has_start(start)) continue;
    const auto is_near = [&] { return local && std::abs(utc_micros(*local) - start) <= kNear; };
    if (!is_near()) local = stamp.in(order, latest_year, true);
    if (!is_near()) local.reset();
  }
  for (const auto& local : found.local) found.count += local ? 1U : 0U;
  // "11/11/2026" is one day in two orders.
  if (found.count == 2 && found.local[0] == found.local[1]) {
    found.local[1].reset();
    found.count = 1;
  }
  return found;
}

/// The order of the stamp. A session start that contradicts all readings is ignored.
DateOrder order_of(const LocaleStamp& stamp, const Candidates& candidates,
                   const ExportDates& dates) {
  if (dates.order != DateOrder::unknown && candidates.local[index_of(dates.order)]) {
    return dates.order;
  }
  if (stamp.american && candidates.local[1]) return DateOrder::month_first;
  for (const DateOrder order : kOrders) {
    if (candidates.local[index_of(order)]) return order;
  }
  return DateOrder::unknown;
}

}  // namespace

StampOutcome read_export_stamp(const ExportStamp& stamp, const ExportDates& dates,
                               const Zone& log_zone, Micros& out) {
  const auto parsed = parse_locale_stamp(stamp.text);
  if (!parsed || (!parsed->has_clock && !stamp.may_be_a_day)) return StampOutcome::unread;
  const Candidates candidates = candidates_of(*parsed, stamp.session_start, dates.latest_year);
  const DateOrder order = order_of(*parsed, candidates, dates);
  if (order == DateOrder::unknown) return StampOutcome::unread;
  const LocalTime local = *candidates.local[index_of(order)];
  if (stamp.utc && parsed->has_clock) {
    out = utc_micros(local);
  } else if (dates.offset_count == 0 || !parsed->has_clock) {
    out = log_zone.to_utc(local);
  } else {
    std::int32_t offset = dates.offsets[0];
    if (has_start(stamp.session_start)) {
      const auto own = offset_by_start(utc_micros(local), stamp.session_start);
      if (own && dates.offset_count == 2 && *own == dates.offsets[1]) offset = *own;
    }
    out = utc_micros(local) - std::int64_t{offset} * kMicrosPerSecond;
  }
  // Exchange Online writes ISO or American dates.
  const bool known = dates.reason == OrderReason::stated ||
                     (stamp.utc && parsed->american && order == DateOrder::month_first);
  const bool open = candidates.count > 1 && !known;
  return open ? StampOutcome::guessed : StampOutcome::read;
}

DateSurvey::DateSurvey(const Zone& log_zone, Micros latest) : zone_(log_zone) {
  base_.latest = latest;
  const date::sys_days day{date::days(log_zone.to_local(latest).day)};
  base_.latest_year = static_cast<int>(date::year_month_day(day).year());
}

void DateSurvey::take(const ExportStamp& stamp) {
  const auto parsed = parse_locale_stamp(stamp.text);
  if (!parsed) return;
  ++rows_;
  const Candidates candidates = candidates_of(*parsed, stamp.session_start, base_.latest_year);
  for (const DateOrder order : kOrders) {
    const std::size_t i = index_of(order);
    const auto& local = candidates.local[i];
    if (local && candidates.count == 1 &&
        parsed->in(DateOrder::day_first, 9999) != parsed->in(DateOrder::month_first, 9999)) {
      ++votes_[i];
    }
    Rising& rising = rising_[i];
    const auto any = parsed->in(order, base_.latest_year);
    rising.possible = rising.possible && any;
    if (!any) continue;
    const Micros time = utc_micros(*any);
    rising.in_time = rising.in_time && zone_.to_utc(*any) <= base_.latest;
    if (rising.last != kBeginningOfTime) {
      rising.may_rise = rising.may_rise && time >= rising.last;
      rising.may_fall = rising.may_fall && time <= rising.last;
    }
    rising.last = time;
  }
  if (stamp.utc || !has_start(stamp.session_start) || !parsed->has_clock) return;
  const DateOrder order = order_of(*parsed, candidates, base_);
  if (order != DateOrder::unknown) {
    take_offset(*candidates.local[index_of(order)], stamp.session_start);
  }
}

void DateSurvey::take_offset(const LocalTime& local, Micros session_start) {
  const auto offset = offset_by_start(utc_micros(local), session_start);
  const std::int64_t off = whole_seconds(zone_.to_utc(local) - session_start);
  least_off_ = std::min(least_off_, off);
  most_off_ = std::max(most_off_, off);
  ++started_;
  if (!offset) return;
  ++offsets_[*offset];
  const Micros utc = utc_micros(local) - std::int64_t{*offset} * kMicrosPerSecond;
  if (zone_.to_utc(local) == utc) ++in_zone_;
}

ExportDates DateSurvey::decide() const {
  ExportDates dates = base_;
  std::array<std::size_t, 3> by_votes{0, 1, 2};
  std::stable_sort(by_votes.begin(), by_votes.end(),
                   [&](std::size_t a, std::size_t b) { return votes_[a] > votes_[b]; });
  const auto only = [&](const auto& fits) {
    const auto first = std::find_if(rising_.begin(), rising_.end(), fits);
    const bool one = first != rising_.end() && std::none_of(first + 1, rising_.end(), fits);
    return one ? kOrders[static_cast<std::size_t>(first - rising_.begin())] : DateOrder::unknown;
  };
  if (votes_[by_votes[0]] > votes_[by_votes[1]]) {
    dates.order = kOrders[by_votes[0]];
    dates.reason = OrderReason::stated;
  } else if (rows_ > 0) {
    dates.order = only([](const Rising& r) { return r.possible && r.in_time; });
    dates.reason = OrderReason::written;
    if (dates.order == DateOrder::unknown) {
      dates.order = only(
          [](const Rising& r) { return r.possible && r.in_time && (r.may_rise || r.may_fall); });
      dates.reason = OrderReason::rising;
    }
    if (dates.order == DateOrder::unknown) dates.reason = OrderReason::none;
  }
  if (started_ == 0 || in_zone_ * 10 >= started_ * 8) return dates;
  const auto most =
      std::max_element(offsets_.begin(), offsets_.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == offsets_.end()) return dates;
  const auto [offset, count] = *most;
  // Daylight saving time may change the offset by an hour within one file.
  std::int32_t other = offset;
  std::uint64_t of_other = 0;
  for (const auto& [seconds, times] : offsets_) {
    if (std::abs(seconds - offset) != 3600 || times <= of_other || times * 10 < started_) continue;
    other = seconds;
    of_other = times;
  }
  if ((count + of_other) * 10 < started_ * 8) return dates;
  dates.offsets = {offset, other};
  dates.offset_count = of_other > 0 ? 2 : 1;
  return dates;
}

namespace {

std::string clock_text(std::int64_t seconds) {
  const std::int64_t minutes = (std::abs(seconds) + 30) / 60;
  return fmt::format("{}{:02}:{:02}", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

/// "01:00", "-05:00 to +01:00".
Said between(std::int64_t least, std::int64_t most) {
  const std::string first = clock_text(least);
  const std::string last = clock_text(most);
  return first == last ? Said(first) : said("{} to {}", first, last);
}

}  // namespace

Said DateSurvey::about_offsets(const ExportDates& decided) const {
  if (started_ == 0) return {};
  if (decided.offset_count > 0) {
    const std::string first = "UTC" + clock_text(decided.offsets[0]);
    return said(
        "read in the zone {} its stamps are {} (hours:minutes) off the session starts beside "
        "them, which are UTC; they are taken as {}",
        zone_.name(), between(least_off_, most_off_),
        decided.offset_count > 1 ? said("{} and {}", first, "UTC" + clock_text(decided.offsets[1]))
                                 : Said(first));
  }
  if (in_zone_ * 10 >= started_ * 8) return {};
  return said(
      "its stamps fit no zone: they are {} (hours:minutes) off the session starts beside "
      "them, which are UTC; they are read in the zone {} (--log-tz)",
      between(least_off_, most_off_), zone_.name());
}

}  // namespace smtptally
