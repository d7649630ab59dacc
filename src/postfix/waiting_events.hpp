#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "containers/slot_map.hpp"
#include "postfix/event.hpp"
#include "postfix/queue_id_filter.hpp"
#include "postfix/session.hpp"

namespace smtptally {

/// Events that wait for the piece before, with their texts. Bounded by the piece.
class WaitingEvents {
 public:
  /// What waits in place of a superseded_message for each client line, and for each session that
  /// is the first one of its process here. PERF: there is one for almost every message of the
  /// piece, so it is kept short.
  struct Supersession {
    std::uint32_t event = 0;  ///< Number of the event that it stands in front of.
    Micros time = 0;
    SessionKey session;  ///< Its process id counts only without a queue id.
    QueueKey queue;
  };

  /// `clock` is the latest time of all events so far.
  void add(const Event& event, Micros clock);
  /// The queue id is another message's from now on.
  void add_supersession(const QueueKey& queue, std::uint32_t service, Micros time) {
    Supersession& next = add_supersession(queue.id_hash(), time);
    next.session = {.service = service};
    next.queue = queue;
  }
  /// The process has another session from now on.
  void add_supersession(const SessionKey& session, Micros time) {
    Supersession& next = add_supersession(QueueIdFilter::kNone, time);
    next.session = session;
    next.queue = QueueKey();
  }
  /// Adds the ids of messages that begin with events that wait.
  void add_opened(QueueIdFilter& ids) const {
    for (std::uint32_t i = 0; i < events_.size(); ++i) {
      const EventFacts& facts = events_[i].facts;
      if (facts.kind == EventKind::client) ids.add(facts.queue.id_hash());
      if (facts.kind == EventKind::requeued) {
        ids.add(QueueKey(0, event_of(events_[i]).opened_id).id_hash());
      }
    }
  }
  /// Calls one of the two for each, in their order, but leaves out supersessions of queue ids that
  /// are not among `ids`. Texts of events live until the store changes.
  template <class TakeEvent, class TakeSupersession>
  void for_each(const QueueIdFilter& ids, const TakeEvent& take,
                const TakeSupersession& take_supersession) const {
    const auto take_event = [&](std::uint32_t number) {
      const Stored& stored = events_[number];
      take(event_of(stored), stored.clock);
    };
    std::uint32_t event = 0;
    for (std::uint32_t i = 0; i < supersessions_.size(); ++i) {
      if (!ids.may_hold(id_hashes_[i])) continue;
      for (; event < supersessions_[i].event; ++event) take_event(event);
      take_supersession(supersessions_[i]);
    }
    for (; event < events_.size(); ++event) take_event(event);
  }
  /// Keeps its memory.
  void clear() noexcept {
    events_.clear();
    texts_.clear();
    supersessions_.clear();
    id_hashes_.clear();
  }

 private:
  static constexpr std::size_t kTexts = sizeof(EventTexts) / sizeof(std::string_view);

  /// PERF: a fiftieth of the lines of a log with deferred mail waits. With a string and a half node
  /// of a std::deque for each they were 6 % of the time of two jobs.
  struct Stored {
    EventFacts facts;
    Micros clock = 0;
    std::size_t text = 0;  ///< Where its texts begin in texts_.
    std::array<std::uint32_t, kTexts> sizes{};
  };

  /// The caller sets the rest.
  [[nodiscard]] Supersession& add_supersession(std::uint32_t id_hash, Micros time) {
    id_hashes_.push_back(id_hash);
    Supersession& next = supersessions_[supersessions_.take()];
    next.event = events_.size();
    next.time = time;
    return next;
  }
  [[nodiscard]] Event event_of(const Stored& stored) const;

  // Nothing is given back before clear(), so that the slots are 0, 1, 2, …
  Pool<Stored> events_;
  std::string texts_;  ///< Of all of them, behind each other.
  Pool<Supersession> supersessions_;
  /// Of their queue ids. PERF: most of them are passed over by this alone.
  std::vector<std::uint32_t> id_hashes_;
};

}  // namespace smtptally
