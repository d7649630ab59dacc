// JournalFile: one pass over the objects.

#include "parse/journal_file.hpp"

#include <algorithm>
#include <utility>

#include "parse/journal_unpack.hpp"

namespace smtptally {

using namespace journal;

JournalFile::JournalFile(Source source, std::unique_ptr<JournalMemory> memory)
    : source_(std::move(source)),
      data_head_(source_.header.compact() ? kDataPayloadCompact : kDataPayload),
      item_size_(source_.header.compact() ? kEntryItemCompact : kEntryItem),
      memory_(memory ? std::move(memory) : std::make_unique<JournalMemory>()),
      data_(memory_->data),
      window_at_(source_.begin),
      at_(std::max(source_.begin, source_.header.size)),
      end_(source_.size),
      passed_end_(source_.begin) {
  memory_->clear();
  entries_ = source_.entries_before;
  done_ = source_.header.entries == 0;
}

void JournalFile::feed(PaddedText bytes, bool at_end) {
  window_ = bytes;
  at_end_ = at_end;
}

std::size_t JournalFile::taken() {
  const std::uint64_t window_end = window_at_ + window_.size();
  if (done_ || at_end_) at_ = std::max(at_, window_end);
  const std::uint64_t taken = std::min(at_, window_end) - window_at_;
  window_at_ += taken;
  // PERF: a quarter of a file is lists, most of them long.
  passed_begin_ = window_at_;
  passed_end_ = std::max(window_at_, done_ ? end_ : std::min(at_, end_));
  return static_cast<std::size_t>(taken);
}

bool JournalFile::fits(std::uint64_t offset, ObjectHead head) const noexcept {
  return head.type != ObjectType::unused && head.size >= ObjectHead::kSize && offset < end_ &&
         head.size <= end_ - offset;
}

void JournalFile::note_damage(std::uint64_t offset) {
  if (damage_.places++ == 0) damage_.first = offset;
}

/// Nothing is left to read.
void JournalFile::end() {
  done_ = true;
  if (counts_entries() && entries_ < source_.header.entries) {
    damage_.missing = source_.header.entries - entries_;
    if (damage_.places == 0) note_damage(at_);
  }
}

/// How many bytes of an object are looked at. The beginning tells which field an object is that is
/// too long.
std::uint64_t JournalFile::needed_of(ObjectHead head) noexcept {
  if (head.type != ObjectType::data && head.type != ObjectType::entry) return ObjectHead::kSize;
  return head.size <= kMost ? head.size : kDataPayloadCompact + 64;
}

/// The object at at_, when the window holds what is needed of it. Nothing where more bytes must
/// come first, at the end, and where damage begins.
std::optional<ObjectHead> JournalFile::next_object() {
  const bool all_seen = entries_ >= source_.header.entries && counts_entries();
  // A file that is being written may hold more by now.
  if (all_seen && (source_.header.online || at_ > source_.header.tail_object)) {
    end();
    return std::nullopt;
  }
  const std::uint64_t window_end = window_at_ + window_.size();
  if (at_ + ObjectHead::kSize > window_end) {
    if (at_end_) end();
    return std::nullopt;
  }
  const ObjectHead head = ObjectHead::at(in_window(at_));
  if (!fits(at_, head)) {
    if (head.type == ObjectType::unused && at_ > source_.header.tail_object) {
      end();
    } else {
      note_damage(at_);
      by_list_ = true;
    }
    return std::nullopt;
  }
  if (at_ + needed_of(head) > window_end) {
    if (at_end_) end();
    return std::nullopt;
  }
  return head;
}

JournalFile::Found JournalFile::next(LogLine& out) {
  while (!done_) {
    if (by_list_) {
      const Found found = entry_behind_damage(out);
      if (found != Found::nothing_more) return found;
      continue;
    }
    const auto head = next_object();
    if (!head) {
      if (by_list_) continue;
      break;
    }
    const std::uint64_t offset = at_;
    const char* const object = in_window(offset);
    at_ = aligned(offset + head->size);
    if (head->type == ObjectType::entry) return take_entry(object, offset, *head, out);
    if (head->type == ObjectType::data) {
      const bool shared = le64(object + kDataEntries) > 1;
      remember_data(offset, {object, needed_of(*head)}, shared ? Shared::yes : Shared::no);
    }
  }
  return Found::nothing_more;
}

/// Takes the next entry of the list. The rest of the list is not needed when the place of an entry
/// was not reached yet: reading goes on there.
JournalFile::Found JournalFile::entry_behind_damage(LogLine& out) {
  if (!index_) index_.emplace(source_.header, source_.read_at, source_.size);
  const auto entry = index_->entry_behind(std::max(latest_entry_, source_.begin));
  if (!entry) {
    end();
    return Found::nothing_more;
  }
  latest_entry_ = *entry;
  if (!read_object(*entry, object_) || ObjectHead::at(object_.data()).type != ObjectType::entry) {
    ++entries_;
    return Found::damaged_entry;
  }
  if (*entry >= at_) {
    by_list_ = false;
    at_ = *entry;
    return Found::nothing_more;
  }
  const std::string object = object_;
  return take_entry(object.data(), *entry, ObjectHead::at(object.data()), out);
}

/// Remembers an object of data by its bytes, which may be cut.
void JournalFile::remember_data(std::uint64_t offset, std::string_view object, Shared shared) {
  const ObjectHead head = ObjectHead::at(object.data());
  if (head.size <= data_head_) {
    note_damage(offset);
    return data_.remember_useless(offset);
  }
  if (object.size() <= data_head_) return data_.remember_useless(offset);
  std::string_view payload = object.substr(data_head_);
  if (is_packed(head.flags)) {
    // One byte more tells what is too long.
    if (!unpacker_.unpack(head.flags, payload, JournalData::kLongest + 1, unpacked_)) {
      note_damage(offset);
      return data_.remember_useless(offset);
    }
    payload = unpacked_;
  }
  const JournalField field = data_.remember(offset, payload, shared).field;
  const bool whole = head.size == object.size() && !is_packed(head.flags);
  if (shared == Shared::yes && field == JournalField::message && whole) {
    data_.remember_text(offset, payload.substr(kTextName));
  }
}

/// Reads an object that is not in the window, up to a limit. False if there is none.
bool JournalFile::read_object(std::uint64_t offset, std::string& into) const {
  constexpr std::size_t kUsual = 1024;
  if (offset % 8 != 0 || offset < source_.header.size || offset >= end_) return false;
  into.resize(std::min<std::uint64_t>(kUsual, end_ - offset));
  into.resize(source_.read_at(offset, into));
  if (into.size() < ObjectHead::kSize) return false;
  const ObjectHead head = ObjectHead::at(into.data());
  if (!fits(offset, head) || head.size > kMost) return false;
  if (head.size > into.size()) {
    into.resize(head.size);
    if (source_.read_at(offset, into) < head.size) return false;
  }
  into.resize(head.size);
  return true;
}

/// Looks at an object of data that was not seen, or is forgotten: it lies before the place where
/// reading began, or in what is damaged.
JournalObject JournalFile::look_up(std::uint64_t offset) {
  constexpr JournalObject kUseless{JournalField::other, 0};
  if (offset % 8 != 0 || offset >= end_) {
    note_damage(latest_entry_);
    return kUseless;
  }
  if (!read_object(offset, object_) || ObjectHead::at(object_.data()).type != ObjectType::data) {
    if (offset >= source_.header.size) data_.remember_useless(offset);
    note_damage(latest_entry_);
    return kUseless;
  }
  remember_data(offset, object_, Shared::yes);
  return data_.find(offset);
}

}  // namespace smtptally
