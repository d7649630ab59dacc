#include "processes.hpp"

#include <algorithm>

namespace smtptally::bench {
namespace {

constexpr Micros kMaxIdle = 100 * kSecond;
constexpr std::uint32_t kMaxUses = 100;
constexpr std::uint32_t kFirstProcess = 900;

void append_number(QueueId& id, std::uint64_t number, std::string_view digits,
                   std::size_t min_width) {
  std::array<char, 16> reversed{};
  std::size_t count = 0;
  while (number > 0 || count < min_width) {
    reversed[count++] = digits[number % digits.size()];
    number /= digits.size();
  }
  while (count > 0) id.text[id.size++] = reversed[--count];
}

}  // namespace

std::uint32_t ProcessIds::spawn(Random& random) {
  do {
    last_ += 1 + random.below(25);
    if (last_ >= live_.size()) last_ = kFirstProcess + random.below(50);
  } while (live_[last_]);
  live_[last_] = true;
  return last_;
}

std::uint32_t ProcessPool::acquire(Micros now, Random& random) {
  while (!idle_.empty() &&
         (idle_.back().uses >= kMaxUses || now - idle_.back().idle_since > kMaxIdle)) {
    ids_->exit(idle_.back().id);
    idle_.pop_back();
  }
  Process process{.id = 0, .uses = 0, .idle_since = now};
  if (idle_.empty()) {
    process.id = ids_->spawn(random);
  } else {
    process = idle_.back();
    idle_.pop_back();
  }
  ++process.uses;
  busy_.push_back(process);
  return process.id;
}

void ProcessPool::release(Micros now, std::uint32_t process) {
  const auto found = std::find_if(busy_.begin(), busy_.end(),
                                  [&](const Process& busy) { return busy.id == process; });
  found->idle_since = now;
  idle_.push_back(*found);
  busy_.erase(found);
}

QueueId QueueIdSource::make(Micros now) {
  QueueId id;
  if (free_inodes_.empty()) {
    id.inode = next_inode_++;
  } else {
    id.inode = free_inodes_.back();
    free_inodes_.pop_back();
  }
  const auto micros = static_cast<std::uint64_t>(now % kSecond);
  if (kind_ == QueueIdFilter::short_ids) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    append_number(id, micros, kHex, 5);
    append_number(id, id.inode, kHex, 1);
    return id;
  }
  constexpr std::string_view kBase52 = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
  append_number(id, static_cast<std::uint64_t>(now / kSecond), kBase52, 6);
  append_number(id, micros, kBase52, 4);
  id.text[id.size++] = 'z';
  append_number(id, id.inode, kBase52.substr(0, 51), 1);
  return id;
}

}  // namespace smtptally::bench
