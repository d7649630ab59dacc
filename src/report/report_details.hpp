#pragma once

#include <cstddef>
#include <vector>

#include "pivot/tally.hpp"
#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// What the details of a report are made of. Keys: sender, TLS, day; and sender, client, mechanism,
/// TLS, with times.
struct DetailSource {
  const Tally& by_day;
  const Tally& by_client;
  const Coverage& coverage;
  const Config& config;
};

/// Senders with details: those with old TLS, without TLS, and then those with the most messages.
inline constexpr std::size_t kMostDetailed = 500;
/// Senders without old TLS or plaintext that have details.
inline constexpr std::size_t kMostUsual = 200;
/// Clients of one sender; the others are summed up.
inline constexpr std::size_t kMostClients = 50;
/// Domains with days of their own, by messages.
inline constexpr std::size_t kMostDomains = 200;

/// sender_days, sender_clients and domain_days, so that 20,000 senders and 90 days stay a page that
/// can be mailed.
[[nodiscard]] std::vector<Section> report_details(const DetailSource& source);

}  // namespace smtptally
