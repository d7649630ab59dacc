// Hashes lines, to find copies of them in other logs.

#include "parse/line_hash.hpp"

#include <functional>
#include <string_view>

#include "containers/hash_index.hpp"

namespace smtptally {

std::uint64_t hash_of_line(const LogLine& line) noexcept {
  const std::hash<std::string_view> hash;
  std::uint64_t result = combine(hash(line.host), line.pid);
  result = combine(combine(result, hash(line.tag)), hash(line.text));
  return combine(result, static_cast<std::uint64_t>(whole_seconds(line.time)));
}

}  // namespace smtptally
