#include "unusual/trial.hpp"

#include <map>
#include <string>

#include "unusual/unusual.hpp"

namespace smtptally::bench {
namespace {

/// Findings and levels by account.
std::map<std::string, UnusualAccount, std::less<>> judge(const SenderHabits& habits,
                                                         const UnusualOptions& options) {
  const Periods periods = periods_of(looked_at(), whole_time(), options.baseline_days, Zone());
  Exceptions none;
  const auto class_of = [](const SenderHabits::Way& way) {
    return classify(way.tls, {.plain = true, .plain_whole = true});
  };
  std::map<std::string, UnusualAccount, std::less<>> found;
  for (UnusualAccount& account : find_unusual(habits, periods, options, class_of, none).accounts) {
    found.emplace(account.name, std::move(account));
  }
  return found;
}

}  // namespace

Trial::Trial(const Senders& senders, std::uint64_t seed) : senders_(senders), seed_(seed) {
  for (std::size_t p = 0; p < senders.size(); ++p) {
    live(static_cast<Population>(p), senders[p], seed, habits_);
  }
  habits_.finish();
}

std::vector<FalseAlarms> Trial::false_alarms(const UnusualOptions& options) const {
  const auto found = judge(habits_, options);
  std::vector<FalseAlarms> made(senders_.size());
  for (std::size_t p = 0; p < senders_.size(); ++p) {
    made[p].sender_days = senders_[p] * kLookDays;
    for (std::size_t i = 0; i < senders_[p]; ++i) {
      const auto account = found.find(account_of(static_cast<Population>(p), i));
      if (account == found.end()) continue;
      made[p].high += account->second.is_high() ? 1U : 0U;
      made[p].findings += account->second.findings.size();
      for (const Sign& finding : account->second.findings) {
        ++made[p].by_signal[smtptally::index_of(finding.signal)];
      }
    }
  }
  return made;
}

std::vector<Detection> Trial::detection(const Attack& attacked,
                                        const UnusualOptions& options) const {
  SenderHabits habits = habits_;
  for (std::size_t p = 0; p < senders_.size(); ++p) {
    for (std::size_t i = 0; i < senders_[p]; ++i) {
      attack(attacked, account_of(static_cast<Population>(p), i), seed_ * 7919 + p * 1009 + i,
             habits);
    }
  }
  habits.finish();
  const auto found = judge(habits, options);
  std::vector<Detection> made(senders_.size());
  for (std::size_t p = 0; p < senders_.size(); ++p) {
    for (std::size_t i = 0; i < senders_[p]; ++i) {
      ++made[p].attacked;
      const auto account = found.find(account_of(static_cast<Population>(p), i));
      if (account == found.end()) continue;
      ++made[p].found;
      made[p].high += account->second.is_high() ? 1U : 0U;
    }
  }
  return made;
}

FalseAlarms sum_of(const std::vector<FalseAlarms>& parts) {
  FalseAlarms sum;
  for (const FalseAlarms& part : parts) {
    sum.sender_days += part.sender_days;
    sum.high += part.high;
    sum.findings += part.findings;
    for (std::size_t s = 0; s < sum.by_signal.size(); ++s) sum.by_signal[s] += part.by_signal[s];
  }
  return sum;
}

Detection sum_of(const std::vector<Detection>& parts) {
  Detection sum;
  for (const Detection& part : parts) {
    sum.attacked += part.attacked;
    sum.found += part.found;
    sum.high += part.high;
  }
  return sum;
}

std::vector<Attack> takeovers() {
  return {
      // A burst from a new network after guesses.
      {.messages = 200, .hours = 2, .networks = 1, .refused = 25},
      // A botnet with foreign addresses.
      {.messages = 300, .hours = 3, .networks = 30, .foreign = 40},
      // Slow, from one network, as somebody else.
      {.messages = 100, .hours = 20, .networks = 1, .foreign = 1},
      // Few messages to very many.
      {.messages = 25, .hours = 1, .networks = 1, .recipients = 100},
      // An old program without TLS.
      {.messages = 150, .hours = 4, .networks = 2, .tls = TlsEvidence::proven_plain},
      // All at once.
      {.messages = 1000,
       .hours = 6,
       .networks = 4,
       .clients = 5,
       .refused = 60,
       .foreign = 40,
       .recipients = 5},
  };
}

}  // namespace smtptally::bench
