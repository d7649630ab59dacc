// Recognises the tags of container runtimes.

#include <algorithm>
#include <array>

#include "parse/behind_stamp.hpp"
#include "text/ascii.hpp"

namespace smtptally {
namespace {

constexpr std::array<std::string_view, 10> kRuntimes{
    "docker", "dockerd", "docker-compose", "compose",      "containerd",
    "podman", "conmon",  "podman-compose", "docker-swarm", "nerdctl"};

/// Whether the name is a container id, whole or shortened by docker.
bool is_id(std::string_view name) noexcept {
  return (name.size() == 12 || name.size() == 64) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

/// Whether docker compose gives such names: "mail-postfix-1", "mail_postfix_1".
bool is_compose_name(std::string_view name) noexcept {
  const std::size_t last = name.find_last_not_of("0123456789");
  if (last == std::string_view::npos || last + 1 == name.size() || last == 0) return false;
  const char separator = name[last];
  if (separator != '-' && separator != '_') return false;
  return name.substr(0, last).find(separator) != std::string_view::npos;
}

}  // namespace

bool is_container_tag(std::string_view tag) noexcept {
  const std::size_t slash = tag.rfind('/');
  if (slash != std::string_view::npos) {
    // The log driver's templates: "docker/3f2a9c0b1d2e", "image/name/3f2a9c0b1d2e".
    return is_id(tag.substr(slash + 1)) || tag.starts_with("docker/");
  }
  return is_id(tag) || is_compose_name(tag) ||
         std::find(kRuntimes.begin(), kRuntimes.end(), tag) != kRuntimes.end();
}

}  // namespace smtptally
