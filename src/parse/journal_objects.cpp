// JournalObjects: a table that grows when it is half full.

#include "parse/journal_objects.hpp"

#include <algorithm>
#include <utility>

namespace smtptally {

JournalObjects::JournalObjects() : slots_(1024), mask_(slots_.size() - 1) {}

void JournalObjects::set(std::uint64_t offset, JournalObject object) {
  Slot& slot = slots_[place_of(offset)];
  if (slot.offset == offset) {
    slot.object = object;
    return;
  }
  slot = {offset, object};
  if (++used_ * 2 <= slots_.size()) return;
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
  mask_ = slots_.size() - 1;
  for (const Slot& known : old) {
    if (known.offset != 0) slots_[place_of(known.offset)] = known;
  }
}

void JournalObjects::clear() noexcept {
  std::fill(slots_.begin(), slots_.end(), Slot());
  latest_.fill({});
  used_ = 0;
}

}  // namespace smtptally
