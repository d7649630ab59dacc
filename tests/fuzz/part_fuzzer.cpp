// Parts, behind their checksum: what is accepted is written again as a part that is accepted, and a
// report of it can be made. Nothing is accepted that has another checksum.
//
// The first two bytes are the size of the head, then head and body, as they are before they are
// packed.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "parts/log_part.hpp"
#include "parts/part_options.hpp"
#include "piece.hpp"
#include "report/views.hpp"
#include "smtptally/formatter.hpp"

using namespace smtptally;
using World = Correlator::World;

namespace {

constexpr std::size_t kSizeBytes = 2;

void report(const Config& config, Piece& piece, const PartOptions& options) {
  const View& view = find_view(config.command);
  const CollectSpec wanted = view.collect(config);
  if (view.refuse(config) || !can_serve(options.spec, wanted, true)) return;
  piece.sink().serve(wanted);
  Report made;
  made.zone = config.zone;
  made.coverage = piece.collected().coverage();
  view.build(config, piece.collected(), made);
  std::string text;
  Output output(text);
  find_format(config.format).write(made, {}, output);
  (void)output.finish();
}

void check(std::string_view bytes) {
  const Result<PartBytes> part = PartBytes::open(bytes);
  if (!part) return;
  Result<PartHead> head = part.value().head();
  if (!head) return;
  const PartOptions& options = head.value().options;
  Config config;
  if (adopt(options, config)) return;
  ReadResult& read = head.value().read;
  read.piece = std::make_unique<Piece>(World::open, options.spec, config.selection, config.zone);
  if (!part.value().body(*read.piece)) return;
  const std::string written = write_part(options, read);
  const Result<PartBytes> again = PartBytes::open(written);
  if (!again || !again.value().head()) std::abort();
  Piece second(World::open, options.spec, config.selection, config.zone);
  if (!again.value().body(second)) std::abort();
  Piece all(World::closed, options.spec, config.selection, config.zone);
  all.merge(second);
  all.finish();
  config.command = Command::summary;
  config.format = OutputFormat::csv;
  report(config, all, options);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  // Nobody makes a checksum of 16 bytes by chance.
  if (PartBytes::open(bytes)) std::abort();
  if (size < kSizeBytes) return 0;
  const std::size_t head = std::min(size - kSizeBytes, data[0] + (std::size_t{data[1]} << 8U));
  const std::string_view rest = bytes.substr(kSizeBytes);
  check(framed_part(rest.substr(0, head), rest.substr(head)));
  return 0;
}
