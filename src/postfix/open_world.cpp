#include "postfix/open_world.hpp"

#include <algorithm>
#include <cassert>

namespace smtptally {

bool OpenWorld::warms_up(Micros time) noexcept {
  if (warm_from_ == kBeginningOfTime) warm_from_ = time + kWarmUp;
  warm_ = time >= warm_from_;
  return warm_;
}

bool OpenWorld::stands_late(const Event& connect) const {
  if (connect.time < warm_from_) return true;
  const auto client = waiting_clients_.find(SessionKey{connect.service, connect.pid});
  return client != waiting_clients_.end() && client.value() + kMicrosPerSecond > connect.time;
}

/// A client= line waits.
void OpenWorld::note_client(const Event& event) {
  Micros& latest =
      waiting_clients_.try_emplace({event.service, event.pid}, event.time).first.value();
  latest = std::max(latest, event.time);
}

void OpenWorld::wait(const Event& event, Micros clock) {
  if (event.kind == EventKind::client) {
    other_mail_.erase(event.queue);
    note_client(event);
  }
  if (event.kind == EventKind::requeued) other_mail_.erase({event.queue.realm, event.opened_id});
  waiting_.add(event, clock);
  // What follows is about the new message, which did not come by SMTP; the piece before has no
  // part in it.
  if (event.kind == EventKind::superseded_message) {
    if (other_mail_.size() >= most_other_mail_) other_mail_.clear();
    other_mail_.insert(event.queue);
  }
}

void OpenWorld::clear() {
  assert(is_open_);
  own_sessions_.clear();
  other_mail_.clear();
  waiting_.clear();
  waiting_clients_.clear();
  second_passes_.clear();
  warm_from_ = kBeginningOfTime;
  warm_ = false;
}

}  // namespace smtptally
