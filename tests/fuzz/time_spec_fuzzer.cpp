// --since, --until and --last.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "smtptally/time_spec.hpp"

using namespace smtptally;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<TimeSpec> spec = parse_time_spec(text, 1'795'262'400'000'000, Zone());
  if (spec && spec.value().at > spec.value().day_end) std::abort();
  const Result<Micros> span = parse_time_span(text);
  if (span && span.value() <= 0) std::abort();
  return 0;
}
