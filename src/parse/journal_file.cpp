// JournalFile: one pass over the objects.

#include "parse/journal_file.hpp"

#include <algorithm>
#include <cassert>

#include "parse/journal_unpack.hpp"

namespace smtptally {

using namespace journal;

/// Where the fields of an entry stand, by field; 0 for none. Of a field that stands twice, the last
/// counts, as in an export.
struct JournalFile::Items {
  std::array<std::uint64_t, kJournalFields> at{};

  [[nodiscard]] std::uint64_t of(JournalField field) const noexcept {
    return at[static_cast<std::size_t>(field)];
  }
};

JournalFile::JournalFile(Source source)
    : source_(std::move(source)),
      data_head_(source_.header.compact() ? kDataPayloadCompact : kDataPayload),
      window_at_(source_.begin),
      at_(std::max(source_.begin, source_.header.size)),
      end_(source_.size) {
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
  if (source_.begin == 0 && entries_ < source_.header.entries) {
    damage_.missing = source_.header.entries - entries_;
    if (damage_.places == 0) note_damage(at_);
  }
}

JournalFile::Found JournalFile::next(LogLine& out) {
  const std::uint64_t window_end = window_at_ + window_.size();
  while (!done_) {
    if (by_list_) {
      const Found found = entry_behind_damage(out);
      if (found != Found::nothing_more) return found;
      continue;
    }
    const bool all_seen = entries_ >= source_.header.entries && source_.begin == 0;
    // A file that is being written may hold more by now.
    if (all_seen && (source_.header.online || at_ > source_.header.tail_object)) {
      end();
      break;
    }
    if (at_ + ObjectHead::kSize > window_end) {
      if (at_end_) end();
      break;
    }
    const std::uint64_t offset = at_;
    const char* const object = in_window(offset);
    const ObjectHead head = ObjectHead::at(object);
    if (!fits(offset, head)) {
      if (head.type == ObjectType::unused && offset > source_.header.tail_object) {
        end();
        break;
      }
      note_damage(offset);
      by_list_ = true;
      continue;
    }
    const bool is_read = head.type == ObjectType::data || head.type == ObjectType::entry;
    // The beginning tells which field an object is that is too long.
    const std::uint64_t needed = head.size <= kMost ? head.size : kDataPayloadCompact + 64;
    if (is_read && !is_whole(offset, needed)) {
      if (at_end_) end();
      break;
    }
    at_ = aligned(offset + head.size);
    if (head.type == ObjectType::entry) return take_entry(object, offset, head, out);
    if (head.type == ObjectType::data) {
      remember_data(offset, object, head, needed);
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

JournalFile::Found JournalFile::take_entry(const char* object, std::uint64_t offset,
                                           ObjectHead head, LogLine& out) {
  ++entries_;
  latest_entry_ = offset;
  if (head.size < kEntryItems || head.size > kMost) return Found::damaged_entry;
  constexpr std::uint64_t kNoTime = std::uint64_t{1} << 55U;  // As systemd has it.
  const std::uint64_t time = le64(object + kEntryRealtime);
  if (time == 0 || time >= kNoTime) {
    note_damage(offset);
    return Found::damaged_entry;
  }
  out.time = static_cast<Micros>(time);
  Items items;
  const bool compact = source_.header.compact();
  const char* const end = object + head.size;
  const std::size_t step = compact ? kEntryItemCompact : kEntryItem;
  for (const char* item = object + kEntryItems; item + step <= end; item += step) {
    const std::uint64_t place = compact ? le32(item) : le64(item);
    JournalField field = data_.field(place);
    if (field == JournalField::unseen) field = look_up(place);
    items.at[static_cast<std::size_t>(field)] = place;
  }
  JournalData::Tag* const tag = data_.tag(items.of(JournalField::tag));
  const bool contained = items.of(JournalField::container) != 0;
  const bool damaged = damage_.places > 0;
  if (tag == nullptr || tag->text.empty()) {
    return damaged && tag == nullptr ? Found::damaged_entry : Found::irrelevant_entry;
  }
  const bool of_mail = contained || items.of(JournalField::mail_facility) != 0 || tag->is_of_mail;
  const std::string* const host = data_.host(items.of(JournalField::host));
  if (host != tag->host) {
    tag->host = host;
    tag->memo = 0;
  }
  JournalData::Pid pid = data_.pid(items.of(JournalField::pid));
  if (pid.empty) pid = data_.pid(items.of(JournalField::own_pid));
  out.has_pid = pid.valid;
  out.pid = pid.number;
  out.contained = contained;
  out.host = host == nullptr ? std::string_view() : std::string_view(*host);
  out.tag = tag->text;
  out.memo = &tag->memo;
  const std::uint64_t message = of_mail ? items.of(JournalField::message) : 0;
  if (of_mail && message == 0 && damaged) return Found::damaged_entry;
  const std::optional<PaddedText> text = message == 0 ? PaddedText() : text_of(message);
  if (!text) return Found::damaged_entry;
  out.text = *text;
  return contained || tag->of_container ? Found::container_entry : Found::entry;
}

/// Remembers an object of data, of which `readable` bytes are there.
void JournalFile::remember_data(std::uint64_t offset, const char* object, ObjectHead head,
                                std::size_t readable) {
  if (head.size <= data_head_) {
    note_damage(offset);
    return data_.remember_useless(offset);
  }
  const std::size_t size = std::min<std::uint64_t>(head.size, readable);
  if (size <= data_head_) return data_.remember_useless(offset);
  const std::string_view payload(object + data_head_, size - data_head_);
  if (!is_packed(head.flags)) return data_.remember(offset, payload);
  // One byte more tells what is too long.
  if (!unpacker_.unpack(head.flags, payload, JournalData::kLongest + 1, unpacked_)) {
    note_damage(offset);
    return data_.remember_useless(offset);
  }
  data_.remember(offset, unpacked_);
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

/// Looks at an object of data that was not seen: it lies before the place where reading began, or
/// in what is damaged.
JournalField JournalFile::look_up(std::uint64_t offset) {
  if (offset % 8 != 0 || offset >= end_) {
    note_damage(latest_entry_);
    return JournalField::other;
  }
  if (!read_object(offset, object_) || ObjectHead::at(object_.data()).type != ObjectType::data) {
    if (offset >= source_.header.size) data_.remember_useless(offset);
    note_damage(latest_entry_);
    return JournalField::other;
  }
  remember_data(offset, object_.data(), ObjectHead::at(object_.data()), object_.size());
  return data_.field(offset);
}

/// The value of a message; nothing if it is damaged or too long.
std::optional<PaddedText> JournalFile::text_of(std::uint64_t offset) {
  constexpr std::size_t kName = std::string_view("MESSAGE=").size();
  if (!is_whole(offset, ObjectHead::kSize)) return text_read_again(offset);
  const char* const object = in_window(offset);
  const ObjectHead head = ObjectHead::at(object);
  if (head.size > kMost || head.size < data_head_ + kName) return std::nullopt;
  if (!is_whole(offset, head.size)) return text_read_again(offset);
  const PaddedText payload =
      window_.substr(offset - window_at_ + data_head_, head.size - data_head_);
  if (!is_packed(head.flags)) return payload.substr(kName);
  if (!unpacker_.unpack(head.flags, payload.view(), kMost + 1, unpacked_)) return std::nullopt;
  if (unpacked_.size() > kMost || unpacked_.size() < kName) return std::nullopt;
  again_.assign(std::string_view(unpacked_).substr(kName));
  return again_.text();
}

std::optional<PaddedText> JournalFile::text_read_again(std::uint64_t offset) {
  constexpr std::size_t kName = std::string_view("MESSAGE=").size();
  constexpr std::size_t kMostKept = std::size_t{4} << 20U;
  const auto padded = [](const std::string& kept) { return PaddedText::of_buffer(kept); };
  if (const auto known = texts_.find(offset); known != texts_.end()) return padded(known->second);
  if (!read_object(offset, object_)) return std::nullopt;
  const ObjectHead head = ObjectHead::at(object_.data());
  if (head.type != ObjectType::data || head.size < data_head_ + kName) return std::nullopt;
  std::string_view payload = std::string_view(object_).substr(data_head_);
  if (is_packed(head.flags)) {
    if (!unpacker_.unpack(head.flags, payload, kMost + 1, unpacked_)) return std::nullopt;
    payload = unpacked_;
    if (payload.size() > kMost || payload.size() < kName) return std::nullopt;
  }
  if (texts_size_ > kMostKept) {
    texts_.clear();
    texts_size_ = 0;
  }
  std::string kept(payload.substr(kName));
  kept.append(kTextPadding, '\0');
  texts_size_ += kept.size();
  return padded(texts_.insert_or_assign(offset, std::move(kept)).first->second);
}

}  // namespace smtptally
