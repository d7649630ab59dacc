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

void JournalData::set(std::uint64_t offset, JournalField field) {
  const std::size_t slot = offset / kSlot;
  if (slot >= kMostSlots) return;
  if (slot >= slots_.size()) slots_.resize(std::max(slot + 1, slots_.size() + slots_.size() / 2));
  slots_[slot] =
      static_cast<std::uint8_t>(place_in_slot(offset) << 4U | static_cast<std::uint8_t>(field));
}

void JournalData::remember(std::uint64_t offset, std::string_view payload) {
  const NamedField named = name_field(payload);
  if (named.field != JournalField::message && payload.size() > kLongest) {
    return remember_useless(offset);
  }
  set(offset, named.field);
  switch (named.field) {
    case JournalField::tag:
      tag_at_[offset] = &tags_.emplace_back(tag_of(named.value));
      break;
    case JournalField::host:
      host_at_[offset] = &hosts_.emplace_back(named.value);
      break;
    case JournalField::pid:
    case JournalField::own_pid:
      pid_at_[offset] = pid_of(named.value);
      break;
    case JournalField::unseen:
    case JournalField::other:
    case JournalField::message:
    case JournalField::mail_facility:
    case JournalField::container:
      break;
  }
}

JournalData::Tag* JournalData::tag(std::uint64_t offset) {
  if (offset != latest_tag_at_) {
    const auto found = tag_at_.find(offset);
    latest_tag_ = found == tag_at_.end() ? nullptr : found->second;
    latest_tag_at_ = offset;
  }
  return latest_tag_;
}

const std::string* JournalData::host(std::uint64_t offset) {
  if (offset != latest_host_at_) {
    const auto found = host_at_.find(offset);
    latest_host_ = found == host_at_.end() ? nullptr : found->second;
    latest_host_at_ = offset;
  }
  return latest_host_;
}

JournalData::Pid JournalData::pid(std::uint64_t offset) {
  if (offset != latest_pid_at_) {
    const auto found = pid_at_.find(offset);
    latest_pid_ = found == pid_at_.end() ? Pid{.empty = true} : found->second;
    latest_pid_at_ = offset;
  }
  return latest_pid_;
}

}  // namespace smtptally
