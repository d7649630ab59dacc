#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "correlate/slot_map.hpp"
#include "correlate/state.hpp"
#include "parse/event.hpp"

namespace smtptally {

/// Events that wait for the piece before, with their texts. Bounded by the piece.
class EventStore {
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

  void add(const Event& event);
  /// The queue id is another message's from now on.
  void add_supersession(const QueueKey& queue, std::uint32_t origin, Micros time) {
    add_supersession({events_.size(), time, {.origin = origin}, queue});
  }
  /// The process has another session from now on.
  void add_supersession(const SessionKey& session, Micros time) {
    add_supersession({events_.size(), time, session, {}});
  }
  /// Calls one of the two for each, in their order. Texts of events live until the store changes.
  template <class TakeEvent, class TakeSupersession>
  void for_each(const TakeEvent& take, const TakeSupersession& take_supersession) const {
    std::uint32_t event = 0;
    for (std::uint32_t i = 0; i < supersessions_.size(); ++i) {
      for (; event < supersessions_[i].event; ++event) take(event_of(events_[event]));
      take_supersession(supersessions_[i]);
    }
    for (; event < events_.size(); ++event) take(event_of(events_[event]));
  }
  /// Keeps its memory.
  void clear() noexcept {
    events_.clear();
    texts_.clear();
    supersessions_.clear();
  }

 private:
  static constexpr std::size_t kTexts = sizeof(EventTexts) / sizeof(std::string_view);

  /// PERF: a fiftieth of the lines of a log with deferred mail waits. With a string and a half node
  /// of a std::deque for each they were 6 % of the time of two jobs.
  struct Stored {
    EventFacts facts;
    std::size_t text = 0;  ///< Where its texts begin in texts_.
    std::array<std::uint32_t, kTexts> sizes{};
  };

  void add_supersession(const Supersession& next) { supersessions_[supersessions_.take()] = next; }
  [[nodiscard]] Event event_of(const Stored& stored) const;

  // Nothing is given back before clear(), so that the slots are 0, 1, 2, …
  Pool<Stored> events_;
  std::string texts_;  ///< Of all of them, behind each other.
  Pool<Supersession> supersessions_;
};

}  // namespace smtptally
