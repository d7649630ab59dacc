// ProtocolSessions: opens, closes and merges sessions.

#include "exchange/sessions.hpp"

#include <algorithm>
#include <array>

#include "exchange/texts.hpp"

namespace smtptally {

void ProtocolSessions::add(const ProtocolRow& row, std::uint64_t number) {
  const Key key{connectors_.number(row.connector), session_number(row.session)};
  std::uint32_t slot = open_.find(key);
  if (row.event == '+') {
    if (slot != kNoSlot) close(slot, number);
    if (open_world_) own_.emplace(key, number);
    (void)begin(row, key, number);
    return;
  }
  if (slot == kNoSlot) {
    if (open_world_ && !own_.contains(key)) return wait(row, number);
    slot = begin(row, key, number);
  }
  if (row.sequence + 1 < pool_[slot].next_sequence) {  // Another session, whose start is missing.
    close(slot, number);
    slot = begin(row, key, number);
  }
  ProtocolSession& session = pool_[slot];
  session.began = std::min(session.began, row.time);
  session.last = std::max(session.last, row.time);
  const bool is_copy = row.sequence < session.next_sequence && row.event == session.last_event;
  if (row.sequence > session.next_sequence) {
    session.miss(row.sequence);
  }
  session.next_sequence = row.sequence + 1;
  session.last_event = row.event;
  if (row.event == '-') {
    session.ended = true;
    dialogue_.take(session, row);
    close(slot, number);
  } else if (!is_copy || row.event == '*') {  // Copies of dialogue rows would count twice.
    dialogue_.take(session, row);
  }
}

std::uint32_t ProtocolSessions::open(ProtocolSession&& session) {
  const std::uint32_t slot = pool_.take();
  pool_[slot] = std::move(session);
  open_.add(slot);
  return slot;
}

void ProtocolSessions::close(std::uint32_t slot, std::uint64_t number) {
  open_.erase(slot);
  close(std::move(pool_[slot]), number);
  pool_.give_back(slot);
}

void ProtocolSessions::wait(const ProtocolRow& row, std::uint64_t number) {
  Waiting& waiting = waiting_.emplace_back();
  const auto views = [](ProtocolRow& r) {
    return std::array{&r.connector, &r.session, &r.local, &r.remote, &r.data, &r.context};
  };
  waiting.row = row;
  waiting.number = number;
  for (const std::string_view* view : views(waiting.row)) waiting.text += *view;
  std::size_t at = 0;
  for (std::string_view* view : views(waiting.row)) {
    *view = {waiting.text.data() + at, view->size()};
    at += view->size();
  }
}

std::uint32_t ProtocolSessions::begin(const ProtocolRow& row, const Key& key,
                                      std::uint64_t number) {
  ProtocolSession fresh;
  fresh.id = key.id;
  fresh.opened = number;
  fresh.connector = key.connector;
  fresh.host = connectors_.number(row.connector.substr(0, row.connector.find('\\')));
  fresh.server = connectors_.number(first_label(row.connector));
  fresh.client = text(address_of(row.remote));
  fresh.local = text(address_of(row.local));
  fresh.start_seen = row.event == '+' && row.sequence == 0;
  fresh.next_sequence = row.sequence + (row.event == '+' ? 1 : 0);
  fresh.whole_since = row.sequence;
  fresh.last_event = row.event == '+' ? '+' : ' ';
  fresh.began = row.time;
  fresh.last = row.time;
  ++(*coverage_)[fresh.start_seen ? CoverageItem::sessions : CoverageItem::sessions_cut];
  return open(std::move(fresh));
}

void ProtocolSessions::close(ProtocolSession&& session, std::uint64_t number) {
  ServiceEvidence& service =
      coverage_->service(texts_->text(session.host), texts_->text(session.connector));
  if (session.start_seen) ++service.sessions;
  if (session.has_tls) ++service.tls_lines;
  if (session.starttls) ++service.starttls_used;
  session.end(number);
  const bool useful = session.authenticated || session.mail_seen || !session.mails.empty() ||
                      !session.links.empty() || session.refused != nullptr;
  if (useful) done_.push_back(std::move(session));
}

/// Closes the open session of this key because another one begins.
void ProtocolSessions::supersede(const Key& key, std::uint64_t number) {
  const std::uint32_t slot = open_.find(key);
  if (slot != kNoSlot) close(slot, number);
}

void ProtocolSessions::merge(ProtocolSessions& next, const DictionaryMap& translation,
                             std::uint64_t rows_before) {
  for (const Waiting& waiting : next.waiting_) add(waiting.row, waiting.number + rows_before);
  for (const auto& [key, number] : next.own_) {
    supersede({translation(key.connector), key.id}, number + rows_before);
  }
  next.done_.for_each(
      [&](ProtocolSession& session) { session.renumber(translation, rows_before); });
  done_.append(next.done_);
  finish_merge(next, translation, rows_before);
}

std::vector<ProtocolSessions::Step> ProtocolSessions::steps_of(ProtocolSessions& next,
                                                               const DictionaryMap& translation,
                                                               std::uint64_t rows_before) const {
  std::vector<Step> steps;
  for (const Waiting& waiting : next.waiting_) {
    steps.push_back({waiting.number + rows_before, &waiting});
  }
  for (const auto& [key, number] : next.own_) {
    steps.push_back({number + rows_before, Key{translation(key.connector), key.id}});
  }
  next.done_.for_each([&](ProtocolSession& session) {
    session.renumber(translation, rows_before);
    steps.push_back({session.closed, &session});
  });
  // One row may close a session of each part and so be two steps.
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
    return a.number != b.number ? a.number < b.number : a.what.index() < b.what.index();
  });
  return steps;
}

void ProtocolSessions::take(const Step& step) {
  if (const auto* const waiting = std::get_if<const Waiting*>(&step.what)) {
    add((*waiting)->row, step.number);
  } else if (const auto* const key = std::get_if<Key>(&step.what)) {
    supersede(*key, step.number);
  } else {
    done_.push_back(std::move(*std::get<ProtocolSession*>(step.what)));
  }
}

void ProtocolSessions::finish_merge(ProtocolSessions& next, const DictionaryMap& translation,
                                    std::uint64_t rows_before) {
  next.waiting_.clear();
  next.done_.clear();
  if (open_world_) {
    for (const auto& [key, number] : next.own_) {
      own_.emplace(Key{translation(key.connector), key.id}, number + rows_before);
    }
  }
  next.open_.for_each([&](std::uint32_t slot) {
    ProtocolSession& session = next.pool_[slot];
    session.renumber(translation, rows_before);
    (void)open(std::move(session));
  });
}

void ProtocolSessions::forget(Micros time) {
  done_.erase_if([&](const ProtocolSession& session) { return session.last < time; });
}

void ProtocolSessions::finish() {
  std::vector<ProtocolSession*> left_open;
  open_.for_each([&](std::uint32_t slot) { left_open.push_back(&pool_[slot]); });
  // An order that does not depend on the cuts.
  std::sort(
      left_open.begin(), left_open.end(),
      [](const ProtocolSession* a, const ProtocolSession* b) { return a->opened < b->opened; });
  for (ProtocolSession* const session : left_open) {
    ++(*coverage_)[CoverageItem::sessions_left_open];
    close(std::move(*session), UINT64_MAX);
  }
}

}  // namespace smtptally
