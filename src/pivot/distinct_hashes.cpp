// DistinctHashes: exact sets and HyperLogLog.

#include "pivot/distinct_hashes.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>

namespace smtptally {

void DistinctHashes::add(std::uint64_t hash) {
  if (!registers_.empty()) return set_register(hash);
  if (hash == 0) {
    has_zero_ = true;
  } else {
    if (3 * slots_.size() <= 4 * size_) grow();
    put(hash);
  }
  if (size_ + (has_zero_ ? 1 : 0) > kExactLimit) estimate_from_now_on();
}

/// Requires a free place.
void DistinctHashes::put(std::uint64_t hash) {
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at] != 0 && slots_[at] != hash) at = (at + 1) & (slots_.size() - 1);
  if (slots_[at] == hash) return;
  slots_[at] = hash;
  ++size_;
}

void DistinctHashes::grow() {
  const std::vector<std::uint64_t> all = std::move(slots_);
  slots_.assign(std::max(kFirstSlots, 2 * all.size()), 0);
  size_ = 0;
  for (const std::uint64_t hash : all) {
    if (hash != 0) put(hash);
  }
}

std::vector<std::uint64_t> DistinctHashes::sorted() const {
  std::vector<std::uint64_t> all;
  if (has_zero_) all.push_back(0);
  std::copy_if(slots_.begin(), slots_.end(), std::back_inserter(all),
               [](std::uint64_t hash) { return hash != 0; });
  std::sort(all.begin(), all.end());
  return all;
}

void DistinctHashes::estimate_from_now_on() {
  const std::vector<std::uint64_t> all = sorted();
  registers_.assign(kRegisters, 0);
  for (const std::uint64_t hash : all) set_register(hash);
  slots_ = {};
  size_ = 0;
  has_zero_ = false;
}

void DistinctHashes::set_register(std::uint64_t hash) {
  const std::size_t index = hash >> (64U - kIndexBits);
  const auto rank = static_cast<std::uint8_t>(
      std::min(std::countl_zero(hash << kIndexBits), static_cast<int>(64U - kIndexBits)) + 1);
  registers_[index] = std::max(registers_[index], rank);
}

void DistinctHashes::merge(const DistinctHashes& other) {
  if (!other.registers_.empty()) {
    if (registers_.empty()) estimate_from_now_on();
    std::transform(registers_.begin(), registers_.end(), other.registers_.begin(),
                   registers_.begin(), [](auto a, auto b) { return std::max(a, b); });
    return;
  }
  if (other.has_zero_) add(0);
  for (const std::uint64_t hash : other.slots_) {
    if (hash != 0) add(hash);
  }
}

Distinct DistinctHashes::count() const {
  if (registers_.empty()) return {size_ + (has_zero_ ? 1 : 0), false};
  const auto m = static_cast<double>(kRegisters);
  double sum = 0;
  double empty = 0;
  for (const std::uint8_t rank : registers_) {
    sum += std::ldexp(1.0, -static_cast<int>(rank));
    empty += rank == 0 ? 1 : 0;
  }
  double estimate = 0.7213 / (1 + 1.079 / m) * m * m / sum;
  if (estimate <= 2.5 * m && empty > 0) estimate = m * std::log(m / empty);
  return {static_cast<std::uint64_t>(std::llround(estimate)), true};
}

bool DistinctHashes::operator==(const DistinctHashes& other) const {
  return registers_ == other.registers_ && sorted() == other.sorted();
}

}  // namespace smtptally
