// Exceptions: what --except names.

#include "unusual/exceptions.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "pivot/pseudonyms.hpp"
#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

struct Address {
  std::array<unsigned char, 16> bytes{};
  unsigned bits = 128;  ///< Of the whole address, as it was written: 32 or 128.
};

std::optional<Address> address_of(std::string_view text) {
  const std::string zero_ended(text.substr(0, text.find('%')));
  Address address;
  if (inet_pton(AF_INET6, zero_ended.c_str(), address.bytes.data()) == 1) return address;
  address.bytes = {};
  address.bytes[10] = address.bytes[11] = 0xFF;
  address.bits = 32;
  if (inet_pton(AF_INET, zero_ended.c_str(), address.bytes.data() + 12) == 1) return address;
  return std::nullopt;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool same_bits(const std::array<unsigned char, 16>& a, const std::array<unsigned char, 16>& b,
               unsigned bits) {
  const unsigned whole = bits / 8;
  if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
  if (bits % 8 == 0) return true;
  const unsigned mask = 0xFFU << (8 - bits % 8);
  return ((a[whole] ^ b[whole]) & mask & 0xFFU) == 0;
}

/// Without blanks at its ends, and without what stands behind a '#' that begins a reason: an
/// account may hold one.
std::string_view without_reason(std::string_view entry) {
  for (std::size_t at = 0; at < entry.size(); ++at) {
    if (entry[at] == '#' && (at == 0 || is_blank(entry[at - 1]))) entry = entry.substr(0, at);
  }
  while (!entry.empty() && (is_blank(entry.back()) || entry.back() == '\r')) entry.remove_suffix(1);
  while (!entry.empty() && is_blank(entry.front())) entry.remove_prefix(1);
  return entry;
}

/// Reads how many bits of an address name its network; at most as many as there were.
bool take_bits(std::string_view digits, unsigned& bits) {
  const unsigned most = bits;
  const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  return error == std::errc() && last == digits.data() + digits.size() && bits <= most;
}

}  // namespace

Result<Exceptions> Exceptions::parse(std::string_view text) {
  Exceptions parsed;
  std::size_t line = 0;
  while (!text.empty()) {
    ++line;
    const std::size_t end = text.find('\n');
    std::string_view entry = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    entry = without_reason(entry);
    if (entry.empty()) continue;
    const std::size_t slash = entry.rfind('/');
    const auto address = address_of(entry.substr(0, slash));
    Place place{line, std::string(entry), false};
    if (!address) {
      parsed.accounts_.push_back({ascii_lower(entry), std::move(place)});
      continue;
    }
    unsigned bits = address->bits;
    if (slash != std::string_view::npos && !take_bits(entry.substr(slash + 1), bits)) {
      return Error{tr_format("line {}: '{}' is no network; write it like 192.0.2.0/24", line,
                             visible(entry))};
    }
    parsed.networks_.push_back(
        {address->bytes, bits + (address->bits == 32 ? 96 : 0), std::move(place)});
  }
  std::stable_sort(parsed.accounts_.begin(), parsed.accounts_.end(),
                   [](const Account& a, const Account& b) { return a.folded < b.folded; });
  return parsed;
}

bool Exceptions::has_account(std::string_view account) {
  if (pseudonyms_ != nullptr) account = pseudonyms_->original(account);
  const std::string name = ascii_lower(account);
  bool met = false;
  for (auto known = std::lower_bound(
           accounts_.begin(), accounts_.end(), name,
           [](const Account&a, const std::string&wanted) { return a.folded < wanted; });
       known != accounts_.end() && known->folded == name; ++known) {
    known->place.met = met = true;
  }
  return met;
}

bool Exceptions::has_client(std::string_view address) {
  if (networks_.empty()) return false;
  if (pseudonyms_ != nullptr) address = pseudonyms_->original(address);
  const auto parsed = address_of(address);
  if (!parsed) return false;
  bool met = false;
  for (Network& network : networks_) {
    if (!same_bits(network.bytes, parsed->bytes, network.bits)) continue;
    network.place.met = met = true;
  }
  return met;
}

std::vector<Exceptions::Unmatched> Exceptions::unmatched() const {
  std::vector<Unmatched> lines;
  for (const Account& account : accounts_) {
    if (!account.place.met) lines.push_back({account.place.line, account.place.text});
  }
  for (const Network& network : networks_) {
    if (!network.place.met) lines.push_back({network.place.line, network.place.text});
  }
  std::sort(lines.begin(), lines.end(),
            [](const Unmatched& a, const Unmatched& b) { return a.line < b.line; });
  return lines;
}

}  // namespace smtptally
