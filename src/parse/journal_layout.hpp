#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>

/// Where things stand in a journal file of systemd, as its JOURNAL_FILE_FORMAT says. All numbers
/// are little endian, and objects begin at multiples of 8.
namespace smtptally::journal {

/// Reads bytes of a journal file from an offset on and returns how many it got: fewer at the end of
/// the file, 0 where it cannot be read.
using ReadAt = std::function<std::size_t(std::uint64_t offset, std::span<char> into)>;

template <std::unsigned_integral T>
[[nodiscard]] T little_endian(const char* at) noexcept {
  T value = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&value, at, sizeof value);
  } else {
    for (std::size_t i = 0; i < sizeof value; ++i) {
      value = static_cast<T>(value | T{static_cast<unsigned char>(at[i])} << (8 * i));
    }
  }
  return value;
}

[[nodiscard]] inline std::uint64_t le64(const char* at) noexcept {
  return little_endian<std::uint64_t>(at);
}
[[nodiscard]] inline std::uint32_t le32(const char* at) noexcept {
  return little_endian<std::uint32_t>(at);
}

enum class ObjectType : std::uint8_t {
  unused,
  data,
  field,
  entry,
  data_hash_table,
  field_hash_table,
  entry_array,
  tag,
};

/// The head of every object.
struct ObjectHead {
  static constexpr std::size_t kSize = 16;

  ObjectType type = ObjectType::unused;
  std::uint8_t flags = 0;  ///< Of data: how it is packed.
  std::uint64_t size = 0;  ///< With the head, without the gap behind it.

  static ObjectHead at(const char* object) noexcept {
    return {static_cast<ObjectType>(object[0]), static_cast<std::uint8_t>(object[1]),
            le64(object + 8)};
  }
};

/// The place of the object behind one that ends at `end`.
[[nodiscard]] constexpr std::uint64_t aligned(std::uint64_t end) noexcept {
  return (end + 7) & ~std::uint64_t{7};
}

// Offsets in objects.
inline constexpr std::size_t kFieldNextHash = 24;
inline constexpr std::size_t kFieldHeadData = 32;
inline constexpr std::size_t kFieldPayload = 40;
inline constexpr std::size_t kDataNextOfField = 32;
inline constexpr std::size_t kDataEntries = 56;  ///< How many entries have it.
inline constexpr std::size_t kDataPayload = 64;
inline constexpr std::size_t kDataPayloadCompact = 72;
inline constexpr std::size_t kEntryNumber = 16;
inline constexpr std::size_t kEntryRealtime = 24;
inline constexpr std::size_t kEntryItems = 64;
inline constexpr std::size_t kEntryItem = 16;
inline constexpr std::size_t kEntryItemCompact = 4;
inline constexpr std::size_t kArrayNext = 16;
inline constexpr std::size_t kArrayItems = 24;
inline constexpr std::size_t kArrayItem = 8;
inline constexpr std::size_t kArrayItemCompact = 4;
inline constexpr std::size_t kHashItems = 16;
inline constexpr std::size_t kHashItem = 16;

}  // namespace smtptally::journal
