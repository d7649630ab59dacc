// The open state of a log, behind its checksum: what is accepted is written back as the same bytes,
// and the log goes on behind it.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "history/open_state.hpp"
#include "parse/log_reader.hpp"
#include "piece.hpp"
#include "support/sealed_state.hpp"
#include "text/padded_text.hpp"

using namespace smtptally;
using World = Correlator::World;

namespace {

constexpr std::size_t kVersionAt = 16;
constexpr std::string_view kLines =
    "2026-11-20T10:00:20Z mail postfix/smtpd[101]: connect from a[192.0.2.1]\n"
    "2026-11-20T10:00:21Z mail postfix/smtpd[101]: A10009E3A05: client=a[192.0.2.1]\n"
    "2026-11-20T10:00:22Z mail postfix/qmgr[77]: A10009E3A05: removed\n"
    "2026-11-20T10:00:22Z mail postfix/smtpd[101]: disconnect from a[192.0.2.1] data=1\n"
    "2026-12-20T10:00:22Z mail postfix/smtpd[101]: connect from a[192.0.2.1]\n";

Selection everyone() {
  Selection selection;
  selection.auth = AuthScope::any;
  return selection;
}

void go_on(Piece& piece) {
  LogReader reader(Zone(), 2026, piece);
  (void)reader.consume(PaddedString(kLines).text(), true);
}

void check(std::string_view state, World world) {
  CollectSpec spec;
  spec.events = true;
  Piece piece(world, spec, everyone(), Zone());
  if (!read_open_state(state, piece)) return;
  const std::string written = write_open_state(piece);
  // An earlier version wrote some lists in another order.
  const bool is_of_this_version = state[kVersionAt] == written[kVersionAt];
  if (is_of_this_version && written != state) std::abort();
  go_on(piece);
  (void)write_open_state(piece);
  if (world == World::closed) return piece.finish();
  Piece before(World::closed, spec, everyone(), Zone());
  go_on(before);
  before.merge(piece);
  before.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string sealed = sealed_state(bytes);
  check(sealed, World::closed);
  check(sealed, World::open);
  // Nobody writes what is not sealed.
  Piece piece(World::closed, {}, everyone(), Zone());
  if (sealed != bytes && read_open_state(bytes, piece)) std::abort();
  return 0;
}
