// EventList: rows with numbered texts.

#include "pivot/event_list.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace smtptally {
namespace {

auto texts_of(auto& row) {
  return std::array{&row.host,      &row.service,         &row.sender, &row.account,
                    &row.mechanism, &row.envelope_sender, &row.client, &row.cipher};
}

}  // namespace

void EventList::add(const Message& message, MessageText& text) {
  messages_ += message.count;
  EventRow row;
  row.time = message.time;
  row.host = texts_.number(message.host);
  row.service = texts_.number(message.service);
  row.sender = texts_.number(text.get(Dimension::sender, message));
  row.account = texts_.number(text.get(Dimension::account, message));
  row.mechanism = texts_.number(text.get(Dimension::mechanism, message));
  row.envelope_sender = texts_.number(text.get(Dimension::envelope_sender, message));
  row.client = texts_.number(message.client);
  row.cipher = texts_.number(message.cipher);
  row.tls = message.tls;
  row.recipients = message.recipients;
  row.bytes = message.bytes;
  row.queue_id.assign(message.queue_id);
  rows_.push_back(std::move(row));
}

void EventList::merge(const EventList& other) {
  messages_ += other.messages_;
  const std::vector<EventRow> theirs = other.rows_;  // `other` may be this list.
  for (EventRow row : theirs) {
    for (std::uint32_t* part : texts_of(row)) *part = texts_.number(other.text(*part));
    rows_.push_back(std::move(row));
  }
}

bool EventList::before(const EventRow& a, const EventRow& b) const {
  const auto first = [&](const EventRow& r) {
    return std::tuple(r.time, text(r.host), std::string_view(r.queue_id), text(r.service));
  };
  if (first(a) != first(b)) return first(a) < first(b);
  const auto second = [&](const EventRow& r) {
    return std::tuple(text(r.sender), text(r.account), text(r.mechanism), text(r.envelope_sender),
                      text(r.client), text(r.cipher), r.tls, r.recipients, r.bytes);
  };
  return second(a) < second(b);
}

bool EventList::operator==(const EventList& other) const {
  if (rows_.size() != other.rows_.size() || messages_ != other.messages_) return false;
  EventList both = *this;  // One dictionary, so that rows can be compared.
  both.merge(other);
  const auto middle = both.rows_.begin() + static_cast<std::ptrdiff_t>(rows_.size());
  const auto less = [&](const EventRow& a, const EventRow& b) { return both.before(a, b); };
  std::sort(both.rows_.begin(), middle, less);
  std::sort(middle, both.rows_.end(), less);
  return std::equal(both.rows_.begin(), middle, middle, [&](const EventRow& a, const EventRow& b) {
    return !both.before(a, b) && !both.before(b, a);
  });
}

}  // namespace smtptally
