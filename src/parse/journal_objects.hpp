#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

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

/// What is known of an object of data.
struct JournalObject {
  JournalField field = JournalField::unseen;
  std::uint32_t number = 0;  ///< Of its value, among those of that field.
};

/// The objects of data of a journal file by their offsets.
///
/// PERF: most objects belong to one entry: its text and its time. They are only kept for as long as
/// the next few entries. The others are so few that the processor's cache holds their table, in
/// which a place takes half the bytes of one in a robin map.
class JournalObjects {
 public:
  JournalObjects();

  [[nodiscard]] JournalObject find(std::uint64_t offset) const noexcept {
    // Objects come in the order of their offsets, so that few are looked at.
    const bool is_late = offset >= latest_[next_ % kLatest].offset;
    for (std::size_t i = 1; is_late && i <= kLatest; ++i) {
      const Latest& latest = latest_[(next_ - i) % kLatest];
      if (latest.offset == offset) return {latest.field, 0};
      if (latest.offset < offset) break;
    }
    const Slot& slot = slots_[place_of(offset)];
    return slot.offset == offset ? slot.object : JournalObject();
  }
  /// Remembers what an object is. Requires an offset that is not 0.
  void set(std::uint64_t offset, JournalObject object);
  /// The same for a short time.
  void set_for_now(std::uint64_t offset, JournalField field) noexcept {
    latest_[next_++ % kLatest] = {offset, field};
  }
  /// Forgets all, but keeps the memory.
  void clear() noexcept;

 private:
  static constexpr std::size_t kLatest = 64;

  struct Latest {
    std::uint64_t offset = 0;
    JournalField field = JournalField::unseen;
  };
  struct Slot {
    std::uint64_t offset = 0;  ///< 0 where it is free.
    JournalObject object;
  };
  /// The slot of the object, or the free one where it belongs.
  [[nodiscard]] std::size_t place_of(std::uint64_t offset) const noexcept {
    // Offsets are multiples of 8: the upper bits of a product depend on all others.
    std::size_t place = (offset * 0x9E3779B97F4A7C15U) >> 32U & mask_;
    while (slots_[place].offset != offset && slots_[place].offset != 0) place = (place + 1) & mask_;
    return place;
  }

  std::array<Latest, kLatest> latest_{};
  std::size_t next_ = 0;
  std::vector<Slot> slots_;
  std::size_t mask_;
  std::size_t used_ = 0;
};

}  // namespace smtptally
