// DistinctCounter: exact sets and HyperLogLog.

#include "pivot/distinct_counter.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace smtptally {
namespace {

constexpr unsigned kIndexBits = 12;
constexpr std::size_t kRegisters = std::size_t{1} << kIndexBits;

/// FNV-1a, then the finalizer of MurmurHash3. The same on every machine, so that estimates are
/// reproducible.
std::uint64_t hash_of(std::string_view text) noexcept {
  std::uint64_t h = 0xCBF29CE484222325ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  h = (h ^ (h >> 33U)) * 0xFF51AFD7ED558CCDULL;
  h = (h ^ (h >> 33U)) * 0xC4CEB9FE1A85EC53ULL;
  return h ^ (h >> 33U);
}

}  // namespace

void DistinctCounter::add(std::string_view text) { add_hash(hash_of(text)); }

void DistinctCounter::add_hash(std::uint64_t hash) {
  if (!registers_.empty()) return set_register(hash);
  const auto end = exact_.begin() + static_cast<std::ptrdiff_t>(sorted_);
  if (std::binary_search(exact_.begin(), end, hash)) return;
  exact_.push_back(hash);
  // The unsorted tail may contain duplicates; it is kept short compared with the sorted part.
  if (exact_.size() - sorted_ <= 32 + sorted_ / 8) return;
  sort_exact();
  if (exact_.size() > kExactLimit) estimate_from_now_on();
}

void DistinctCounter::sort_exact() const {
  const auto tail = exact_.begin() + static_cast<std::ptrdiff_t>(sorted_);
  std::sort(tail, exact_.end());
  std::inplace_merge(exact_.begin(), tail, exact_.end());
  exact_.erase(std::unique(exact_.begin(), exact_.end()), exact_.end());
  sorted_ = exact_.size();
}

void DistinctCounter::estimate_from_now_on() {
  registers_.assign(kRegisters, 0);
  for (const std::uint64_t hash : exact_) set_register(hash);
  exact_ = {};
  sorted_ = 0;
}

void DistinctCounter::set_register(std::uint64_t hash) {
  const std::size_t index = hash >> (64U - kIndexBits);
  const auto rank = static_cast<std::uint8_t>(
      std::min(std::countl_zero(hash << kIndexBits), static_cast<int>(64U - kIndexBits)) + 1);
  registers_[index] = std::max(registers_[index], rank);
}

void DistinctCounter::merge(const DistinctCounter& other) {
  if (!other.registers_.empty()) {
    if (registers_.empty()) estimate_from_now_on();
    std::transform(registers_.begin(), registers_.end(), other.registers_.begin(),
                   registers_.begin(), [](auto a, auto b) { return std::max(a, b); });
    return;
  }
  for (const std::uint64_t hash : other.exact_) add_hash(hash);
}

Distinct DistinctCounter::count() const {
  if (registers_.empty()) {
    sort_exact();
    if (exact_.size() <= kExactLimit) return {exact_.size(), false};
    DistinctCounter large = *this;
    large.estimate_from_now_on();
    return large.count();
  }
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

bool DistinctCounter::operator==(const DistinctCounter& other) const {
  const auto canonical = [](const DistinctCounter& counter) {
    DistinctCounter copy = counter;
    copy.sort_exact();
    if (copy.registers_.empty() && copy.exact_.size() > kExactLimit) copy.estimate_from_now_on();
    return copy;
  };
  const DistinctCounter a = canonical(*this);
  const DistinctCounter b = canonical(other);
  return a.exact_ == b.exact_ && a.registers_ == b.registers_;
}

}  // namespace smtptally
