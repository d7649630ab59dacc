// DuplicateLines: counts lines and their copies by hash.

#include "reading/duplicate_lines.hpp"

#include <utility>

#include "containers/hash_index.hpp"

namespace smtptally {
namespace {

std::uint64_t of_log(std::uint64_t line, std::uint32_t log) noexcept {
  return combine(line, std::uint64_t{log} + 1);
}

/// Of the log that has the line most often.
std::uint64_t of_any_log(std::uint64_t line) noexcept { return combine(line, 0); }

}  // namespace

void DuplicateLines::Generations::advance(std::int64_t second, std::int64_t length) {
  const bool begins_anew = second < began || second >= began + 2 * length;
  if (!begins_anew && second < began + length) return;
  std::swap(before, now);
  now.clear();  // Keeps its capacity.
  if (begins_anew) before.clear();
  began = second;
}

std::uint32_t DuplicateLines::Generations::count(std::uint64_t key) const {
  const auto count_in = [&](const Counts& counts) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
  };
  // PERF: late lines are rare.
  return (now.empty() ? 0 : count_in(now)) + (before.empty() ? 0 : count_in(before));
}

void DuplicateLines::advance(std::int64_t second) {
  in_time_.advance(second, kCopySeconds);
  late_.advance(second, kLateCopySeconds);
}

bool DuplicateLines::is_copy(std::uint64_t line, bool is_late, std::uint32_t log) {
  add_copy(line, is_late, log);
  if (count(of_any_log(line)) <= count(line)) return true;
  ++counts(is_late)[line];
  return false;
}

void DuplicateLines::add_copy(std::uint64_t line, bool is_late, std::uint32_t log) {
  ++counts(is_late)[of_log(line, log)];
  if (count(of_log(line, log)) > count(of_any_log(line))) ++counts(is_late)[of_any_log(line)];
}

}  // namespace smtptally
