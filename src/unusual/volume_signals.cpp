// Signals of how much: volume, recipients, clients, and limits without a baseline.

#include <algorithm>
#include <cmath>

#include "unusual/account_case.hpp"

namespace smtptally {
namespace {

constexpr double kMostOfVolume = 10;
constexpr double kMostOfRecipients = 5;
constexpr double kOfAwakened = 3;
constexpr double kOfLimit = 4;
constexpr double kOfManyClients = 3;
/// Clients within an hour that are many.
constexpr std::uint64_t kManyClients = 5;
/// Recipients of one message that are many, in multiples of `least`: now and then, everybody
/// writes to a whole department.
constexpr std::uint64_t kWide = 5;
/// Messages and recipients a day that are much for an account that is seldom seen, likewise.
constexpr std::uint64_t kMuchForRare = 2;
constexpr std::uint64_t kManyForRare = 5;
/// Days of which the log must know so that a first message says something.
constexpr std::int32_t kDaysOfSilence = 14;

std::size_t index_of(Daily what) noexcept { return static_cast<std::size_t>(what); }

/// Finds the largest bucket that is unusual, and the first one.
struct Search {
  std::uint64_t most = 0;
  Seconds since = 0;
  Seconds at = 0;
  double p = 1;

  template <class Unusual>
  void look(std::uint64_t count, Seconds first, const Unusual& tail_of) {
    const double tail = tail_of(count);
    if (tail < 0) return;
    if (since == 0 || first < since) since = first;
    if (count <= most) return;
    most = count;
    at = first;
    p = tail;
  }
};

/// The tail of a count that is unusual, or -1.
auto tail_in(const AccountCase& account, const Series& series, const Prior& prior) {
  return [&account, &series, &prior](std::uint64_t count) {
    if (!account.is_far_above(count, series.most)) return -1.0;
    const double p = upper_tail(series, prior, count);
    return p <= account.around().alarm ? p : -1.0;
  };
}

/// Looks at the days that `counts` accepts.
template <class Counts>
Search search_days(const AccountCase& account, Daily what, const Series& series,
                   const Counts& counts) {
  Search search;
  const auto tail = tail_in(account, series, account.around().of_days[index_of(what)]);
  for (const DayFacts& day : account.days.look) {
    if (!counts(day)) continue;
    search.look(value_of(day, what), what == Daily::widest ? day.widest_first : day.first, tail);
  }
  return search;
}

}  // namespace

void flag_days(AccountCase& account) {
  // A habit that lasts longer than a week is no exception any more.
  constexpr std::size_t kMostDays = 7;
  const Periods& periods = account.around().periods;
  std::vector<DayFacts>& base = account.days.base;
  std::size_t flagged = 0;
  for (std::size_t i = 0; i < base.size(); ++i) {
    const std::int32_t before = base[i].day - periods.first_day();
    if (before < kBaselineDays || !account.is_far_above(base[i].messages, 0)) continue;
    const std::span<const DayFacts> earlier(base.data(), i);
    const Series days = daily(earlier, before, Daily::messages);
    const Series hours = hourly(earlier, before);
    if (days.sum <= 0) continue;  // Nothing to compare with.
    const bool by_day = tail_in(account, days, account.around().of_days[index_of(Daily::messages)])(
                            base[i].messages) >= 0;
    const bool by_hour = tail_in(account, hours, account.around().of_hours)(base[i].busiest) >= 0;
    base[i].flagged = by_day || by_hour;
    if (base[i].flagged) ++flagged;
  }
  if (flagged <= kMostDays) return;
  for (DayFacts& day : base) day.flagged = false;
}

void find_volume(const AccountCase& account, std::vector<Sign>& out) {
  const Surroundings& around = account.around();
  const std::int32_t count = around.periods.base_days();
  const Series hours = hourly(account.days.base, count);
  Search by_hour;
  const auto tail = tail_in(account, hours, around.of_hours);
  for (const DayFacts& day : account.days.look) {
    by_hour.look(day.busiest, day.busiest_first, tail);
  }
  const Series days = daily(account.days.base, count, Daily::messages);
  const Search by_day =
      search_days(account, Daily::messages, days, [](const DayFacts& /*day*/) { return true; });
  if (by_hour.most == 0 && by_day.most == 0) return;
  // The hour says more, unless the day has much else.
  const bool hour = by_day.most == 0 || 2 * by_hour.most >= by_day.most;
  const Search& found = hour ? by_hour : by_day;
  out.push_back({.signal = Signal::volume,
                 .of = hour ? Sign::Of::hour : Sign::Of::day,
                 .since = found.since,
                 .observed = found.most,
                 .expected = hour ? hours.most : days.most,
                 .score = surprise(std::min(by_hour.p, by_day.p), kMostOfVolume),
                 .at = found.at});
}

void find_recipients(const AccountCase& account, bool volume_found, std::vector<Sign>& out) {
  const std::int32_t days = account.around().periods.base_days();
  const Series messages = daily(account.days.base, days, Daily::messages);
  const Series recipients = daily(account.days.base, days, Daily::recipients);
  const Series widest = daily(account.days.base, days, Daily::widest);
  const auto worth = static_cast<double>(account.around().options.times);
  const auto add = [&](Daily what, const Series& series, Sign::Of of, const auto& counts) {
    const Search found = search_days(account, what, series, counts);
    if (found.most == 0) return false;
    out.push_back({.signal = Signal::recipients,
                   .of = of,
                   .since = found.since,
                   .observed = found.most,
                   .expected = series.most,
                   .score = surprise(found.p, kMostOfRecipients),
                   .at = found.at});
    return true;
  };
  const std::uint64_t wide = kWide * account.around().options.least;
  if (add(Daily::widest, widest, Sign::Of::message,
          [&](const DayFacts& day) { return day.widest >= wide; })) {
    return;
  }
  // More messages have more recipients: that says nothing new.
  (void)add(Daily::recipients, recipients, Sign::Of::recipients, [&](const DayFacts& day) {
    return !volume_found || messages.sum <= 0 ||
           static_cast<double>(day.recipients) * messages.sum >
               worth * recipients.sum * static_cast<double>(day.messages);
  });
}

void find_many_clients(const AccountCase& account, std::vector<Sign>& out) {
  std::uint64_t most = 0;
  for (const DayFacts& day : account.days.base) {
    if (!day.flagged) most = std::max(most, day.clients);
    if (day.lost_clients) return;  // It has more than can be told.
  }
  Search found;
  for (const DayFacts& day : account.days.look) {
    if (day.lost_clients) continue;
    found.look(day.clients, day.clients_first, [&](std::uint64_t count) {
      return count >= kManyClients && count > account.around().options.times * most ? 0.0 : -1.0;
    });
  }
  if (found.most == 0) return;
  out.push_back({.signal = Signal::many_clients,
                 .of = Sign::Of::clients,
                 .since = found.since,
                 .observed = found.most,
                 .expected = most,
                 .score = kOfManyClients,
                 .at = found.at});
}

void find_awakened(const AccountCase& account, std::vector<Sign>& out) {
  const Periods& periods = account.around().periods;
  const std::uint64_t messages = account.days.look_messages();
  if (!account.days.base.empty() || periods.base_days() < kDaysOfSilence ||
      messages < account.around().options.least) {
    return;
  }
  out.push_back({.signal = Signal::awakened,
                 .of = Sign::Of::messages,
                 .since = account.days.look.front().first,
                 .observed = messages,
                 .expected = 0,
                 .score = kOfAwakened});
}

void find_limit(const AccountCase& account, std::vector<Sign>& out) {
  const UnusualOptions& options = account.around().options;
  const Periods& periods = account.around().periods;
  const auto add = [&](Sign::Of of, std::uint64_t limit, const Search& found) {
    if (found.most == 0) return false;
    out.push_back({.signal = Signal::limit,
                   .of = of,
                   .since = found.since,
                   .observed = found.most,
                   .expected = limit,
                   .score = kOfLimit,
                   .at = found.at});
    return true;
  };
  const auto above = [](std::uint64_t limit) {
    return [limit](std::uint64_t count) { return count > limit ? 0.0 : -1.0; };
  };
  Search minutes;
  for (const MinuteCell& cell : account.habits().minutes.cells()) {
    const Seconds at = cell.minute * 60;
    if (at + 59 < periods.look_since || at >= periods.look_until) continue;
    minutes.look(cell.messages, at, above(options.minute_limit));
  }
  if (add(Sign::Of::minute, options.minute_limit, minutes)) return;
  Search recipients;
  for (const DayFacts& day : account.days.look) {
    recipients.look(day.recipients, day.first, above(options.recipient_limit));
  }
  if (add(Sign::Of::recipients, options.recipient_limit, recipients)) return;
  // Seldom seen, and now much: for one that was never seen, that is `awakened`.
  if (account.days.base.empty() || periods.base_days() < kDaysOfSilence) return;
  const auto add_daily = [&](Daily what, Sign::Of of, std::uint64_t least) {
    const Series series = daily(account.days.base, periods.base_days(), what);
    const std::uint64_t much = std::max(least, options.times * series.most + 1) - 1;
    Search days;
    for (const DayFacts& day : account.days.look) {
      days.look(value_of(day, what), day.first, above(much));
    }
    return add(of, much, days);
  };
  if (add_daily(Daily::messages, Sign::Of::day, kMuchForRare * options.least)) return;
  (void)add_daily(Daily::recipients, Sign::Of::recipients, kManyForRare * options.least);
}

}  // namespace smtptally
