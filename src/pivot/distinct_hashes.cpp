// DistinctHashes: exact sets and HyperLogLog.

#include "pivot/distinct_hashes.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace smtptally {

void DistinctHashes::add(std::uint64_t hash) {
  if (!registers_.empty()) return set_register(hash);
  exact_.insert(hash);
  if (exact_.size() > kExactLimit) estimate_from_now_on();
}

void DistinctHashes::estimate_from_now_on() {
  registers_.assign(kRegisters, 0);
  for (const std::uint64_t hash : exact_) set_register(hash);
  exact_ = {};
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
  for (const std::uint64_t hash : other.exact_) add(hash);
}

Distinct DistinctHashes::count() const {
  if (registers_.empty()) return {exact_.size(), false};
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

}  // namespace smtptally
