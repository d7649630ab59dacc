#include "correlate/exchange_copies.hpp"

#include <algorithm>
#include <tuple>

#include <tsl/robin_set.h>

namespace smtptally {
namespace {

struct Timed {
  Micros time = 0;
  const TrackedMessage* message = nullptr;
};

/// PERF: sorts 16 bytes for each message, not all 140.
std::vector<Timed> in_order(const Chunks<TrackedMessage>& all, Micros before,
                            const Dictionary& texts) {
  std::vector<Timed> messages;
  messages.reserve(all.size());
  all.for_each([&](const TrackedMessage& t) {
    if (t.time < before) messages.push_back({t.time, &t});
  });
  const auto order = [&](const Timed& left, const Timed& right) {
    if (left.time != right.time) return left.time < right.time;
    const TrackedMessage& a = *left.message;
    const TrackedMessage& b = *right.message;
    if (a.server != b.server) return texts.text(a.server) < texts.text(b.server);
    return std::tie(a.internal_id, a.network_id, a.envelope, a.row) <
           std::tie(b.internal_id, b.network_id, b.envelope, b.row);
  };
  std::sort(messages.begin(), messages.end(), order);
  return messages;
}

/// What two rows about one message have in common; 0 if nothing tells.
std::uint64_t identity(const TrackedMessage& t) noexcept {
  if (t.network_id != 0) return t.network_id;
  return t.message_id != 0 ? t.envelope : 0;
}

}  // namespace

std::vector<const TrackedMessage*> without_copies(const Chunks<TrackedMessage>& all, Micros before,
                                                  const Dictionary& texts, TakenMails& taken,
                                                  Coverage& coverage) {
  const std::vector<Timed> messages = in_order(all, before, texts);
  tsl::robin_set<std::uint64_t> rows;
  tsl::robin_set<std::uint64_t> seen;
  rows.reserve(messages.size());
  seen.reserve(messages.size());
  const auto is_copy = [&](const TrackedMessage& t) {
    const std::uint64_t row = combine(mail_key(t.server, t.internal_id),
                                      combine(static_cast<std::uint64_t>(t.time), t.network_id));
    if (!rows.insert(row).second) return true;
    const std::uint64_t message = identity(t);
    if (!t.counts() || message == 0 || seen.insert(message).second) return false;
    (void)taken.take_first(t.server, t.internal_id, t.message_id);
    return true;
  };
  std::vector<const TrackedMessage*> kept;
  kept.reserve(messages.size());
  for (const Timed& timed : messages) {
    if (is_copy(*timed.message)) {
      ++coverage[CoverageItem::duplicate_messages];
    } else {
      kept.push_back(timed.message);
    }
  }
  return kept;
}

}  // namespace smtptally
