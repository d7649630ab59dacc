// DayFacts: the hours of an account, summed up by days.

#include "unusual/day_facts.hpp"

#include <algorithm>

namespace smtptally {
namespace {

/// Requires cells sorted by hour, then client.
void add_hour(std::span<const SentCell> hour, DayFacts& day) {
  std::uint64_t messages = 0;
  std::uint64_t clients = 0;
  Seconds first = hour.front().first;
  for (std::size_t i = 0; i < hour.size(); ++i) {
    const SentCell& cell = hour[i];
    messages += cell.messages;
    day.recipients += cell.recipients;
    if (cell.widest > day.widest || (cell.widest == day.widest && cell.first < day.widest_first)) {
      day.widest = cell.widest;
      day.widest_first = cell.first;
    }
    day.lost_clients = day.lost_clients || cell.client == kTooMany;
    if (i == 0 || cell.client != hour[i - 1].client) ++clients;
    first = std::min(first, cell.first);
  }
  day.messages += messages;
  day.hour_squares += static_cast<double>(messages) * static_cast<double>(messages);
  if (messages > day.busiest) {
    day.busiest = messages;
    day.busiest_hour = hour.front().hour;
    day.busiest_first = first;
  }
  if (clients > day.clients) {
    day.clients = clients;
    day.clients_first = first;
  }
  if (day.first == 0 || first < day.first) day.first = first;
}

std::vector<DayFacts> days_between(std::span<const SentCell> cells) {
  std::vector<DayFacts> days;
  if (cells.empty()) return days;
  const auto span = static_cast<std::size_t>(cells.back().day() - cells.front().day()) + 1;
  days.reserve(std::min(span, cells.size()));
  for (std::size_t begin = 0; begin < cells.size();) {
    std::size_t end = begin;
    while (end < cells.size() && cells[end].hour == cells[begin].hour) ++end;
    const std::int32_t day = cells[begin].day();
    if (days.empty() || days.back().day != day) {
      days.emplace_back().day = day;
      days.back().cells = cells.subspan(begin, 0);
    }
    add_hour(cells.subspan(begin, end - begin), days.back());
    const auto first = static_cast<std::size_t>(days.back().cells.data() - cells.data());
    days.back().cells = cells.subspan(first, end - first);
    begin = end;
  }
  return days;
}

std::uint64_t messages_of(std::span<const DayFacts> days) noexcept {
  std::uint64_t sum = 0;
  for (const DayFacts& day : days) sum += day.messages;
  return sum;
}

}  // namespace

std::uint64_t AccountDays::base_messages() const noexcept { return messages_of(base); }
std::uint64_t AccountDays::look_messages() const noexcept { return messages_of(look); }

bool AccountDays::has_baseline() const noexcept {
  return base.size() >= static_cast<std::size_t>(kBaselineDays) &&
         base_messages() >= kBaselineMessages;
}

AccountDays days_of(const AccountHabits& account, const Periods& periods) {
  const std::span<const SentCell> cells(account.sent.cells());
  const auto at = [&](std::int32_t hour) {
    return static_cast<std::size_t>(
        std::lower_bound(cells.begin(), cells.end(), hour,
                         [](const SentCell& cell, std::int32_t h) { return cell.hour < h; }) -
        cells.begin());
  };
  const std::size_t base = at(periods.base);
  const std::size_t look = at(periods.look);
  const std::size_t end = at(periods.end);
  return {days_between(cells.subspan(base, look - base)),
          days_between(cells.subspan(look, end - look))};
}

std::uint64_t value_of(const DayFacts& day, Daily what) noexcept {
  if (what == Daily::messages) return day.messages;
  return what == Daily::recipients ? day.recipients : day.widest;
}

Series daily(std::span<const DayFacts> base, std::int32_t days, Daily what) {
  Series series;
  series.buckets = days;
  for (const DayFacts& day : base) {
    if (day.flagged) {
      series.buckets -= 1;
    } else {
      series.add(value_of(day, what));
    }
  }
  return series;
}

Series hourly(std::span<const DayFacts> base, std::int32_t days) {
  constexpr double kHours = 24;
  Series series;
  series.buckets = days * kHours;
  for (const DayFacts& day : base) {
    if (day.flagged) {
      series.buckets -= kHours;
      continue;
    }
    series.sum += static_cast<double>(day.messages);
    series.squares += day.hour_squares;
    series.most = std::max(series.most, day.busiest);
  }
  return series;
}

}  // namespace smtptally
