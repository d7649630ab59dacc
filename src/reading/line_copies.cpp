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

void LineCopies::advance(std::int64_t second) {
  const bool begins_anew = second < began_ || second >= began_ + 2 * kCopySeconds;
  if (!begins_anew && second < began_ + kCopySeconds) return;
  std::swap(earlier_, counts_);
  counts_.clear();  // Keeps its room.
  if (begins_anew) earlier_.clear();
  began_ = second;
}

/// How often it came in the minute before; zero for what did not come late. PERF: of most lines,
/// that is known without a look.
std::uint32_t LineCopies::earlier(std::uint64_t key, std::int64_t second) const {
  if (second >= began_) return 0;
  const auto found = earlier_.find(key);
  return found == earlier_.end() ? 0 : found->second;
}

bool LineCopies::is_copy(std::uint64_t line, std::int64_t second, std::uint32_t log) {
  const std::uint64_t of_log = combine(line, std::uint64_t{log} + 1);
  const std::uint32_t came = ++counts_[of_log] + earlier(of_log, second);
  std::uint32_t& counted = counts_[line];
  if (came <= counted + earlier(line, second)) return true;
  ++counted;
  return false;
}

}  // namespace smtptally
