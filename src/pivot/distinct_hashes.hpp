#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <tsl/robin_set.h>

#include "smtptally/mergeable.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// Counts distinct hashes of texts: exactly up to kExactLimit of them, then estimated by
/// HyperLogLog (Flajolet et al. 2007) with 4096 registers, standard error 1.04 / sqrt(4096) = 1.6
/// %. Two texts with one hash would count once: for 4096 texts the probability is below 5e-13.
///
/// A commutative monoid: the state depends only on the set of added hashes, because the registers
/// of a set are the maxima over its parts.
class DistinctHashes {
 public:
  static constexpr std::size_t kExactLimit = 4096;

  void add(std::uint64_t hash);
  void merge(const DistinctHashes& other);
  [[nodiscard]] Distinct count() const;
  /// Equal sets are equal bytes.
  void write(ByteWriter& out) const;
  /// The registers of an estimate.
  void read_registers(ByteReader& in);
  bool operator==(const DistinctHashes&) const = default;

 private:
  static constexpr unsigned kIndexBits = 12;
  static constexpr std::size_t kRegisters = std::size_t{1} << kIndexBits;

  void estimate_from_now_on();
  void set_register(std::uint64_t hash);

  tsl::robin_set<std::uint64_t> exact_;  ///< Empty while it estimates.
  std::vector<std::uint8_t> registers_;  ///< Empty while exact.
};
static_assert(Mergeable<DistinctHashes>);

}  // namespace smtptally
