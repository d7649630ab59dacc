#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <tsl/robin_map.h>

#include "postfix/text.hpp"

namespace smtptally {

/// Transparent hash: a lookup by string_view builds no std::string.
struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};
struct StringEqual {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const noexcept { return a == b; }
};
/// Small numbers for texts that come again and again.
using StringIndex = tsl::robin_map<std::string, std::uint32_t, StringHash, StringEqual>;

/// A log host and a full tag: who wrote a line.
struct Service {
  std::string host;
  std::string tag;
  Program program = Program::other;
  bool wrapper = false;     ///< The tag names a service that begins with TLS.
  std::uint32_t realm = 0;  ///< Log host and instance_of(): where a queue id is unique.
  bool heard = false;       ///< See Services::hear().
};

/// Numbers the services of a log. One Services per piece; numbers of two pieces do not compare.
class Services {
 public:
  /// The number of this service; a new one the first time.
  std::uint32_t number(std::string_view host, std::string_view tag);
  /// Notes that a line of this service told something.
  const Service& hear(std::uint32_t number) {
    all_[number].heard = true;
    return all_[number];
  }
  /// Adds the log hosts of those that were heard, and forgets that they were.
  void take_heard(std::set<std::string>& hosts);
  /// Adds them, and forgets nothing.
  void add_heard(std::set<std::string>& hosts) const;
  [[nodiscard]] const Service& operator[](std::uint32_t number) const { return all_[number]; }
  [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }

 private:
  std::uint32_t add(std::string_view host, std::string_view tag);

  std::vector<Service> all_;
  StringIndex by_name_;
  StringIndex realms_;
  std::string scratch_;
};

}  // namespace smtptally
