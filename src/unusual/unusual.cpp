// find_unusual(): what is usual for all, then each account beside its own baseline.

#include "unusual/unusual.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace smtptally {
namespace {

/// What is usual for a population, by the series of its accounts.
class Population {
 public:
  void add(const Series& series) {
    if (series.buckets <= 0 || series.sum <= 0) return;
    logarithms_ += std::log(series.sum / series.buckets);
    dispersions_.push_back(series.dispersion());
  }
  [[nodiscard]] Prior prior(double buckets_a_day) {
    if (dispersions_.empty()) return {.buckets_a_day = buckets_a_day};
    const auto middle = dispersions_.begin() + static_cast<std::ptrdiff_t>(dispersions_.size() / 2);
    std::nth_element(dispersions_.begin(), middle, dispersions_.end());
    return {std::exp(logarithms_ / static_cast<double>(dispersions_.size())), *middle,
            buckets_a_day};
  }

 private:
  double logarithms_ = 0;
  std::vector<double> dispersions_;
};

constexpr std::array<Daily, 3> kDaily{Daily::messages, Daily::recipients, Daily::widest};

/// Sets priors and the alarm threshold.
void learn(const std::vector<AccountCase>& accounts, Surroundings& around) {
  constexpr double kHours = 24;
  constexpr double kBucketsAWeek = 7 + 7 * kHours;
  const std::int32_t days = around.periods.base_days();
  std::array<Population, kDaily.size()> by_day;
  Population by_hour;
  double senders = 0;
  for (const AccountCase& account : accounts) {
    if (!account.days.has_baseline()) continue;
    senders += 1;
    for (std::size_t i = 0; i < kDaily.size(); ++i) {
      by_day[i].add(daily(account.days.base, days, kDaily[i]));
    }
    by_hour.add(hourly(account.days.base, days));
  }
  for (std::size_t i = 0; i < kDaily.size(); ++i) around.of_days[i] = by_day[i].prior(1);
  around.of_hours = by_hour.prior(kHours);
  around.alarm = static_cast<double>(around.options.alarms_per_week) /
                 (std::max(senders, 1.0) * kBucketsAWeek);
}

std::vector<Sign> findings_of(const AccountCase& account) {
  std::vector<Sign> findings;
  if (account.days.has_baseline()) {
    find_new_networks(account, findings);
    find_volume(account, findings);
    const bool volume = std::any_of(findings.begin(), findings.end(),
                                    [](const Sign& f) { return f.signal == Signal::volume; });
    find_recipients(account, volume, findings);
    find_foreign_envelope(account, findings);
    find_refused_then_in(account, findings);
    find_downgrade(account, findings);
    find_many_clients(account, findings);
    return findings;
  }
  find_limit(account, findings);
  find_awakened(account, findings);
  // Of a shorter log, nothing is known to be new.
  const bool knows = account.around().periods.base_days() >= kBaselineDays;
  if (knows) find_refused_then_in(account, findings);
  // Novelty says something of an account that was seen, but seldom, once there is a reason to look.
  if (!findings.empty() && knows && !account.days.base.empty()) {
    find_new_networks(account, findings);
    find_foreign_envelope(account, findings);
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Sign& a, const Sign& b) { return a.signal < b.signal; });
  return findings;
}

}  // namespace

Unusual find_unusual(const SenderHabits& habits, const Periods& periods,
                     const UnusualOptions& options, const ClassOfWay& class_of,
                     Exceptions& exceptions) {
  Networks networks(habits, exceptions);
  const RefusalIndex refusals(habits, networks);
  Surroundings around{habits, options, periods, networks, refusals, {}, {}, {}, 0};
  for (std::uint32_t way = 0; way < habits.ways(); ++way) {
    around.classes.push_back(class_of(habits.way(way)));
  }
  std::vector<AccountCase> accounts;
  for (std::size_t i = 0; i < habits.size(); ++i) {
    if (habits.account(i).sent.cells().empty()) continue;
    accounts.push_back({&around, i, days_of(habits.account(i), periods)});
  }
  // In one order whatever the pieces were, so that sums of fractions are the same.
  std::sort(accounts.begin(), accounts.end(),
            [](const AccountCase& a, const AccountCase& b) { return a.name() < b.name(); });
  learn(accounts, around);
  Unusual made;
  for (AccountCase& account : accounts) {
    const bool excepted = exceptions.has_account(account.name());
    if (account.days.look.empty()) continue;
    ++made.senders;
    flag_days(account);
    account.networks = networks_before(account);
    const bool has_baseline = account.days.has_baseline();
    if (!has_baseline) {
      made.unknown.push_back({account.name(), account.days.base.size(),
                              account.days.base_messages(), account.days.look_messages()});
    }
    std::vector<Sign> findings = findings_of(account);
    account.networks = {};  // Many, and not needed again.
    if (findings.empty()) {
      made.as_before += has_baseline ? 1U : 0U;
    } else if (excepted) {
      ++made.excepted;
    } else {
      made.accounts.push_back({account.name(), std::move(findings), has_baseline});
    }
  }
  std::sort(made.accounts.begin(), made.accounts.end(),
            [](const UnusualAccount& a, const UnusualAccount& b) {
              if (a.is_high() != b.is_high()) return a.is_high();
              const double x = a.score();
              const double y = b.score();
              return x != y ? x > y : a.name < b.name;
            });
  std::sort(made.unknown.begin(), made.unknown.end(),
            [](const WithoutBaseline& a, const WithoutBaseline& b) { return a.name < b.name; });
  made.refused = refused_logins(habits, periods.look_since, periods.look_until, exceptions);
  return made;
}

}  // namespace smtptally
