#include "reading/line_copies.hpp"

#include <functional>
#include <string_view>
#include <utility>

#include "pivot/hash_index.hpp"

namespace smtptally {
std::uint64_t hash_of_line(const LogLine& line) noexcept {
  const std::hash<std::string_view> hash;
  std::uint64_t result = combine(hash(line.host), line.pid);
  result = combine(combine(result, hash(line.tag)), hash(line.text));
  return combine(result, static_cast<std::uint64_t>(whole_seconds(line.time)));
}

void LineCopies::advance(Micros now) {
  if (now < began_ + kCopyWindow) return;
  std::swap(earlier_, counts_);
  counts_.clear();  // Keeps its room.
  // Nothing is left to tell from behind a pause.
  if (now >= began_ + 2 * kCopyWindow) earlier_.clear();
  began_ = now;
}

std::uint32_t LineCopies::count(std::uint64_t key) const {
  const auto found = counts_.find(key);
  const auto before = earlier_.find(key);
  return (found == counts_.end() ? 0 : found->second) +
         (before == earlier_.end() ? 0 : before->second);
}

bool LineCopies::is_copy(std::uint64_t line, std::uint32_t log) {
  const std::uint64_t of_log = combine(line, std::uint64_t{log} + 1);
  ++counts_[of_log];
  if (count(of_log) <= count(line)) return true;
  ++counts_[line];
  return false;
}

}  // namespace smtptally
