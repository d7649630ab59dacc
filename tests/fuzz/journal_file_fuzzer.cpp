// A journal file of any bytes: nothing is read that is not there, every size of the pieces gives
// the same entries, and every byte is accounted for.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "parse/line_hash.hpp"
#include "parse/log_reader.hpp"

namespace {

using namespace smtptally;

/// Sums up all that the lines say.
class Sum final : public LineSink {
 public:
  void line(const LogLine& line) override {
    value = value * 31 + hash_of_line(line) + static_cast<std::uint64_t>(line.time) + line.pid;
  }
  void tracking(const TrackingRow& /*row*/) override {}
  void protocol(const ProtocolRow& /*row*/) override {}

  std::uint64_t value = 0;
};

std::uint64_t run(std::string_view bytes, const JournalHeader& header, std::size_t step) {
  const auto read_at = [bytes](std::uint64_t offset, std::span<char> into) {
    const std::string_view rest = bytes.substr(std::min<std::uint64_t>(offset, bytes.size()));
    const std::size_t size = std::min(rest.size(), into.size());
    std::memcpy(into.data(), rest.data(), size);
    return size;
  };
  Sum sum;
  LogReader reader(Zone(), 2026, sum);
  reader.expect_journal({.header = header, .read_at = read_at, .size = bytes.size()});
  std::string held;
  for (std::size_t at = 0;; at += step) {
    const bool at_end = at >= bytes.size();
    std::string more(at_end ? std::string_view() : bytes.substr(at, step));
    // What is not looked at may be anything.
    const std::size_t passed = std::min<std::uint64_t>(more.size(), reader.passed_over());
    more.replace(0, passed, passed, '\xFF');
    held += more;
    held.erase(0, reader.consume(PaddedString(held).text(), at_end));
    if (at_end) break;
  }
  const ReadCounts& counts = reader.counts();
  if (counts.lines != counts.logged + counts.irrelevant + counts.malformed) std::abort();
  if (counts.bytes != bytes.size() || !held.empty()) std::abort();
  return sum.value + counts.lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto header = JournalHeader::parse(bytes);
  if (!header || header->is_foreign()) return 0;
  JournalHeader promise = *header;
  promise.entries = std::min<std::uint64_t>(promise.entries, 1000);  // What is missing is counted.
  if (run(bytes, promise, size + 1) != run(bytes, promise, 61)) std::abort();
  return 0;
}
