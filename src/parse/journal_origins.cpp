// JournalOrigins: a table of the latest ones.

#include "parse/journal_origins.hpp"

#include <algorithm>

#include "parse/journal_layout.hpp"

namespace smtptally {

JournalOrigins::JournalOrigins() : known_(kSlots) {}

/// PERF: the sums do not wait for each other, as the steps of most hashes do.
std::size_t JournalOrigins::slot_of(std::string_view items) noexcept {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = 0;
  std::uint64_t factor = kFactor;
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= items.size(); at += sizeof(std::uint64_t)) {
    const std::uint64_t word = journal::le64(items.data() + at);
    hash += (word ^ word >> 32U) * factor;
    factor += kFactor << 1U;
  }
  if (at + sizeof(std::uint32_t) <= items.size()) hash += journal::le32(items.data() + at) * factor;
  return hash >> 40U & (kSlots - 1);
}

const JournalOrigin* JournalOrigins::find(std::string_view items) const noexcept {
  if (items.empty() || items.size() > kLongest) return nullptr;
  const Known& known = known_[slot_of(items)];
  const std::string_view same(known.items.data(), known.size);
  return same == items ? &known.origin : nullptr;
}

void JournalOrigins::clear() noexcept {
  for (Known& known : known_) known.size = 0;
}

void JournalOrigins::remember(std::string_view items, const JournalOrigin& origin) {
  if (items.empty() || items.size() > kLongest) return;
  Known& known = known_[slot_of(items)];
  known.size = items.size();
  std::copy(items.begin(), items.end(), known.items.begin());
  known.origin = origin;
}

}  // namespace smtptally
