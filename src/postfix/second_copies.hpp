#pragma once

#include <cstdint>
#include <string_view>

#include <tsl/robin_map.h>
#include <tsl/robin_set.h>

#include "containers/hash_of_key.hpp"
#include "postfix/services.hpp"
#include "postfix/session.hpp"
#include "postfix/time_limits.hpp"
#include "postfix/transaction.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;
class ServiceOrder;
class ServicesRead;

/// Tells what was told to the sink before, where two logs of one server hold the same lines. It
/// remembers messages by (log host, instance, queue id, second), and what has no queue id by its
/// place among those of its process in this second.
///
/// Does nothing, and remembers nothing, before expect().
class SecondCopies {
 public:
  void expect() noexcept { expected_ = true; }

  /// The time of each event. Where events go back in time, the input may come to a second again,
  /// with copies of its lines. The correlator's clock would not tell: it stands still while a log
  /// is read that ends before another host's.
  void note_time(Micros time) noexcept {
    if (!expected_) return;
    if (time + kDuplicateWindow < latest_) ++stretch_;
    latest_ = time;
  }
  /// The session has ended.
  void note_end(const Session& session) {
    if (expected_ && session.accepted > 0) ++count_of(ended_[session.map_key()], session.last);
  }
  /// How many sessions of its process with mail ended in the second of the event, before it.
  [[nodiscard]] std::uint32_t sessions_before(const Event& event) const;

  /// Whether the message, or the handshake that broke off, was told before. It is from now on.
  [[nodiscard]] bool was_told(const Transaction& t, const Service& service) {
    return expected_ && !remember(t, service);
  }
  [[nodiscard]] bool was_told(const BrokenHandshake& handshake, const SessionKey& process,
                              const Service& service) {
    return expected_ && !remember(handshake, process, service);
  }
  /// Back to the beginning. Still expects them.
  void clear() noexcept;

  // The open state, see Correlator.
  void name_services(ServiceOrder& services) const;
  void write(ByteWriter& out, const ServiceOrder& services) const;
  void read(ByteReader& in, const ServicesRead& services);

 private:
  /// How many things of a kind a process did in one second, one behind the other.
  struct InSecond {
    std::int64_t second = 0;
    std::uint32_t stretch = 0;
    std::uint32_t count = 0;
  };
  using ByProcess = tsl::robin_map<SessionKey, InSecond, HashOfKey>;

  /// Whether a count may still go on.
  [[nodiscard]] bool is_of_now(const InSecond& of_process) const noexcept;
  void write(ByteWriter& out, const ByProcess& counts, const ServiceOrder& services) const;
  void read(ByteReader& in, ByProcess& counts, const ServicesRead& services) const;
  /// How many there were in the second of `time` so far.
  [[nodiscard]] std::uint32_t& count_of(InSecond& of_process, Micros time) const noexcept;
  /// False if it was told before.
  [[nodiscard]] bool remember(const Transaction& t, const Service& service);
  [[nodiscard]] bool remember(const BrokenHandshake& handshake, const SessionKey& process,
                              const Service& service);
  [[nodiscard]] bool remember(std::string_view text);

  bool expected_ = false;
  tsl::robin_set<std::uint64_t> told_;  ///< Hashes.
  ByProcess ended_;                     ///< Sessions with mail.
  ByProcess handshakes_;                ///< Those that were told.
  std::uint32_t stretch_ = 0;         ///< Of events; another one begins where they go back in time.
  Micros latest_ = kBeginningOfTime;  ///< Time of the event at hand.
};

}  // namespace smtptally
