#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <tsl/robin_map.h>

#include "parse/journal_layout.hpp"
#include "parse/programs.hpp"

namespace smtptally {

/// The fields of an entry that tell something of mail.
enum class JournalField : std::uint8_t {
  unseen,  ///< The object was not looked at.
  other,
  message,
  tag,
  pid,      ///< SYSLOG_PID
  own_pid,  ///< _PID
  host,
  mail_facility,  ///< SYSLOG_FACILITY=2
  container,      ///< CONTAINER_ID or CONTAINER_NAME
};
inline constexpr std::size_t kJournalFields = 9;

/// Which field each object of data of a journal file is, and the parsed values of those that many
/// entries share.
///
/// PERF: an object stands once for all entries with that field and value, so that the fields of an
/// entry are not parsed, but looked up: a byte for every 64 bytes of the file tells the field.
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

  [[nodiscard]] JournalField field(std::uint64_t offset) const noexcept {
    const std::size_t slot = offset / kSlot;
    if (slot >= slots_.size()) return JournalField::unseen;
    const std::uint8_t known = slots_[slot];
    // Two objects never share a slot, but a damaged entry may name any place.
    return (known >> 4U) == place_in_slot(offset) ? static_cast<JournalField>(known & 15U)
                                                  : JournalField::unseen;
  }
  /// Remembers the object at `offset` by its unpacked payload; `payload` may be cut behind
  /// kLongest bytes.
  void remember(std::uint64_t offset, std::string_view payload);
  /// Remembers that the object at `offset` is of no use.
  void remember_useless(std::uint64_t offset) { set(offset, JournalField::other); }

  // The values of remembered objects, of the field that the name says. Valid as long as this.
  [[nodiscard]] Tag* tag(std::uint64_t offset);
  [[nodiscard]] const std::string* host(std::uint64_t offset);
  [[nodiscard]] Pid pid(std::uint64_t offset);

 private:
  static constexpr std::uint64_t kSlot = 64;
  static_assert(kSlot < journal::kLeastData);
  /// Of a file of 64 GiB, 16 times as large as journald writes any.
  static constexpr std::size_t kMostSlots = std::size_t{1} << 30U;

  static std::uint8_t place_in_slot(std::uint64_t offset) noexcept {
    return static_cast<std::uint8_t>(offset / 8 % 8);
  }
  void set(std::uint64_t offset, JournalField field);

  std::vector<std::uint8_t> slots_;  ///< For 64 bytes of the file: place and field of an object.
  std::deque<Tag> tags_;
  std::deque<std::string> hosts_;
  tsl::robin_map<std::uint64_t, Tag*> tag_at_;
  tsl::robin_map<std::uint64_t, const std::string*> host_at_;
  tsl::robin_map<std::uint64_t, Pid> pid_at_;
  // PERF: most entries have the identifier, the host or the process of the entry before.
  std::uint64_t latest_tag_at_ = 0;
  Tag* latest_tag_ = nullptr;
  std::uint64_t latest_host_at_ = 0;
  const std::string* latest_host_ = nullptr;
  std::uint64_t latest_pid_at_ = 0;
  Pid latest_pid_{.empty = true};
};

}  // namespace smtptally
