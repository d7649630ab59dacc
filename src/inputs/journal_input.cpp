// Inspects a journal file.

#include "inputs/journal_input.hpp"

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "parse/journal_index.hpp"
#include "parse/programs.hpp"

namespace smtptally {
namespace {

journal::ReadAt read_at_of(std::shared_ptr<const RandomFile> file) {
  return [file = std::move(file)](std::uint64_t offset, std::span<char> into) {
    if (offset >= file->size()) return std::size_t{0};
    const Result<std::size_t> got = file->read_at(offset, into);
    return got ? got.value() : std::size_t{0};
  };
}

/// The hosts of a journal file that holds entries of mail; none of any other one.
std::set<std::string> hosts_of(const JournalHeader& header, const journal::ReadAt& read_at) {
  std::set<std::string> hosts;
  bool any_mail = false;
  const auto wanted = [](std::string_view name) {
    return name == "_HOSTNAME" || name == "SYSLOG_IDENTIFIER" || name == "SYSLOG_FACILITY" ||
           name.starts_with("CONTAINER_");
  };
  for_each_value(header, read_at, wanted, [&](std::string_view name, std::string_view data) {
    const std::string_view value = data.substr(std::min(data.size(), name.size() + 1));
    if (name == "_HOSTNAME") {
      if (!data.empty()) hosts.emplace(value);
    } else if (name == "SYSLOG_IDENTIFIER") {
      const Program program = program_of(value);
      any_mail = any_mail || (program != Program::other && program != Program::logger);
    } else if (name == "SYSLOG_FACILITY") {
      any_mail = any_mail || value == "2";
    } else {
      any_mail = true;
    }
  });
  if (!any_mail) hosts.clear();
  return hosts;
}

}  // namespace

JournalFile::Source journal_source(const Input& input, std::uint64_t begin) {
  return {.header = JournalHeader::parse(input.file.head).value_or(JournalHeader()),
          .read_at = read_at_of(input.file.journal),
          .size = input.file.size,
          .begin = begin};
}

bool follow_each_other(const Input& earlier, const Input& later) {
  if (!earlier.file.journal || !later.file.journal) return false;
  const auto a = JournalHeader::parse(earlier.file.head);
  const auto b = JournalHeader::parse(later.file.head);
  return a && b && a->series == b->series && a->last_number < b->first_number;
}

void inspect_journal(Input& input) {
  const auto header = JournalHeader::parse(input.file.head);
  if (!header) return;
  input.is_log = true;
  input.dialects.insert(kJournalFile);
  input.dated = true;
  if (header->entries == 0) return;
  input.first = header->first;
  input.earliest = header->first;
  input.last = header->last;
  input.hosts = hosts_of(*header, read_at_of(input.file.journal));
}

}  // namespace smtptally
