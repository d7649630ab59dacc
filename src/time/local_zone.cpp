// Finds the zone of the process and of zone files.

#include "time/local_zone.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace smtptally {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;  // The largest zone file of 2026 has 4 KB.

std::optional<std::string> content_of(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size > kMostBytes) return std::nullopt;
  std::string content(static_cast<std::size_t>(size), '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file) return std::nullopt;
  return content;
}

/// The name of a zone, behind ".../zoneinfo/" in a path; empty if there is none.
std::string zone_of_link(const std::filesystem::path& link) {
  std::error_code error;
  const std::string target = std::filesystem::weakly_canonical(link, error).string();
  constexpr std::string_view kMark = "/zoneinfo/";
  const std::size_t at = target.rfind(kMark);
  if (error || at == std::string::npos) return {};
  std::string name = target.substr(at + kMark.size());
  for (const std::string_view prefix : {"posix/", "right/"}) {
    if (name.starts_with(prefix)) name.erase(0, prefix.size());
  }
  return name;
}

/// The first zone of zone1970.tab with these bytes. That file has no two names for one zone.
std::string zone_with(const std::string& content, const std::string& zoneinfo) {
  std::ifstream list(zoneinfo + "/zone1970.tab");
  std::string line;
  while (std::getline(list, line)) {  // "DE,DK,NO,SE,SJ\t+5230+01322\tEurope/Berlin\tmost of…"
    if (line.starts_with('#')) continue;
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    std::string name = line.substr(second + 1, line.find('\t', second + 1) - second - 1);
    if (content_of(fmt::format("{}/{}", zoneinfo, name)) == content) return name;
  }
  return {};
}

/// The POSIX rule in the last line of the file (RFC 8536, section 3.3).
std::string rule_of(std::string_view content) {
  if (!content.ends_with('\n')) return {};
  content.remove_suffix(1);
  const std::size_t at = content.rfind('\n');
  return at == std::string_view::npos ? std::string() : std::string(content.substr(at + 1));
}

std::string zone_of_path(const std::string& path) {
  const std::string name = zone_of_link(path);
  return name.empty() ? zone_of_file(path, "/usr/share/zoneinfo") : name;
}

}  // namespace

std::string zone_of_file(const std::string& path, const std::string& zoneinfo) {
  const std::optional<std::string> content = content_of(path);
  if (!content || !content->starts_with("TZif")) return {};
  const std::string name = zone_with(*content, zoneinfo);
  return name.empty() ? rule_of(*content) : name;
}

std::string local_zone_name() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read once, before there are threads.
  if (const char* variable = std::getenv("TZ"); variable != nullptr) {
    std::string name = variable;
    if (name.starts_with(':')) name.erase(0, 1);
    if (name.empty()) return "UTC";  // POSIX: an empty TZ is UTC.
    if (name.front() != '/') return name;
    const std::string found = zone_of_path(name);
    return found.empty() ? name : found;
  }
  // A container may have a copy of the host's /etc/localtime, with another name in /etc/timezone.
  std::string name = zone_of_path("/etc/localtime");
  if (name.empty()) {
    std::ifstream file("/etc/timezone");
    std::getline(file, name);
  }
  return name.empty() ? "UTC" : name;
}

}  // namespace smtptally
