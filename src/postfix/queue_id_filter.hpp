#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace smtptally {

/// A set of queue ids, of any realm, by QueueKey::id_hash(). It may hold others than were added.
class QueueIdFilter {
 public:
  /// The hash of what is no queue id, which every set holds.
  static constexpr std::uint32_t kNone = 0;
  /// Where a set of more of them holds nearly everything.
  static constexpr std::size_t kMany = 4096;

  QueueIdFilter() noexcept { add(kNone); }
  /// Holds every id.
  [[nodiscard]] static QueueIdFilter all() noexcept {
    QueueIdFilter ids;
    ids.words_.fill(~std::uint64_t{0});
    return ids;
  }

  void add(std::uint32_t hash) noexcept { words_[word(hash)] |= bit(hash); }
  [[nodiscard]] bool may_hold(std::uint32_t hash) const noexcept {
    return (words_[word(hash)] & bit(hash)) != 0;
  }

 private:
  static constexpr std::size_t kWordBits = 64;
  static constexpr std::size_t kWords = 16 * kMany / kWordBits;

  static std::size_t word(std::uint32_t hash) noexcept { return hash / kWordBits % kWords; }
  static std::uint64_t bit(std::uint32_t hash) noexcept {
    return std::uint64_t{1} << (hash % kWordBits);
  }

  std::array<std::uint64_t, kWords> words_{};
};

}  // namespace smtptally
