#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parse/journal_objects.hpp"
#include "parse/programs.hpp"
#include "text/padded_text.hpp"

namespace smtptally {

/// Which field the objects of data of a journal file are, and the parsed values of those that many
/// entries share.
///
/// PERF: an object stands once for all entries with that field and value, so that the fields of an
/// entry are not parsed, but looked up.
class JournalData {
 public:
  /// An identifier.
  struct Tag {
    std::string text;
    bool is_of_mail = false;    ///< Entries with it are read whatever their facility is.
    bool of_container = false;  ///< A runtime of containers logs with it.
    /// LogLine::memo for this identifier and the latest host.
    const std::string* host = nullptr;
    std::uint32_t memo = 0;
  };
  struct Pid {
    std::uint32_t number = 0;
    bool valid = false;
    bool empty = false;
  };

  /// Longer values of any field but the message tell nothing of mail.
  static constexpr std::size_t kLongest = 4096;

  /// Whether more than one entry has an object, as far as the file says.
  enum class Shared : bool { no, yes };

  [[nodiscard]] JournalObject find(std::uint64_t offset) const noexcept {
    return objects_.find(offset);
  }
  /// Remembers the object at `offset` by its unpacked payload, which may be cut behind kLongest
  /// bytes, and returns what it is.
  JournalObject remember(std::uint64_t offset, std::string_view payload, Shared shared);
  /// Remembers that the object at `offset` is of no use.
  void remember_useless(std::uint64_t offset) { objects_.set(offset, {JournalField::other, 0}); }
  /// Remembers the text of a message that may come again, as long as there are not too many.
  void remember_text(std::uint64_t offset, std::string_view text);
  /// Forgets all, but keeps the memory.
  void clear() noexcept;

  // The values of objects. Valid until clear(), texts until the next call of remember_text().

  [[nodiscard]] Tag* tag(JournalObject object) {
    return object.field == JournalField::tag ? &tags_[object.number] : nullptr;
  }
  [[nodiscard]] const std::string* host(JournalObject object) const {
    return object.field == JournalField::host ? &hosts_[object.number] : nullptr;
  }
  [[nodiscard]] Pid pid(JournalObject object) const {
    const bool is_pid = object.field == JournalField::pid || object.field == JournalField::own_pid;
    return is_pid ? pids_[object.number] : Pid{.empty = true};
  }
  /// Nothing where it was not remembered.
  [[nodiscard]] std::optional<PaddedText> text(JournalObject object) const;

 private:
  static constexpr std::size_t kMostTexts = std::size_t{8} << 20U;  ///< Bytes.

  struct Place {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };

  JournalObjects objects_;
  std::deque<Tag> tags_;
  std::deque<std::string> hosts_;
  std::vector<Pid> pids_;
  std::vector<Place> texts_;  ///< The number 0 means none.
  std::string bytes_;         ///< Of the texts, and padding.
};

}  // namespace smtptally
