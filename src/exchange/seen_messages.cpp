// SeenMessages: keys and lookups.

#include "exchange/seen_messages.hpp"

namespace smtptally {

bool SeenMessages::take_first(TextId server, std::uint64_t internal_id, std::uint64_t message_id) {
  if (!remembers_) return true;
  const std::uint64_t key = mail_key(server, internal_id);
  const auto [entry, is_new] = taken_.try_emplace(key, message_id == 0);
  if (!is_new && (message_id == 0 || entry->second)) return false;
  const std::uint64_t id = combine(key, message_id);
  return !settled_ids_.contains(id) && ids_.insert(id).second;
}

bool SeenMessages::settled(TextId server, std::uint64_t internal_id,
                           std::uint64_t message_id) const {
  return !settled_ids_.empty() &&
         settled_ids_.contains(combine(mail_key(server, internal_id), message_id));
}

void SeenMessages::settle() {
  settled_ids_.insert(ids_.begin(), ids_.end());
  taken_.clear();
  ids_.clear();
}

void SeenMessages::reserve(std::size_t mails) {
  taken_.reserve(taken_.size() + mails);
  ids_.reserve(ids_.size() + mails);
}

}  // namespace smtptally
