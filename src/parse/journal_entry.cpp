// JournalFile: the fields and the text of an entry.

#include <array>
#include <utility>

#include "parse/journal_file.hpp"

namespace smtptally {

using namespace journal;

/// The origin of an entry by its items, `before` being the place of an entry some time before it.
///
/// PERF: items are in the order of their places, so that what was written for this entry comes
/// last: its text and its time, which a few entries may share. The others are those of other
/// entries, as a whole.
JournalOrigin JournalFile::origin_of(std::string_view items, std::uint64_t before) {
  if (damage_.places > 0) return resolve(items);
  std::size_t shared = items.size();
  while (shared > 0 && place_at(items.data() + shared - item_size_) > before) shared -= item_size_;
  std::uint64_t message = 0;
  for (std::size_t at = shared; at < items.size(); at += item_size_) {
    const std::uint64_t place = place_at(items.data() + at);
    const JournalField field = object_at(place).field;
    if (field == JournalField::message) {
      message = place;
    } else if (field != JournalField::other) {
      return resolve(items);
    }
  }
  const std::string_view key = items.substr(0, shared);
  JournalOrigin origin;
  if (const JournalOrigin* const known = memory_->origins.find(key)) {
    origin = *known;
  } else {
    origin = resolve(key);
    // One with a text that was logged before does not come again.
    if (damage_.places == 0 && origin.message == 0) memory_->origins.remember(key, origin);
  }
  if (message != 0) origin.message = message;
  return origin;
}

/// Of a field that stands twice, the last counts, as in an export.
JournalOrigin JournalFile::resolve(std::string_view items) {
  std::array<JournalObject, kJournalFields> found;
  const auto of = [&](JournalField field) { return found[static_cast<std::size_t>(field)]; };
  JournalOrigin origin;
  for (std::size_t at = 0; at < items.size(); at += item_size_) {
    const std::uint64_t place = place_at(items.data() + at);
    const JournalObject object = object_at(place);
    found[static_cast<std::size_t>(object.field)] = object;
    if (object.field == JournalField::message) origin.message = place;
  }
  origin.tag = data_.tag(of(JournalField::tag));
  origin.host = data_.host(of(JournalField::host));
  origin.pid = data_.pid(of(JournalField::pid));
  if (origin.pid.empty) origin.pid = data_.pid(of(JournalField::own_pid));
  origin.mail_facility = of(JournalField::mail_facility).field != JournalField::unseen;
  origin.contained = of(JournalField::container).field != JournalField::unseen;
  return origin;
}

JournalFile::Found JournalFile::take_entry(const char* object, std::uint64_t offset,
                                           ObjectHead head, LogLine& out) {
  ++entries_;
  const std::uint64_t before =
      std::exchange(recent_entries_[entries_ % recent_entries_.size()], offset);
  latest_entry_ = offset;
  if (head.size < kEntryItems || head.size > kMost) return Found::damaged_entry;
  constexpr std::uint64_t kNoTime = std::uint64_t{1} << 55U;  // As systemd has it.
  const std::uint64_t time = le64(object + kEntryRealtime);
  if (time == 0 || time >= kNoTime) {
    note_damage(offset);
    return Found::damaged_entry;
  }
  out.time = static_cast<Micros>(time);
  const JournalOrigin origin = origin_of(
      {object + kEntryItems, (head.size - kEntryItems) / item_size_ * item_size_}, before);
  JournalData::Tag* const tag = origin.tag;
  const bool damaged = damage_.places > 0;
  if (tag == nullptr || tag->text.empty()) {
    return damaged && tag == nullptr ? Found::damaged_entry : Found::irrelevant_entry;
  }
  const bool of_mail = origin.contained || origin.mail_facility || tag->is_of_mail;
  if (origin.host != tag->host) {
    tag->host = origin.host;
    tag->memo = 0;
  }
  out.has_pid = origin.pid.valid;
  out.pid = origin.pid.number;
  out.contained = origin.contained;
  out.host = origin.host == nullptr ? std::string_view() : std::string_view(*origin.host);
  out.tag = tag->text;
  out.memo = &tag->memo;
  const std::uint64_t message = of_mail ? origin.message : 0;
  if (of_mail && message == 0 && damaged) return Found::damaged_entry;
  const std::optional<PaddedText> text = message == 0 ? PaddedText() : text_of(message);
  if (!text) return Found::damaged_entry;
  out.text = *text;
  return origin.contained || tag->of_container ? Found::container_entry : Found::entry;
}

/// The value of a message; nothing if it is damaged or too long.
std::optional<PaddedText> JournalFile::text_of(std::uint64_t offset) {
  if (!is_whole(offset, ObjectHead::kSize)) return text_read_again(offset);
  const char* const object = in_window(offset);
  const ObjectHead head = ObjectHead::at(object);
  if (head.size > kMost || head.size < data_head_ + kTextName) return std::nullopt;
  if (!is_whole(offset, head.size)) return text_read_again(offset);
  const PaddedText payload =
      window_.substr(offset - window_at_ + data_head_, head.size - data_head_);
  if (!is_packed(head.flags)) return payload.substr(kTextName);
  if (!unpacker_.unpack(head.flags, payload.view(), kMost + 1, unpacked_)) return std::nullopt;
  if (unpacked_.size() > kMost || unpacked_.size() < kTextName) return std::nullopt;
  again_.assign(std::string_view(unpacked_).substr(kTextName));
  return again_.text();
}

std::optional<PaddedText> JournalFile::text_read_again(std::uint64_t offset) {
  if (const auto known = data_.text(data_.find(offset))) return known;
  if (!read_object(offset, object_)) return std::nullopt;
  const ObjectHead head = ObjectHead::at(object_.data());
  if (head.type != ObjectType::data || head.size < data_head_ + kTextName) return std::nullopt;
  std::string_view payload = std::string_view(object_).substr(data_head_);
  if (is_packed(head.flags)) {
    if (!unpacker_.unpack(head.flags, payload, kMost + 1, unpacked_)) return std::nullopt;
    payload = unpacked_;
    if (payload.size() > kMost || payload.size() < kTextName) return std::nullopt;
  }
  const std::string_view text = payload.substr(kTextName);
  data_.remember_text(offset, text);
  if (const auto known = data_.text(data_.find(offset))) return known;
  again_.assign(text);
  return again_.text();
}

}  // namespace smtptally
