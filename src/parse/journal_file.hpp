#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "parse/journal_header.hpp"
#include "parse/journal_index.hpp"
#include "parse/journal_memory.hpp"
#include "parse/journal_unpack.hpp"
#include "parse/log_line.hpp"
#include "parse/read_outcome.hpp"

namespace smtptally {

/// What is behind the header of a journal file, object by object: the entries as lines. Of mail are
/// those with the facility of mail or the identifier of a program of a mail server.
///
/// The bytes come in order, as those of any log. Only what an entry needs of earlier bytes is read
/// again: a text that is logged for the second time, and what lies before the place where reading
/// began. Behind damage the list of entries shows where it goes on.
class JournalFile {
 public:
  /// A longer entry, or a longer text, is no line of a mail log.
  static constexpr std::size_t kMost = std::size_t{1} << 20U;

  /// How to read a journal file.
  struct Source {
    JournalHeader header;  ///< Of the time when it was opened.
    journal::ReadAt read_at;
    std::uint64_t size = 0;   ///< Bytes of the file, of the same time.
    std::uint64_t begin = 0;  ///< The first byte that comes: 0, or an entry.
    /// How many entries are in front of `begin`; 0 if that is not known. Where it is known, no
    /// entry is read that was written meanwhile.
    std::uint64_t entries_before = 0;
  };

  /// `memory` may be that of an earlier file, or null.
  explicit JournalFile(Source source, std::unique_ptr<JournalMemory> memory = nullptr);

  /// What next() found.
  enum class Found : std::uint8_t {
    entry,             ///< Its text is empty if it is not of mail.
    container_entry,   ///< An entry that a runtime of containers made: its text may be a line.
    irrelevant_entry,  ///< It has no identifier.
    damaged_entry,
    nothing_more,  ///< In these bytes.
  };

  /// Gives the next bytes. Requires that the ones before were dropped by taken().
  void feed(PaddedText bytes, bool at_end);
  /// The next entry of the bytes; views of `out` are valid until the next call.
  [[nodiscard]] Found next(LogLine& out);
  /// How many of the bytes are done with; they are given no more.
  [[nodiscard]] std::size_t taken();
  /// How many of the bytes behind those are not looked at, whatever they are.
  [[nodiscard]] std::uint64_t passed_over() const noexcept { return passed_end_ - window_at_; }

  /// Offset of the entry that came last; 0 if none did.
  [[nodiscard]] std::uint64_t latest_entry() const noexcept { return latest_entry_; }

  /// For another file, when this one was read.
  [[nodiscard]] std::unique_ptr<JournalMemory> take_memory() && { return std::move(memory_); }

  /// Complete when everything was fed.
  [[nodiscard]] const JournalDamage& damage() const noexcept { return damage_; }

 private:
  static constexpr std::size_t kTextName = std::string_view("MESSAGE=").size();

  [[nodiscard]] std::uint64_t place_at(const char* item) const noexcept {
    return source_.header.compact() ? journal::le32(item) : journal::le64(item);
  }
  [[nodiscard]] JournalObject object_at(std::uint64_t place) {
    const JournalObject object = data_.find(place);
    return object.field == JournalField::unseen ? look_up(place) : object;
  }
  [[nodiscard]] JournalOrigin origin_of(std::string_view items, std::uint64_t before);
  [[nodiscard]] JournalOrigin resolve(std::string_view items);
  /// Whether the entries in front of the place of reading are counted.
  [[nodiscard]] bool counts_entries() const noexcept {
    return source_.begin == 0 || source_.entries_before > 0;
  }
  [[nodiscard]] static std::uint64_t needed_of(journal::ObjectHead head) noexcept;
  [[nodiscard]] std::optional<journal::ObjectHead> next_object();
  [[nodiscard]] Found take_entry(const char* object, std::uint64_t offset, journal::ObjectHead head,
                                 LogLine& out);
  [[nodiscard]] Found entry_behind_damage(LogLine& out);
  void note_damage(std::uint64_t offset);
  void end();
  [[nodiscard]] bool fits(std::uint64_t offset, journal::ObjectHead head) const noexcept;
  [[nodiscard]] bool is_whole(std::uint64_t offset, std::uint64_t size) const noexcept {
    return offset >= window_at_ && offset + size <= window_at_ + window_.size() &&
           (offset >= passed_end_ || offset + size <= passed_begin_);
  }
  [[nodiscard]] const char* in_window(std::uint64_t offset) const noexcept {
    return window_.data() + (offset - window_at_);
  }
  using Shared = JournalData::Shared;
  void remember_data(std::uint64_t offset, std::string_view object, Shared shared);
  [[nodiscard]] JournalObject look_up(std::uint64_t offset);
  [[nodiscard]] bool read_object(std::uint64_t offset, std::string& into) const;
  [[nodiscard]] std::optional<PaddedText> text_of(std::uint64_t offset);
  [[nodiscard]] std::optional<PaddedText> text_read_again(std::uint64_t offset);

  Source source_;
  std::size_t data_head_;
  std::size_t item_size_;
  std::unique_ptr<JournalMemory> memory_;
  JournalData& data_;
  PaddedText window_;
  std::uint64_t window_at_;  ///< Offset of its first byte in the file.
  std::uint64_t at_;         ///< The next object.
  std::uint64_t end_;        ///< Nothing is behind it.
  bool at_end_ = false;      ///< No bytes follow the window.
  // What passed_over() said last: the window may hold anything there.
  std::uint64_t passed_begin_ = 0;
  std::uint64_t passed_end_;
  bool done_ = false;
  std::uint64_t entries_ = 0;       ///< Seen so far, with those in front.
  std::uint64_t latest_entry_ = 0;  ///< Offset of the last entry.
  std::array<std::uint64_t, 32> recent_entries_{};
  /// Damage was met: entries come by the list until it reaches what was not seen yet.
  bool by_list_ = false;
  std::optional<JournalIndex> index_;
  JournalDamage damage_;

  std::string object_;  ///< An object that is not in the window.
  JournalUnpacker unpacker_;
  std::string unpacked_;
  PaddedString again_;
};

}  // namespace smtptally
