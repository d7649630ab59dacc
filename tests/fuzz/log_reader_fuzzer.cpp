// Bytes → lines → messages → report. Never falls over; any chunking gives the same counts.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "parse/log_reader.hpp"
#include "piece.hpp"

namespace {

using namespace smtptally;

std::uint64_t run(std::string_view bytes, std::size_t chunk) {
  Piece piece(Correlator::World::closed, {.tally = {{Dimension::sender, Dimension::tls}}},
              Selection(), Zone());
  LogReader reader(Zone(), 2026, piece);
  std::string held;
  for (std::size_t at = 0; at < bytes.size(); at += chunk) {
    held += bytes.substr(at, chunk);
    const bool at_end = at + chunk >= bytes.size();
    held.erase(0, reader.consume(PaddedString(held).text(), at_end));
  }
  piece.finish();
  const ReadCounts& counts = reader.counts();
  if (counts.lines != counts.logged + counts.irrelevant + counts.malformed) std::abort();
  if (counts.bytes != bytes.size()) std::abort();
  return piece.coverage()[CoverageItem::messages_accepted];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (run(bytes, bytes.size() + 1) != run(bytes, 13)) std::abort();
  return 0;
}
