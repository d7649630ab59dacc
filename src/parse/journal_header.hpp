#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "smtptally/byte_source.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The header of a journal file: what the file promises. Of a file that is being written it is what
/// it promised when the header was read.
struct JournalHeader {
  static constexpr std::size_t kLeastSize = 208;  ///< Of the first version of the format.

  using Id = std::array<char, 16>;

  std::uint32_t features = 0;  ///< incompatible_flags
  bool online = false;         ///< It is being written, or its writer died.
  Id file_id{};
  Id series{};             ///< seqnum_id: of the numbers of entries.
  std::uint64_t size = 0;  ///< The first object begins there.
  std::uint64_t field_table = 0;
  std::uint64_t field_table_size = 0;
  std::uint64_t tail_object = 0;
  std::uint64_t entries = 0;
  std::uint64_t entry_array = 0;
  std::uint64_t first_number = 0;  ///< Of the first entry.
  std::uint64_t last_number = 0;   ///< Of the last one, which may not be in the file yet.
  Micros first = 0;                ///< Time of the first entry.
  Micros last = 0;                 ///< Time of the last one, which need not be the latest.

  [[nodiscard]] bool compact() const noexcept;
  /// Whether objects may have a form that this program does not know.
  [[nodiscard]] bool is_foreign() const noexcept;

  /// Whether the bytes begin a journal file.
  [[nodiscard]] static bool begins(std::string_view bytes) noexcept {
    return bytes.starts_with(kJournalMagic);
  }
  /// Nothing if it is damaged.
  [[nodiscard]] static std::optional<JournalHeader> parse(std::string_view bytes);
};

}  // namespace smtptally
