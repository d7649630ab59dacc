#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "smtptally/mergeable.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// Counts distinct texts: exactly up to kExactLimit of them, then estimated by HyperLogLog
/// (Flajolet et al. 2007) with 4096 registers, standard error 1.04 / sqrt(4096) = 1.6 %.
///
/// A commutative monoid: the state depends only on the set of added texts, because the registers of
/// a set are the maxima over its parts.
class DistinctCounter {
 public:
  static constexpr std::size_t kExactLimit = 4096;

  void add(std::string_view text);
  void merge(const DistinctCounter& other);
  [[nodiscard]] Distinct count() const;
  /// Equal counters are equal bytes. What is read is empty before.
  void write(ByteWriter& out) const;
  void read(ByteReader& in);
  bool operator==(const DistinctCounter& other) const;

 private:
  void add_hash(std::uint64_t hash);
  void sort_exact() const;
  void estimate_from_now_on();
  void set_register(std::uint64_t hash);

  /// 64-bit hashes, sorted up to sorted_; the rest is new and may contain duplicates. Two texts
  /// with one hash would count once: for 4096 texts the probability is below 5e-13.
  mutable std::vector<std::uint64_t> exact_;
  mutable std::size_t sorted_ = 0;
  std::vector<std::uint8_t> registers_;  ///< Empty while exact.
};
static_assert(Mergeable<DistinctCounter>);

}  // namespace smtptally
