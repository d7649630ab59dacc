// JournalData: fields by the place of their objects.

#include "parse/journal_data.hpp"

#include <algorithm>

#include "parse/behind_stamp.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

struct NamedField {
  JournalField field = JournalField::other;
  std::string_view value;
};

/// The field of a payload, "NAME=value".
NamedField name_field(std::string_view payload) noexcept {
  NamedField named;
  const auto is = [&](std::string_view name, JournalField field) {
    if (!payload.starts_with(name)) return false;
    named = {field, payload.substr(name.size())};
    return true;
  };
  if (payload.empty()) return named;
  // PERF: the first letter rules most fields out.
  switch (payload.front()) {
    case 'M':
      (void)is("MESSAGE=", JournalField::message);
      break;
    case 'S':
      (void)(is("SYSLOG_IDENTIFIER=", JournalField::tag) || is("SYSLOG_PID=", JournalField::pid) ||
             (payload == "SYSLOG_FACILITY=2" &&
              is("SYSLOG_FACILITY=", JournalField::mail_facility)));
      break;
    case '_':
      (void)(is("_PID=", JournalField::own_pid) || is("_HOSTNAME=", JournalField::host));
      break;
    case 'C':
      (void)(is("CONTAINER_ID=", JournalField::container) ||
             is("CONTAINER_NAME=", JournalField::container));
      break;
    default:
      break;
  }
  return named;
}

JournalData::Pid pid_of(std::string_view value) noexcept {
  JournalData::Pid pid;
  std::uint64_t number = 0;
  Cursor at(value);
  pid.valid = at.take_number(number) && at.at_end() && number <= UINT32_MAX;
  pid.number = pid.valid ? static_cast<std::uint32_t>(number) : 0;
  pid.empty = value.empty();
  return pid;
}

JournalData::Tag tag_of(std::string_view value) {
  JournalData::Tag tag;
  tag.text = value;
  tag.of_container = is_container_tag(value);
  tag.is_of_mail = tag.of_container || program_of(value) != Program::other;
  return tag;
}

}  // namespace

JournalObject JournalData::remember(std::uint64_t offset, std::string_view payload, Shared shared) {
  NamedField named = name_field(payload);
  if (named.field != JournalField::message && payload.size() > kLongest) named = {};
  const auto next_of = [](const auto& values) { return static_cast<std::uint32_t>(values.size()); };
  JournalObject object{named.field, 0};
  switch (named.field) {
    case JournalField::tag:
      object.number = next_of(tags_);
      tags_.push_back(tag_of(named.value));
      break;
    case JournalField::host:
      object.number = next_of(hosts_);
      hosts_.emplace_back(named.value);
      break;
    case JournalField::pid:
    case JournalField::own_pid:
      object.number = next_of(pids_);
      pids_.push_back(pid_of(named.value));
      break;
    case JournalField::message:
    case JournalField::other:
      if (shared == Shared::yes && !payload.starts_with("_SOURCE_REALTIME_TIMESTAMP=")) break;
      objects_.set_for_now(offset, named.field);
      return object;
    case JournalField::unseen:
    case JournalField::mail_facility:
    case JournalField::container:
      break;
  }
  objects_.set(offset, object);
  return object;
}

void JournalData::remember_text(std::uint64_t offset, std::string_view text) {
  if (bytes_.size() + text.size() > kMostTexts) return;
  if (texts_.empty()) texts_.emplace_back();
  const std::size_t begin = bytes_.size() - std::min(bytes_.size(), kTextPadding);
  texts_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(text.size())});
  // The padding moves behind the text.
  bytes_.resize(begin);
  bytes_.append(text).append(kTextPadding, '\0');
  objects_.set(offset, {JournalField::message, static_cast<std::uint32_t>(texts_.size() - 1)});
}

std::optional<PaddedText> JournalData::text(JournalObject object) const {
  if (object.field != JournalField::message || object.number == 0) return std::nullopt;
  const Place place = texts_[object.number];
  return PaddedText::of_buffer(bytes_).substr(place.begin, place.size);
}

void JournalData::clear() noexcept {
  objects_.clear();
  tags_.clear();
  hosts_.clear();
  pids_.clear();
  texts_.clear();
  bytes_.clear();
}

}  // namespace smtptally
