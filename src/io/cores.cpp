// Reads the limits on processors and memory.

#include "io/cores.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include <sched.h>
#include <sys/resource.h>

#include "smtptally/byte_source.hpp"

namespace smtptally {
namespace {

/// The first bytes of a small file; empty if it cannot be read.
std::string text_of(const std::string& path) {
  constexpr std::size_t kMost = std::size_t{64} * 1024;
  std::string text;
  std::array<char, 4096> part{};
  Result<OpenedSource> opened = open_source(path);
  while (opened && text.size() < kMost) {
    const Result<std::size_t> got = opened.value().bytes->read(part);
    if (!got || got.value() == 0) break;
    text.append(part.data(), got.value());
  }
  return text;
}

/// Takes the first word from the front of `text`.
std::string_view take_word(std::string_view& text, std::string_view separators) {
  const std::size_t end = std::min(text.find_first_of(separators), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

bool lists_cpu(std::string_view controllers) {
  while (!controllers.empty()) {
    if (take_word(controllers, ",") == "cpu") return true;
  }
  return false;
}

std::string quota_of_folder(const std::string& folder) {
  std::string version2 = text_of(folder + "/cpu.max");
  if (!version2.empty()) return version2;
  return text_of(folder + "/cpu.cfs_quota_us") + " " + text_of(folder + "/cpu.cfs_period_us");
}

void limit(std::optional<unsigned>& cores, std::optional<unsigned> more) {
  if (more) cores = std::min(cores.value_or(*more), *more);
}

}  // namespace

std::optional<unsigned> cores_of_quota(std::string_view quota_and_period) {
  const auto number = [&]() -> std::int64_t {
    constexpr std::string_view kSpace = " \n";
    std::string_view word;
    while (word.empty() && !quota_and_period.empty()) word = take_word(quota_and_period, kSpace);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    return error == std::errc() && end == word.data() + word.size() ? value : 0;
  };
  const std::int64_t quota = number();
  const std::int64_t period = number();
  if (quota <= 0 || period <= 0) return std::nullopt;
  constexpr std::int64_t kMost = 1'000'000;
  return static_cast<unsigned>(std::min(quota / period + (quota % period > 0 ? 1 : 0), kMost));
}

std::optional<unsigned> granted_cores(std::string_view memberships, const std::string& mount) {
  std::optional<unsigned> cores;
  // "HIERARCHY:CONTROLLERS:/PATH"; version 2 is hierarchy 0 and names no controllers.
  while (!memberships.empty()) {
    std::string_view path = take_word(memberships, "\n");
    const std::string_view hierarchy = take_word(path, ":");
    const std::string_view controllers = take_word(path, ":");
    std::string folder = mount;
    if (lists_cpu(controllers)) {
      folder += "/cpu";
    } else if (hierarchy != "0" || !controllers.empty()) {
      continue;
    }
    if (!path.starts_with('/') || path.find("..") != std::string_view::npos) path = "";
    while (!path.empty()) {
      limit(cores, cores_of_quota(quota_of_folder(folder + std::string(path))));
      path = path.substr(0, path.rfind('/'));
    }
    limit(cores, cores_of_quota(quota_of_folder(folder)));
  }
  return cores;
}

unsigned available_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  int count = 1;
  if (sched_getaffinity(0, sizeof set, &set) == 0) count = std::max(1, CPU_COUNT(&set));
  const auto cores = static_cast<unsigned>(count);
  return std::min(cores,
                  granted_cores(text_of("/proc/self/cgroup"), "/sys/fs/cgroup").value_or(cores));
}

unsigned affordable_jobs() {
  // Address space of a job: 64 MiB that glibc reserves for a thread's heap, 8 MiB of stack, and its
  // buffers.
  constexpr std::uint64_t kOfJob = std::uint64_t{112} << 20U;
  constexpr std::uint64_t kMost = 1024;
  std::uint64_t jobs = kMost;
  for (const auto resource : {RLIMIT_AS, RLIMIT_DATA}) {
    rlimit limits{};
    if (getrlimit(resource, &limits) != 0 || limits.rlim_cur == RLIM_INFINITY) continue;
    jobs = std::min<std::uint64_t>(jobs, limits.rlim_cur / kOfJob);
  }
  return static_cast<unsigned>(std::max<std::uint64_t>(jobs, 1));
}

}  // namespace smtptally
