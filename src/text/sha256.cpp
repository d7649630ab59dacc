#include "text/sha256.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "text/base64.hpp"

namespace smtptally {
namespace {

constexpr std::array<std::uint32_t, 64> kRound{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

using State = std::array<std::uint32_t, 8>;

std::uint32_t bits_at(std::string_view block, std::size_t at) {
  return static_cast<unsigned char>(block[at]);
}

void add_block(std::string_view block, State& state) {
  std::array<std::uint32_t, 64> w{};
  for (std::size_t i = 0; i < 16; ++i) {
    w[i] = bits_at(block, 4 * i) << 24U | bits_at(block, 4 * i + 1) << 16U |
           bits_at(block, 4 * i + 2) << 8U | bits_at(block, 4 * i + 3);
  }
  for (std::size_t i = 16; i < 64; ++i) {
    const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ w[i - 15] >> 3U;
    const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ w[i - 2] >> 10U;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t i = 0; i < 64; ++i) {
    const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + kRound[i] + w[i];
    const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const std::uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + t2;
  }
  const State sum{a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += sum[i];
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  State state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
              0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  std::string padded(bytes);
  padded.push_back('\x80');
  while (padded.size() % 64 != 56) padded.push_back('\0');
  for (unsigned shift = 64; shift > 0; shift -= 8) {
    padded.push_back(static_cast<char>(bits >> (shift - 8) & 0xFFU));
  }
  const std::string_view all = padded;
  for (std::size_t at = 0; at < all.size(); at += 64) add_block(all.substr(at, 64), state);
  Sha256 digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<unsigned char>(state[i / 4] >> (24 - 8 * (i % 4)) & 0xFFU);
  }
  return digest;
}

Sha256 hmac_sha256(std::string_view key, std::string_view bytes) {
  constexpr std::size_t kHmacBlock = 64;
  const auto text_of = [](const Sha256& digest) {
    std::string text(digest.size(), '\0');
    for (std::size_t i = 0; i < digest.size(); ++i) text[i] = static_cast<char>(digest[i]);
    return text;
  };
  std::string block = key.size() > kHmacBlock ? text_of(sha256(key)) : std::string(key);
  block.resize(kHmacBlock, '\0');
  const auto masked = [&block](unsigned char mask) {
    std::string text = block;
    for (char& c : text) c = static_cast<char>(static_cast<unsigned char>(c) ^ mask);
    return text;
  };
  const std::string inner = text_of(sha256(masked(0x36).append(bytes)));
  return sha256(masked(0x5C) + inner);
}

std::string sha256_base64(std::string_view bytes) {
  const Sha256 digest = sha256(bytes);
  std::string text(digest.size(), '\0');
  for (std::size_t i = 0; i < digest.size(); ++i) text[i] = static_cast<char>(digest[i]);
  return base64(text);
}

}  // namespace smtptally
