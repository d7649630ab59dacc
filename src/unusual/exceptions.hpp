#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "smtptally/error.hpp"

namespace smtptally {

class Pseudonyms;

/// Accounts and networks that are known to be unusual: one a line, "anna@example.org",
/// "192.0.2.0/24", "2001:db8::1", each with a reason behind "#" if you like. It remembers which of
/// them were met.
class Exceptions {
 public:
  [[nodiscard]] static Result<Exceptions> parse(std::string_view text);

  /// From now on what is asked for are pseudonyms of what the lines name.
  void ask_by(Pseudonyms* pseudonyms) noexcept { pseudonyms_ = pseudonyms; }
  /// Accounts compare without case.
  [[nodiscard]] bool has_account(std::string_view account);
  [[nodiscard]] bool has_client(std::string_view address);
  [[nodiscard]] bool empty() const noexcept { return accounts_.empty() && networks_.empty(); }
  /// The lines that matched nothing, as written, with their numbers.
  struct Unmatched {
    std::size_t line = 0;
    std::string text;
  };
  [[nodiscard]] std::vector<Unmatched> unmatched() const;

 private:
  struct Place {
    std::size_t line = 0;
    std::string text;
    bool met = false;
  };
  struct Account {
    std::string folded;
    Place place;
  };
  struct Network {
    std::array<unsigned char, 16> bytes{};
    unsigned bits = 0;  ///< IPv4 as ::ffff:0:0/96.
    Place place;
  };
  Pseudonyms* pseudonyms_ = nullptr;
  std::vector<Account> accounts_;  ///< Sorted.
  std::vector<Network> networks_;
};

}  // namespace smtptally
