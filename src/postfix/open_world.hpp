#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <tsl/robin_map.h>
#include <tsl/robin_set.h>

#include "containers/hash_of_key.hpp"
#include "postfix/reinjections.hpp"
#include "postfix/session.hpp"
#include "postfix/time_limits.hpp"
#include "postfix/waiting_events.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;
class ServiceOrder;
class ServicesRead;

enum class World : std::uint8_t {
  closed,  ///< The log begins here.
  open,    ///< A piece from the middle.
};

/// What a piece from the middle of a log does not know: the sessions and messages that began in the
/// piece before. It says which events must wait for that piece, and keeps them, in order, with what
/// that piece must know of this one. In a closed world nothing waits.
class OpenWorld {
 public:
  explicit OpenWorld(World world) : is_open_(world == World::open), warm_(world == World::closed) {}

  [[nodiscard]] bool is_open() const noexcept { return is_open_; }

  /// Whether an event of this time stands in the first seconds of the piece. Second copies of lines
  /// of the piece before can only stand in them: all of that waits.
  [[nodiscard]] bool is_warming_up(Micros time) noexcept { return !warm_ && !warms_up(time); }

  /// Whether a session of this process that is not known may be known to the piece before: none was
  /// opened in this one.
  ///
  /// PERF: asked behind the lookup that the line needs anyway, here and below: two lookups a line
  /// were a tenth of the time of a piece.
  [[nodiscard]] bool may_be_earlier(const SessionKey& unknown) const {
    return is_open_ && !own_sessions_.contains(unknown);
  }
  /// The same for the message of a queue id. A line that comes late, when a message that began in
  /// this piece is not known any more, may wait all the same: the piece before was told that
  /// whatever it had of this id is superseded, so that nothing comes of it.
  [[nodiscard]] bool may_be_earlier(const QueueKey& unknown) const {
    return is_open_ && !other_mail_.contains(unknown);
  }
  /// Whether a connect line came out of order: into the first seconds, or behind a client= line of
  /// its process that waits and is not older by a second. What it begins, and to which session a
  /// copy of that client= line belongs, only those can tell who know what came before.
  [[nodiscard]] bool stands_late(const Event& connect) const;

  /// A session begins here: it ends whatever session of this process the piece before has.
  void begin(const SessionKey& process, Micros time) {
    own_sessions_.insert(process);
    waiting_.add_supersession(process, time);
  }
  /// The process has another session from now on, if the piece before has one.
  void supersede_before(const SessionKey& process, Micros time) {
    if (may_be_earlier(process)) waiting_.add_supersession(process, time);
  }
  /// Whatever message with this id the piece before has, no later line is about it.
  void supersede_before(const QueueKey& queue, std::uint32_t service, Micros time) {
    if (is_open_) waiting_.add_supersession(queue, service, time);
  }
  /// Keeps an event for the piece before. `clock` is the latest time of all events so far.
  void wait(const Event& event, Micros clock);
  /// The queue id is not that of mail which did not come by SMTP any more.
  void forget_other_mail(const QueueKey& queue) { other_mail_.erase(queue); }
  void remember_other_mail(std::size_t most) noexcept { most_other_mail_ = most; }

  [[nodiscard]] WaitingEvents& waiting() noexcept { return waiting_; }
  [[nodiscard]] Reinjections& second_passes() noexcept { return second_passes_; }

  /// What the next piece opened, too, is own to the sum of two open worlds.
  template <class OurSession, class OurQueue>
  void own_also(const OpenWorld& next, const OurSession& our_session, const OurQueue& our_queue) {
    if (!is_open_) return;
    for (const SessionKey& key : next.own_sessions_) own_sessions_.insert(our_session(key));
    for (const QueueKey& key : next.other_mail_) other_mail_.insert(our_queue(key));
    warm_ = warm_ || next.warm_;
  }
  /// Requires that it is open. Back to the beginning; keeps memory.
  void clear();

  // The open state of an open world, see Correlator. `claims` are the numbers there of claims.
  void name_services(ServiceOrder& services) const;
  void write(ByteWriter& out, const ServiceOrder& services,
             const std::vector<std::uint32_t>& claims) const;
  /// The number of claims.
  [[nodiscard]] std::uint32_t read(ByteReader& in, const ServicesRead& services);

 private:
  [[nodiscard]] bool warms_up(Micros time) noexcept;
  void note_client(const Event& event);

  bool is_open_;
  bool warm_;  ///< Whether the first seconds are over; always in a closed world.
  Micros warm_from_ = kBeginningOfTime;
  /// What was opened in this piece and so does not wait for the piece before.
  tsl::robin_set<SessionKey, HashOfKey> own_sessions_;
  /// Queue ids of mail that did not come by SMTP.
  tsl::robin_set<QueueKey, HashOfKey> other_mail_;
  std::size_t most_other_mail_ = 65536;
  WaitingEvents waiting_;
  /// Of the client= lines in it, the time of the latest, by process.
  tsl::robin_map<SessionKey, Micros, HashOfKey> waiting_clients_;
  Reinjections second_passes_;
};

}  // namespace smtptally
