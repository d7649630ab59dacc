// Removes copies of tracked messages.

#include "exchange/copies.hpp"

#include <algorithm>
#include <tuple>

#include <tsl/robin_set.h>

namespace smtptally {
namespace {

struct Timed {
  Micros time = 0;
  const TrackedMessage* message = nullptr;
};

/// PERF: sorts 16 bytes per message instead of all 140.
std::vector<Timed> in_order(const StableList<TrackedMessage>& all, Micros before,
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

bool is_same_row(const TrackedMessage& a, const TrackedMessage& b) noexcept {
  return std::tie(a.time, a.server, a.internal_id, a.network_id) ==
         std::tie(b.time, b.server, b.internal_id, b.network_id);
}

/// A value that two rows about one message have in common; 0 if there is none.
std::uint64_t identity(const TrackedMessage& t) noexcept {
  if (t.network_id != 0) return t.network_id;
  return t.message_id != 0 ? t.envelope : 0;
}

}  // namespace

std::vector<const TrackedMessage*> without_copies(const StableList<TrackedMessage>& all,
                                                  Micros before, const Dictionary& texts,
                                                  SeenMessages& taken, Coverage& coverage) {
  const std::vector<Timed> messages = in_order(all, before, texts);
  tsl::robin_set<std::uint64_t> seen;
  seen.reserve(messages.size());
  std::vector<const TrackedMessage*> kept;
  kept.reserve(messages.size());
  const TrackedMessage* last = nullptr;  // After sorting, copies of a row are adjacent.
  for (const Timed& timed : messages) {
    const TrackedMessage& t = *timed.message;
    const bool same_row = last != nullptr && is_same_row(t, *last);
    last = &t;
    const std::uint64_t message = t.counts() && !same_row ? identity(t) : 0;
    const bool same_message = message != 0 && !seen.insert(message).second;
    if (same_message) (void)taken.take_first(t.server, t.internal_id, t.message_id);
    if (same_row || same_message) {
      coverage[CoverageItem::duplicate_messages] += t.count;
    } else {
      kept.push_back(&t);
    }
  }
  return kept;
}

}  // namespace smtptally
