#include "postfix/waiting_events.hpp"

namespace smtptally {
namespace {

/// The texts of an event in the order in which they are kept.
template <class Texts>
auto texts_of(Texts& event) noexcept {
  auto& [client, account, mechanism, sender, cipher, reason, next_id, delivery, opened_id] = event;
  return std::array{&client, &account, &mechanism, &sender,   &cipher,
                    &reason, &next_id, &delivery,  &opened_id};
}

}  // namespace

void WaitingEvents::add(const Event& event, Micros clock) {
  const EventFacts& facts = event;
  const EventTexts& texts = event;
  Stored& stored = events_[events_.take()];
  stored.facts = facts;
  stored.clock = clock;
  stored.text = texts_.size();
  std::uint32_t* size = stored.sizes.data();
  for (const std::string_view* text : texts_of(texts)) {
    texts_ += *text;
    *size++ = static_cast<std::uint32_t>(text->size());
  }
}

Event WaitingEvents::event_of(const Stored& stored) const {
  Event event;
  static_cast<EventFacts&>(event) = stored.facts;
  EventTexts& texts = event;
  const std::uint32_t* size = stored.sizes.data();
  std::size_t at = stored.text;
  for (std::string_view* text : texts_of(texts)) {
    *text = std::string_view(texts_).substr(at, *size);
    at += *size++;
  }
  return event;
}

}  // namespace smtptally
