#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "pivot/distinct_hashes.hpp"
#include "smtptally/mergeable.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// Counts distinct texts, as DistinctHashes does. A commutative monoid.
///
/// PERF: most groups have few texts. They stand in a line of the cache, and need no memory of their
/// own.
class alignas(64) DistinctCounter {
 public:
  static constexpr std::size_t kExactLimit = DistinctHashes::kExactLimit;

  DistinctCounter() = default;
  DistinctCounter(const DistinctCounter& other) { *this = other; }
  DistinctCounter& operator=(const DistinctCounter& other) {
    if (this == &other) return *this;
    few_ = other.few_;
    size_ = other.size_;
    many_ = other.many_ ? std::make_unique<DistinctHashes>(*other.many_) : nullptr;
    return *this;
  }
  DistinctCounter(DistinctCounter&&) noexcept = default;
  DistinctCounter& operator=(DistinctCounter&&) noexcept = default;
  ~DistinctCounter() = default;

  void add(std::string_view text) { add_hash(hash_of(text)); }
  /// Adds a text to each of these counters; `hashes` are those of the texts.
  ///
  /// PERF: counters are seldom in the cache. Each step is taken for all of them, so that their
  /// memory accesses overlap.
  static void add(std::span<DistinctCounter> counters, std::span<const std::size_t> at,
                  std::span<const std::uint64_t> hashes);
  [[nodiscard]] static std::uint64_t hash_of(std::string_view text) noexcept;
  void merge(const DistinctCounter& other);
  void clear() noexcept {
    size_ = 0;
    many_.reset();
  }
  [[nodiscard]] Distinct count() const { return many_ ? many_->count() : Distinct{size_, false}; }
  /// Equal counters are equal bytes. What is read is empty before.
  void write(ByteWriter& out) const;
  void read(ByteReader& in);
  bool operator==(const DistinctCounter& other) const;

 private:
  static constexpr std::size_t kFew = 6;

  void add_hash(std::uint64_t hash);
  /// The same set in memory of its own.
  [[nodiscard]] DistinctHashes hashes() const;
  void have_many();

  std::array<std::uint64_t, kFew> few_{};   ///< The first size_ of them, unless there are many.
  std::uint64_t size_ = 0;                  ///< At most kFew.
  std::unique_ptr<DistinctHashes> many_{};  ///< All of them, if they are more.
};
static_assert(Mergeable<DistinctCounter>);
static_assert(sizeof(DistinctCounter) == 64);

}  // namespace smtptally
