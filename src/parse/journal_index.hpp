#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "parse/journal_header.hpp"
#include "parse/journal_layout.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The list of entries of a journal file: a chain of arrays, which lies between the entries. Reads
/// few bytes of it at a time. What is damaged is as if it were not there.
class JournalIndex {
 public:
  /// `file_size` is the size of the file.
  JournalIndex(const JournalHeader& header, journal::ReadAt read_at, std::uint64_t file_size);

  /// The number of entries listed.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// The offset of the entry with that number in the order of the log; 0 if it is damaged. Requires
  /// number < size().
  [[nodiscard]] std::uint64_t entry(std::uint64_t number) const;
  /// How many entries of the list are at this offset or in front of it.
  [[nodiscard]] std::uint64_t count_up_to(std::uint64_t offset) const;
  /// The first entry behind this offset.
  [[nodiscard]] std::optional<std::uint64_t> entry_behind(std::uint64_t offset) const;
  /// The time of an entry; nothing if none is at this offset.
  [[nodiscard]] std::optional<Micros> time_of(std::uint64_t entry) const;

 private:
  struct Array {
    std::uint64_t items = 0;  ///< Offset of the first item.
    std::uint64_t first = 0;  ///< Its number.
  };

  journal::ReadAt read_at_;
  std::size_t item_size_;
  std::vector<Array> arrays_;
  std::uint64_t size_ = 0;
};

/// Passes the values of every field of a journal file to `take`, as far as they are not packed:
/// "NAME" and "NAME=value". Only fields for which `wanted` says so have their values read.
void for_each_value(const JournalHeader& header, const journal::ReadAt& read_at,
                    const std::function<bool(std::string_view name)>& wanted,
                    const std::function<void(std::string_view name, std::string_view data)>& take);

}  // namespace smtptally
