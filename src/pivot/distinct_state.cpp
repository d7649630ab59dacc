// DistinctCounter: how its set is written and read.

#include <set>

#include "pivot/distinct_counter.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"

namespace smtptally {

void DistinctHashes::write(ByteWriter& out) const {
  if (registers_.empty()) {
    const std::set<std::uint64_t> all(exact_.begin(), exact_.end());
    out.number(all.size() + 1);
    for (const std::uint64_t hash : all) out.hash(hash);
    return;
  }
  out.number(0);
  for (const std::uint8_t rank : registers_) out.fixed(rank, 1);
}

void DistinctCounter::write(ByteWriter& out) const {
  if (many_) return many_->write(out);
  const std::set<std::uint64_t> sorted(few_.begin(),
                                       few_.begin() + static_cast<std::ptrdiff_t>(size_));
  out.number(size_ + 1);
  for (const std::uint64_t hash : sorted) out.hash(hash);
}

void DistinctCounter::read(ByteReader& in) {
  const std::uint64_t count = in.number(kExactLimit + 1);
  if (in.failed()) return;
  if (count == 0) {
    many_ = std::make_unique<DistinctHashes>();
    return many_->read_registers(in);
  }
  std::uint64_t before = 0;
  for (std::uint64_t i = 1; i < count && !in.failed(); ++i) {
    const std::uint64_t hash = in.hash();
    in.require(i == 1 || before < hash, "values are not in their order");
    before = hash;
    add_hash(hash);
  }
}

void DistinctHashes::read_registers(ByteReader& in) {
  registers_.resize(kRegisters);
  for (std::uint8_t& rank : registers_) {
    rank = static_cast<std::uint8_t>(in.fixed(1));
    in.require(rank <= 64, "a rank is too high");
  }
}

}  // namespace smtptally
