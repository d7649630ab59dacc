// In which order parts are merged.

#include "parts/part_order.hpp"

#include <algorithm>
#include <map>
#include <queue>
#include <tuple>
#include <utility>

#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// How much a part may begin before the one that it follows ends: lines of one moment are written
/// to both where a log is rotated.
constexpr Micros kRotation = 60 * kMicrosPerSecond;

struct Stretch {
  TimeRange span;
  std::size_t part = 0;
};

std::map<std::string_view, std::vector<Stretch>> stretches_of(const std::vector<NamedPart>& parts) {
  std::map<std::string_view, std::vector<Stretch>> by_host;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (const auto& [host, span] : parts[i].head.read.hosts) by_host[host].push_back({span, i});
  }
  for (auto& [host, stretches] : by_host) {
    std::sort(stretches.begin(), stretches.end(), [](const Stretch& a, const Stretch& b) {
      return std::tuple(a.span.since, a.span.until, a.part) <
             std::tuple(b.span.since, b.span.until, b.part);
    });
  }
  return by_host;
}

Micros length_of(const Stretch& stretch) { return stretch.span.until - stretch.span.since; }

Micros first_of(const NamedPart& part) {
  return part.head.read.covered ? part.head.read.covered->since : kEndOfTime;
}

}  // namespace

std::optional<Error> put_in_order(std::vector<NamedPart>& parts) {
  std::vector<std::vector<std::size_t>> followers(parts.size());
  std::vector<std::size_t> waits_for(parts.size());
  for (const auto& [host, stretches] : stretches_of(parts)) {
    for (std::size_t i = 1; i < stretches.size(); ++i) {
      const Stretch& before = stretches[i - 1];
      const Stretch& next = stretches[i];
      // Of short logs less is enough: one lies within the other.
      const Micros common = std::min(before.span.until, next.span.until) - next.span.since;
      const Micros shorter = std::min(length_of(before), length_of(next));
      if (common > kRotation || (common > kMicrosPerSecond && common >= shorter)) {
        return Error{
            said("{} and {}: both hold lines of the host {} from {} on; logs that overlap "
                 "are read by one run",
                 visible(parts[before.part].path), visible(parts[next.part].path), visible(host),
                 format_rfc3339(next.span.since, Zone()))};
      }
      followers[before.part].push_back(next.part);
      ++waits_for[next.part];
    }
  }
  using Turn = std::pair<Micros, std::size_t>;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> ready;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (waits_for[i] == 0) ready.emplace(first_of(parts[i]), i);
  }
  std::vector<NamedPart> ordered;
  while (!ready.empty()) {
    const std::size_t part = ready.top().second;
    ready.pop();
    for (const std::size_t next : followers[part]) {
      if (--waits_for[next] == 0) ready.emplace(first_of(parts[next]), next);
    }
    ordered.push_back(std::move(parts[part]));
  }
  if (ordered.size() < parts.size()) {
    const auto stuck = std::find_if(waits_for.begin(), waits_for.end(),
                                    [](std::size_t others) { return others > 0; });
    return Error{
        said("{}: some of its hosts come before those of another part, and some behind "
             "them; let one run read their logs",
             visible(parts[static_cast<std::size_t>(stuck - waits_for.begin())].path))};
  }
  parts = std::move(ordered);
  return std::nullopt;
}

}  // namespace smtptally
