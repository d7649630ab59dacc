#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parse/journal_data.hpp"
#include "text/fuzzing.hpp"

namespace smtptally {

/// What the fields of an entry tell, but for its text.
struct JournalOrigin {
  JournalData::Tag* tag = nullptr;
  const std::string* host = nullptr;
  JournalData::Pid pid;
  bool mail_facility = false;
  bool contained = false;
  std::uint64_t message = 0;  ///< Offset of the object of the text; 0 for none.
};

/// Origins by the items that entries have in common.
///
/// PERF: an entry names some twenty objects, and all entries of a process name the same ones, but
/// for a text and a time. Their places are compared with those of an earlier entry, and not looked
/// up one by one.
class JournalOrigins {
 public:
  JournalOrigins();

  /// The origin that was remembered for the bytes of these items; null if there is none. Valid
  /// until the next call of remember().
  [[nodiscard]] const JournalOrigin* find(std::string_view items) const noexcept;
  /// Remembers it, in place of another one.
  void remember(std::string_view items, const JournalOrigin& origin);
  /// Forgets all.
  void clear() noexcept;

 private:
  static constexpr std::size_t kSlots = kFuzzing ? 8 : 1024;
  static constexpr std::size_t kLongest = 512;  ///< Bytes of items.

  struct Known {
    std::size_t size = 0;
    JournalOrigin origin;
    std::array<char, kLongest> items{};
  };
  [[nodiscard]] static std::size_t slot_of(std::string_view items) noexcept;

  std::vector<Known> known_;
};

}  // namespace smtptally
