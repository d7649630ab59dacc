// Pseudonyms of addresses: each part of one is permuted under the key and the parts before it.

#include "pivot/address_pseudonym.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <arpa/inet.h>

#include "text/sha256.hpp"

namespace smtptally {
namespace {

using Bytes = std::array<unsigned char, 16>;

std::uint64_t first_bits(const Sha256& hash, unsigned bits) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8U | hash[i];
  return number >> (64 - bits);
}

/// A permutation of the numbers of an even count of bits: a Feistel network of ten rounds, with
/// HMAC as its function. Any function makes it one to one; a keyed hash makes it one of the key.
std::uint64_t permuted(std::string_view key, std::string_view place, std::uint64_t number,
                       unsigned bits) {
  constexpr char kRounds = 10;
  const unsigned half = bits / 2;
  const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
  std::uint64_t left = number >> half;
  std::uint64_t right = number & mask;
  for (char round = 0; round < kRounds; ++round) {
    std::string text(place);
    text.push_back(round);
    for (unsigned shift = 0; shift < 32; shift += 8) {
      text.push_back(static_cast<char>(right >> shift & 0xFFU));
    }
    const std::uint64_t next = left ^ first_bits(hmac_sha256(key, text), half);
    left = right;
    right = next;
  }
  return left << half | right;
}

std::uint64_t number_of(std::span<const unsigned char> bytes) {
  std::uint64_t number = 0;
  for (const unsigned char byte : bytes) number = number << 8U | byte;
  return number;
}

void put(std::uint64_t number, std::span<unsigned char> bytes) {
  for (std::size_t i = bytes.size(); i > 0; --i) {
    bytes[i - 1] = static_cast<unsigned char>(number & 0xFFU);
    number >>= 8U;
  }
}

/// What a part of an address depends on: its kind, and the address before it.
std::string place_of(char kind, std::span<const unsigned char> before) {
  std::string place{'a', kind};
  for (const unsigned char byte : before) place.push_back(static_cast<char>(byte));
  return place;
}

Bytes of_ipv4(std::string_view key, const Bytes& real) {
  Bytes made{};
  const std::span<const unsigned char> from(real);
  const std::span<unsigned char> to(made);
  put(permuted(key, place_of('4', {}), number_of(from.first(3)), 24), to.first(3));
  put(permuted(key, place_of('h', from.first(3)), real[3], 8), to.subspan(3, 1));
  return made;
}

Bytes of_ipv6(std::string_view key, const Bytes& real) {
  Bytes made{0xFD};
  const std::span<const unsigned char> from(real);
  const std::span<unsigned char> to(made);
  const Sha256 network = hmac_sha256(key, place_of('6', from.first(6)));
  std::copy_n(network.begin(), 5, made.begin() + 1);
  put(permuted(key, place_of('s', from.first(6)), number_of(from.subspan(6, 2)), 16),
      to.subspan(6, 2));
  put(permuted(key, place_of('i', from.first(8)), number_of(from.subspan(8, 8)), 64),
      to.subspan(8, 8));
  return made;
}

std::string text_of(int family, const Bytes& bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const char* const made = inet_ntop(family, bytes.data(), text.data(), text.size());
  return made == nullptr ? std::string() : std::string(made);
}

}  // namespace

std::string address_pseudonym(std::string_view key, std::string_view address) {
  const std::string text(address);
  Bytes real{};
  if (inet_pton(AF_INET, text.c_str(), real.data()) == 1) {
    return text_of(AF_INET, of_ipv4(key, real));
  }
  if (inet_pton(AF_INET6, text.c_str(), real.data()) != 1) return {};
  std::string made = text_of(AF_INET6, of_ipv6(key, real));
  // Another spelling of the same address is another text in a report.
  if (text_of(AF_INET6, real) != text) {
    std::transform(made.begin(), made.end(), made.begin(),
                   [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
  }
  return made;
}

}  // namespace smtptally
