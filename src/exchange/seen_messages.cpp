// SeenMessages: keys and lookups.

#include "exchange/seen_messages.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "exchange/texts.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"

namespace smtptally {

std::uint64_t SeenMessages::hash_of(TextId server) noexcept {
  if (server != last_server_) {
    last_server_ = server;
    last_hash_ = text_hash(texts_->text(server));
  }
  return last_hash_;
}

bool SeenMessages::take_first(TextId server, std::uint64_t internal_id, std::uint64_t message_id) {
  if (!remembers_) return true;
  const std::uint64_t key = combine(internal_id, hash_of(server));
  const auto [entry, is_new] = taken_.try_emplace(key, message_id == 0);
  if (!is_new && (message_id == 0 || entry->second)) return false;
  const std::uint64_t id = combine(key, message_id);
  return !settled_ids_.contains(id) && ids_.insert(id).second;
}

bool SeenMessages::settled(TextId server, std::uint64_t internal_id,
                           std::uint64_t message_id) const {
  if (settled_ids_.empty()) return false;
  const std::uint64_t key = combine(internal_id, text_hash(texts_->text(server)));
  return settled_ids_.contains(combine(key, message_id));
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

void SeenMessages::write(ByteWriter& out) const {
  assert(remembers_ && taken_.empty() && ids_.empty());
  std::vector<std::uint64_t> ids(settled_ids_.begin(), settled_ids_.end());
  std::sort(ids.begin(), ids.end());
  out.count(ids.size());
  for (const std::uint64_t id : ids) out.hash(id);
}

void SeenMessages::read(ByteReader& in) {
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    settled_ids_.insert(in.hash());
  }
}

}  // namespace smtptally
