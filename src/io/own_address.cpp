#include "io/own_address.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include <pwd.h>
#include <unistd.h>

#include "text/ascii.hpp"

namespace smtptally {
namespace {

/// Letters, digits, hyphens and dots.
bool is_domain(std::string_view text) {
  return !text.empty() && text.size() < 254 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.';
  });
}

}  // namespace

std::string own_mail_domain() {
  std::ifstream file("/etc/mailname");
  std::string name;
  if (std::getline(file, name) && is_domain(name)) return name;
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) == 0 && is_domain(host.data())) return host.data();
  return "localhost";
}

std::string own_user() {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  const uid_t user = geteuid();
  if (getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    return found->pw_name;
  }
  return std::to_string(user);
}

}  // namespace smtptally
