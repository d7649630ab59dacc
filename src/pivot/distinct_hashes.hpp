#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

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
  /// Says that the hash is added soon.
  void expect(std::uint64_t hash) const noexcept {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  }
  void merge(const DistinctHashes& other);
  [[nodiscard]] Distinct count() const;
  /// Equal sets are equal bytes.
  void write(ByteWriter& out) const;
  /// The registers of an estimate.
  void read_registers(ByteReader& in);
  bool operator==(const DistinctHashes& other) const;

 private:
  static constexpr unsigned kIndexBits = 12;
  static constexpr std::size_t kRegisters = std::size_t{1} << kIndexBits;
  static constexpr std::size_t kFirstSlots = 32;

  [[nodiscard]] std::vector<std::uint64_t> sorted() const;
  void put(std::uint64_t hash);
  void grow();
  void estimate_from_now_on();
  void set_register(std::uint64_t hash);

  /// While exact: a power of two of places for hashes, each at or behind the one that its low bits
  /// name; 0 is a free place. Empty otherwise.
  std::vector<std::uint64_t> slots_;
  std::size_t size_ = 0;                 ///< Hashes in slots_.
  bool has_zero_ = false;                ///< Whether the hash 0 was added, while exact.
  std::vector<std::uint8_t> registers_;  ///< Empty while exact.
};
static_assert(Mergeable<DistinctHashes>);

}  // namespace smtptally
