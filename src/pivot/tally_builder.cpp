// TallyBuilder: queues messages and counts them in batches.

#include "pivot/tally_builder.hpp"

#include "pivot/calendar.hpp"

namespace smtptally {

void TallyBuilder::add(const Message& message, MessageText& text, const Zone& zone) {
  const TallySpec& spec = tally_.spec();
  Tally::Counted& waiting = waiting_.emplace_back();
  waiting.cell = {message.count, message.recipients.value_or(0), message.bytes.value_or(0)};
  waiting.time = message.time;
  for (std::size_t i = 0; i < spec.dimensions.size(); ++i) {
    const Dimension dimension = spec.dimensions[i];
    if (is_text(dimension)) {
      key_texts_.push_back(text.get(dimension, message));
    } else if (dimension == Dimension::tls) {
      waiting.key[i] = tally_.number_of_tls(message);
    } else {
      waiting.key[i] = period_of(dimension, message.time, zone);
    }
  }
  if (spec.senders) senders_.push_back(text.get(Dimension::sender, message));
  if (spec.clients) clients_.push_back(message.client);
  if (waiting_.size() == kMostWaiting) count_waiting();
}

void TallyBuilder::count_waiting() {
  number_texts();
  for (std::size_t i = 0; i < senders_.size(); ++i) waiting_[i].sender = senders_[i];
  for (std::size_t i = 0; i < clients_.size(); ++i) waiting_[i].client = clients_[i];
  tally_.count(waiting_);
  forget_waiting();
}

/// Sets the text numbers in the queued keys.
void TallyBuilder::number_texts() {
  texts_.resize(key_texts_.size());
  numbers_.resize(key_texts_.size());
  for (std::size_t i = 0; i < texts_.size(); ++i) texts_[i] = key_texts_[i];
  tally_.number(texts_, numbers_);
  const TallySpec& spec = tally_.spec();
  std::size_t next = 0;
  for (Tally::Counted& waiting : waiting_) {
    for (std::size_t i = 0; i < spec.dimensions.size(); ++i) {
      if (is_text(spec.dimensions[i])) waiting.key[i] = numbers_[next++];
    }
  }
}

void TallyBuilder::forget_waiting() noexcept {
  waiting_.clear();
  key_texts_.clear();
  senders_.clear();
  clients_.clear();
}

void TallyBuilder::clear() {
  forget_waiting();
  tally_.clear();
}

}  // namespace smtptally
