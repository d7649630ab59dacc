// Reads the header of a journal file.

#include "parse/journal_header.hpp"

#include <algorithm>

#include "parse/journal_layout.hpp"
#include "parse/journal_unpack.hpp"

namespace smtptally {
namespace {

constexpr std::uint32_t kXzFeature = 1;
constexpr std::uint32_t kLz4Feature = 2;
constexpr std::uint32_t kKeyedHashFeature = 4;  // We look nothing up by hash.
constexpr std::uint32_t kZstdFeature = 8;
constexpr std::uint32_t kCompactFeature = 16;

}  // namespace

bool JournalHeader::compact() const noexcept { return (features & kCompactFeature) != 0; }

bool JournalHeader::is_foreign() const noexcept {
  const std::uint32_t lz4 = unpacks_lz4() ? kLz4Feature : 0;
  return (features & ~(kXzFeature | lz4 | kKeyedHashFeature | kZstdFeature | kCompactFeature)) != 0;
}

std::optional<JournalHeader> JournalHeader::parse(std::string_view bytes) {
  using journal::le32;
  using journal::le64;
  if (!begins(bytes) || bytes.size() < kLeastSize) return std::nullopt;
  const char* const at = bytes.data();
  JournalHeader header;
  header.features = le32(at + 12);
  header.online = at[16] == 1;
  std::copy_n(at + 24, header.file_id.size(), header.file_id.begin());
  std::copy_n(at + 72, header.series.size(), header.series.begin());
  header.size = le64(at + 88);
  header.field_table = le64(at + 120);
  header.field_table_size = le64(at + 128);
  header.tail_object = le64(at + 136);
  header.entries = le64(at + 152);
  header.last_number = le64(at + 160);
  header.first_number = le64(at + 168);
  header.entry_array = le64(at + 176);
  header.first = static_cast<Micros>(std::min<std::uint64_t>(le64(at + 184), kEndOfTime));
  header.last = static_cast<Micros>(std::min<std::uint64_t>(le64(at + 192), kEndOfTime));
  constexpr std::uint64_t kMostSize = 65536;
  if (header.size < kLeastSize || header.size % 8 != 0 || header.size > kMostSize) {
    return std::nullopt;
  }
  return header;
}

}  // namespace smtptally
