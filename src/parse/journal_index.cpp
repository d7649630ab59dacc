// JournalIndex: walks the chain of arrays and the lists of fields.

#include "parse/journal_index.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace smtptally {
namespace {

using namespace journal;

/// The first `size` bytes of an object of the type; nothing if there is none.
template <std::size_t size>
std::optional<std::array<char, size>> object_at(const ReadAt& read_at, std::uint64_t offset,
                                                ObjectType type) {
  std::array<char, size> bytes{};
  if (offset == 0 || offset % 8 != 0 || read_at(offset, bytes) < size) return std::nullopt;
  const ObjectHead head = ObjectHead::at(bytes.data());
  if (head.type != type || head.size < size) return std::nullopt;
  return bytes;
}

}  // namespace

JournalIndex::JournalIndex(const JournalHeader& header, ReadAt read_at, std::uint64_t file_size)
    : read_at_(std::move(read_at)), item_size_(header.compact() ? kArrayItemCompact : kArrayItem) {
  std::uint64_t at = header.entry_array;
  while (size_ < header.entries) {
    const auto array = object_at<kArrayItems>(read_at_, at, ObjectType::entry_array);
    if (!array) break;
    const std::uint64_t size = ObjectHead::at(array->data()).size;
    if (size > file_size - std::min(at, file_size)) break;
    const std::uint64_t items = (size - kArrayItems) / item_size_;
    arrays_.push_back({at + kArrayItems, size_});
    size_ += std::min(items, header.entries - size_);
    const std::uint64_t next = le64(array->data() + kArrayNext);
    if (next <= at) break;  // The end, or a loop.
    at = next;
  }
}

std::uint64_t JournalIndex::entry(std::uint64_t number) const {
  const auto behind = std::upper_bound(
      arrays_.begin(), arrays_.end(), number,
      [](std::uint64_t wanted, const Array& array) { return wanted < array.first; });
  const Array& array = *std::prev(behind);
  std::array<char, kArrayItem> item{};
  const std::uint64_t at = array.items + (number - array.first) * item_size_;
  if (read_at_(at, std::span(item).first(item_size_)) < item_size_) return 0;
  return item_size_ == kArrayItemCompact ? le32(item.data()) : le64(item.data());
}

std::uint64_t JournalIndex::count_up_to(std::uint64_t offset) const {
  std::uint64_t low = 0;
  std::uint64_t high = size_;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (entry(middle) > offset) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

std::optional<std::uint64_t> JournalIndex::entry_behind(std::uint64_t offset) const {
  const std::uint64_t behind = count_up_to(offset);
  if (behind == size_) return std::nullopt;
  return entry(behind);
}

std::optional<Micros> JournalIndex::time_of(std::uint64_t entry) const {
  const auto object = object_at<kEntryItems>(read_at_, entry, ObjectType::entry);
  if (!object) return std::nullopt;
  return static_cast<Micros>(
      std::min<std::uint64_t>(le64(object->data() + kEntryRealtime), kEndOfTime));
}

namespace {

using TakeValue = std::function<void(std::string_view name, std::string_view data)>;

/// Goes over the lists of a journal file's fields and of their values, of which a damaged one may
/// be a ring.
class ValueWalk {
 public:
  ValueWalk(const JournalHeader& header, const ReadAt& read_at)
      : read_at_(read_at), data_head_(header.compact() ? kDataPayloadCompact : kDataPayload) {}

  /// Whether there may be another one.
  [[nodiscard]] bool count_one() noexcept { return ++objects_ < kMostObjects; }
  /// The first bytes of an object behind its head.
  [[nodiscard]] std::string payload(std::uint64_t at, std::uint64_t size, std::size_t head) const {
    std::string bytes(std::min<std::uint64_t>(size - head, kLongest), '\0');
    bytes.resize(read_at_(at + head, bytes));
    return bytes;
  }
  /// The values from this one on, but for compressed ones.
  void values(std::string_view name, std::uint64_t at, const TakeValue& take) {
    while (at != 0 && count_one()) {
      const auto data = object_at<kDataPayload>(read_at_, at, ObjectType::data);
      if (!data) return;
      const ObjectHead head = ObjectHead::at(data->data());
      if (head.flags == 0 && head.size > data_head_) take(name, payload(at, head.size, data_head_));
      at = le64(data->data() + kDataNextOfField);
    }
  }

 private:
  static constexpr std::size_t kLongest = 512;
  static constexpr std::size_t kMostObjects = std::size_t{1} << 20U;

  const ReadAt& read_at_;
  std::size_t data_head_;
  std::size_t objects_ = 0;
};

}  // namespace

void for_each_value(const JournalHeader& header, const ReadAt& read_at,
                    const std::function<bool(std::string_view name)>& wanted,
                    const std::function<void(std::string_view name, std::string_view data)>& take) {
  constexpr std::uint64_t kMostTable = std::uint64_t{1} << 20U;
  std::string table(std::min(header.field_table_size, kMostTable) / kHashItem * kHashItem, '\0');
  table.resize(read_at(header.field_table, table) / kHashItem * kHashItem);
  ValueWalk walk(header, read_at);
  for (std::size_t item = 0; item < table.size(); item += kHashItem) {
    std::uint64_t at = le64(table.data() + item);
    while (at != 0 && walk.count_one()) {
      const auto field = object_at<kFieldPayload>(read_at, at, ObjectType::field);
      if (!field) break;
      const std::string name = walk.payload(at, ObjectHead::at(field->data()).size, kFieldPayload);
      const std::uint64_t first = wanted(name) ? le64(field->data() + kFieldHeadData) : 0;
      if (first != 0) {
        take(name, {});
        walk.values(name, first, take);
      }
      at = le64(field->data() + kFieldNextHash);
    }
  }
}

}  // namespace smtptally
