#include "postfix/second_copies.hpp"

#include <fmt/format.h>

#include "text/stable_hash.hpp"

namespace smtptally {

std::uint32_t& SecondCopies::count_of(InSecond& of_process, Micros time) const noexcept {
  const std::int64_t second = whole_seconds(time);
  if (of_process.second != second || of_process.stretch != stretch_) {
    of_process = {.second = second, .stretch = stretch_};
  }
  return of_process.count;
}

std::uint32_t SecondCopies::sessions_before(const Event& event) const {
  const auto found = ended_.find(SessionKey{event.service, event.pid});
  if (found == ended_.end()) return 0;
  InSecond here = found->second;
  return count_of(here, event.time);
}

/// An id can not be given twice in one second: short ids hold the microsecond, long ones the time.
/// All services of an instance share its ids; what has none is told by its process, and two
/// services may have processes of one number.
bool SecondCopies::remember(const Transaction& t, const Service& service) {
  const bool no_id = !t.has_queue_id();
  return remember(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", service.host,
                              no_id ? service.tag : instance_of(service.tag),
                              no_id ? "" : t.key.text(), whole_seconds(t.time), no_id ? t.pid : 0,
                              t.before, t.sessions_before));
}

bool SecondCopies::remember(const BrokenHandshake& handshake, const SessionKey& process,
                            const Service& service) {
  std::uint32_t& count = count_of(handshakes_[process], handshake.time);
  return remember(fmt::format("handshake\n{}\n{}\n{}\n{}\n{}\n{}", service.host, service.tag,
                              process.pid, whole_seconds(handshake.time), count++,
                              handshake.client));
}

bool SecondCopies::remember(std::string_view text) {
  return told_.insert(stable_hash(text)).second;
}

void SecondCopies::clear() noexcept {
  told_.clear();
  ended_.clear();
  handshakes_.clear();
}

}  // namespace smtptally
