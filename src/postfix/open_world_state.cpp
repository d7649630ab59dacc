// OpenWorld: what of it is written and read.

#include <algorithm>

#include "postfix/open_world.hpp"
#include "postfix/state_fields.hpp"

namespace smtptally {
namespace {

/// What stands in the list of those that wait.
enum class Kind : std::uint8_t { event, session_superseded, message_superseded };

void text_field(ByteWriter& out, std::string_view text) { out.text(text); }
void text_field(ByteReader& in, std::string_view& text) { text = in.text(); }

template <class Archive, class Texts>
void texts_fields(Archive& at, Texts& texts) {
  auto& [client, account, mechanism, sender, cipher, reason, next_id, delivery, opened_id] = texts;
  for (auto* text : {&client, &account, &mechanism, &sender, &cipher, &reason, &next_id, &delivery,
                     &opened_id}) {
    text_field(at, *text);
  }
}
}  // namespace

void OpenWorld::name_services(ServiceOrder& services) const {
  waiting_.for_each(
      QueueIdFilter::all(),
      [&](const Event& event, Micros /*clock*/) { services.name(event.service); },
      [&](const WaitingEvents::Supersession& later) { services.name(later.session.service); });
}

/// The rest follows from what waits: which sessions began here, and of which client= lines wait.
/// Queue ids of other mail are not kept, because no result depends on how many are known.
void OpenWorld::write(ByteWriter& out, const ServiceOrder& services,
                      const std::vector<std::uint32_t>& claims) const {
  out(warm_);
  out.bound(warm_from_);
  out(claims.empty() ? 0U : *std::max_element(claims.begin(), claims.end()));
  std::size_t count = 0;
  ByteWriter rows;
  waiting_.for_each(
      QueueIdFilter::all(),
      [&](const Event& event, Micros clock) {
        ++count;
        rows.choice(Kind::event, Kind::message_superseded);
        rows(services.number_of(event.service), claims[event.claim], clock);
        const EventFacts& facts = event;
        const EventTexts& texts = event;
        event_fields(rows, facts);
        texts_fields(rows, texts);
      },
      [&](const WaitingEvents::Supersession& later) {
        ++count;
        const bool is_session = later.queue.empty();
        rows.choice(is_session ? Kind::session_superseded : Kind::message_superseded,
                    Kind::message_superseded);
        rows(services.number_of(later.session.service), later.time);
        if (is_session) {
          rows(later.session.pid);
        } else {
          queue_id_field(rows, later.queue);
        }
      });
  out.count(count);
  out.raw(rows.bytes());
}

std::uint32_t OpenWorld::read(ByteReader& in, const ServicesRead& services) {
  std::uint32_t claims = 0;
  in(warm_);
  in.bound(warm_from_);
  in.require(warm_from_ != kEndOfTime, "its time is out of range");
  claims = static_cast<std::uint32_t>(in.count());
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    Kind kind = Kind::event;
    in.choice(kind, Kind::message_superseded);
    Event event;
    event.service = services.take(in);
    if (kind != Kind::event) {
      in(event.time);
      if (kind == Kind::session_superseded) {
        in(event.pid);
        begin({event.service, event.pid}, event.time);
      } else {
        queue_id_field(in, event.queue);
        in.require(!event.queue.empty(), "a queue id is none");
        waiting_.add_supersession(event.queue, event.service, event.time);
      }
      continue;
    }
    Micros clock = 0;
    in(event.claim, clock);
    EventFacts& facts = event;
    EventTexts& texts = event;
    event_fields(in, facts);
    texts_fields(in, texts);
    in.require(event.claim <= claims, "a claim is none");
    if (in.failed()) break;
    if (event.kind == EventKind::client) note_client(event);
    waiting_.add(event, clock);
  }
  return claims;
}

}  // namespace smtptally
