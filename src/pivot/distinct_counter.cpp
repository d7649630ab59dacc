// DistinctCounter: the few texts of most groups.

#include "pivot/distinct_counter.hpp"

namespace smtptally {

/// FNV-1a, then the finalizer of MurmurHash3. The same on every machine, so that estimates are
/// reproducible.
std::uint64_t DistinctCounter::hash_of(std::string_view text) noexcept {
  std::uint64_t h = 0xCBF29CE484222325ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  h = (h ^ (h >> 33U)) * 0xFF51AFD7ED558CCDULL;
  h = (h ^ (h >> 33U)) * 0xC4CEB9FE1A85EC53ULL;
  return h ^ (h >> 33U);
}

void DistinctCounter::add(std::span<DistinctCounter> counters, std::span<const std::size_t> at,
                          std::span<const std::uint64_t> hashes) {
  for (const std::size_t i : at) __builtin_prefetch(&counters[i]);
  for (const std::size_t i : at) __builtin_prefetch(counters[i].many_.get());
  for (std::size_t i = 0; i < at.size(); ++i) counters[at[i]].add_hash(hashes[i]);
}

void DistinctCounter::add_hash(std::uint64_t hash) {
  if (many_) return many_->add(hash);
  // PERF: without branches, which nobody could predict.
  bool known = false;
  for (std::size_t i = 0; i < kFew; ++i) known |= (few_[i] == hash) & (i < size_);
  if (known) return;
  if (size_ < kFew) {
    few_[size_++] = hash;
    return;
  }
  have_many();
  many_->add(hash);
}

DistinctHashes DistinctCounter::hashes() const {
  if (many_) return *many_;
  DistinctHashes all;
  for (std::size_t i = 0; i < size_; ++i) all.add(few_[i]);
  return all;
}

void DistinctCounter::have_many() {
  many_ = std::make_unique<DistinctHashes>(hashes());
  few_ = {};
  size_ = 0;
}

void DistinctCounter::merge(const DistinctCounter& other) {
  if (other.many_) {
    if (!many_) have_many();
    many_->merge(*other.many_);
    return;
  }
  for (std::size_t i = 0; i < other.size_; ++i) add_hash(other.few_[i]);
}

bool DistinctCounter::operator==(const DistinctCounter& other) const {
  return hashes() == other.hashes();
}

}  // namespace smtptally
