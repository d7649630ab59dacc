#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "text/bytes16.hpp"

namespace smtptally {

inline constexpr std::size_t kMaxQueueId = 27;

/// A queue id in its realm, in a form that compares and hashes as plain bytes.
struct QueueKey {
  std::array<char, 28> id{};  ///< Padded with zeros, so never without one at the end.
  std::uint32_t realm = 0;    ///< Log host and Postfix instance: where the id is unique.

  QueueKey() = default;
  /// Requires queue_id.size() <= kMaxQueueId.
  QueueKey(std::uint32_t in_realm, std::string_view queue_id) noexcept : realm(in_realm) {
    if (!queue_id.empty()) std::memcpy(id.data(), queue_id.data(), queue_id.size());
  }
  /// The first `size` bytes at `text`, in realm 0. Requires size <= kMaxQueueId and 32 readable
  /// bytes. PERF: the same few instructions for ids of every length.
  static QueueKey of_padded(const char* text, std::size_t size) noexcept {
    // 32 bytes that are kept and 32 that are not.
    static constexpr std::array<char, 64> kKeep = [] {
      std::array<char, 64> keep{};
      for (std::size_t i = 0; i < 32; ++i) keep[i] = '\xFF';
      return keep;
    }();
    std::array<char, 32> bytes{};
    for (std::size_t i = 0; i < 32; i += Bytes16::kSize) {
      (Bytes16::load(text + i) & Bytes16::load(kKeep.data() + 32 - size + i)).store(&bytes[i]);
    }
    return std::bit_cast<QueueKey>(bytes);
  }

  [[nodiscard]] bool empty() const noexcept { return id[0] == '\0'; }
  [[nodiscard]] std::string_view text() const noexcept { return {id.data()}; }
  bool operator==(const QueueKey& other) const noexcept {
    const Words a = words();
    const Words b = other.words();
    return ((a.first ^ b.first) | (a.second ^ b.second) | (a.third ^ b.third) | (a.last ^ b.last) |
            (realm ^ other.realm)) == 0;
  }
  /// Odd constants of their own for the words, so that the products do not wait for each other; the
  /// high half is folded in because tables take the low bits. What usual ids do not reach shares
  /// one of them with the realm.
  [[nodiscard]] std::uint64_t hash() const noexcept {
    const Words w = words();
    const std::uint64_t rest = w.third ^ std::uint64_t{w.last} << 32U ^ std::uint64_t{realm} << 16U;
    const std::uint64_t h = w.first * 0x9E3779B97F4A7C15ULL + w.second * 0xD6E8FEB86659FD93ULL +
                            rest * 0xC2B2AE3D27D4EB4FULL;
    return h ^ (h >> 32U);
  }
  /// Of the id alone, the same in every realm: of its first 16 bytes, which is all of most ids.
  [[nodiscard]] std::uint32_t id_hash() const noexcept {
    const Words w = words();
    const std::uint64_t h = w.first * 0x9E3779B97F4A7C15ULL + w.second * 0xD6E8FEB86659FD93ULL;
    return static_cast<std::uint32_t>(h >> 32U);
  }

 private:
  /// The id as numbers. PERF: hashes and compares without a call. The realm is not read with the
  /// end of the id: it is written by itself, and a read of both had to wait for the writes.
  struct Words {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    std::uint64_t third = 0;
    std::uint32_t last = 0;
  };
  [[nodiscard]] Words words() const noexcept {
    Words w;
    std::memcpy(&w.first, id.data(), 8);
    std::memcpy(&w.second, id.data() + 8, 8);
    std::memcpy(&w.third, id.data() + 16, 8);
    std::memcpy(&w.last, id.data() + 24, 4);
    return w;
  }
};
static_assert(sizeof(QueueKey) == 32 && kMaxQueueId < 28);
}  // namespace smtptally
