#include "support/journal_bytes.hpp"

#include <lzma.h>
#include <zstd.h>

namespace {

constexpr std::uint64_t kHeader = 272;
constexpr std::uint64_t kFieldBuckets = 7;
constexpr std::uint64_t kDataBuckets = 11;
constexpr std::uint64_t kHash = 77;  // Of everything: nobody searches.

std::string le(std::uint64_t value, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}
std::string le64(std::uint64_t value) { return le(value, 8); }

/// One block of lz4 that holds literals alone.
std::string lz4_literals(std::string_view text) {
  std::string block;
  block += static_cast<char>(text.size() < 15 ? text.size() << 4U : 0xF0);
  if (text.size() >= 15) {
    std::size_t more = text.size() - 15;
    for (; more >= 255; more -= 255) block += '\xFF';
    block += static_cast<char>(more);
  }
  return le64(text.size()) + block + std::string(text);
}

}  // namespace

JournalBytes::JournalBytes(const Options& options) : options_(options), file_(kHeader, '\0') {
  (void)append(5, 0, std::string(kFieldBuckets * 16, '\0'));
  field_table_ = tail_ + 16;
  (void)append(4, 0, std::string(kDataBuckets * 16, '\0'));
}

void JournalBytes::put64(std::uint64_t at, std::uint64_t value) {
  file_.replace(at, 8, le64(value));
}

std::uint64_t JournalBytes::append(unsigned type, std::uint8_t flags, std::string_view body) {
  tail_ = file_.size();
  ++objects_;
  file_ += static_cast<char>(type);
  file_ += static_cast<char>(flags);
  file_.append(6, '\0');
  file_ += le64(16 + body.size());
  file_ += body;
  file_.append((8 - file_.size() % 8) % 8, '\0');
  return tail_;
}

std::string JournalBytes::packed(std::string_view payload) const {
  std::string out;
  switch (options_.packing) {
    case Packing::none:
      break;
    case Packing::zstd:
      out.resize(ZSTD_compressBound(payload.size()));
      out.resize(ZSTD_compress(out.data(), out.size(), payload.data(), payload.size(), 1));
      break;
    case Packing::lz4:
      return lz4_literals(payload);
    case Packing::xz: {
      out.resize(lzma_stream_buffer_bound(payload.size()));
      std::size_t size = 0;
      (void)lzma_easy_buffer_encode(
          6, LZMA_CHECK_NONE, nullptr, reinterpret_cast<const std::uint8_t*>(payload.data()),
          payload.size(), reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size());
      out.resize(size);
      break;
    }
  }
  return out;
}

std::uint64_t JournalBytes::append_data(const std::string& payload) {
  const auto known = data_.find(payload);
  if (known != data_.end()) return known->second;
  if (options_.unknown_objects) (void)append(77, 0, "for a later version");
  const bool packs = options_.packing != Packing::none && payload.size() >= options_.threshold;
  const std::uint8_t flag = options_.packing == Packing::xz    ? 1
                            : options_.packing == Packing::lz4 ? 2
                                                               : 4;
  // The hash, and where it stands in lists that only searching needs.
  std::string body = le64(kHash) + std::string(40, '\0');
  if (options_.compact) body.append(8, '\0');
  body += packs ? packed(payload) : payload;
  const std::uint64_t at = append(1, packs ? flag : 0, body);
  data_[payload] = at;
  add_to_field(payload.substr(0, payload.find('=')), at);
  return at;
}

void JournalBytes::add_to_field(const std::string& name, std::uint64_t data) {
  const auto known = fields_.find(name);
  if (known != fields_.end()) {
    const std::string first = file_.substr(known->second + 32, 8);
    file_.replace(data + 32, 8, first);  // The list begins with the newest.
    put64(known->second + 32, data);
    return;
  }
  const std::uint64_t bucket = field_table_ + name.size() % kFieldBuckets * 16;
  const std::string first = file_.substr(bucket, 8);
  const std::uint64_t field = append(2, 0, le64(name.size()) + first + le64(data) + name);
  put64(bucket, field);
  put64(bucket + 8, field);
  fields_[name] = field;
}

void JournalBytes::add_to_list(std::uint64_t entry) {
  const std::size_t item = options_.compact ? 4 : 8;
  if (array_used_ == array_size_) {
    array_size_ = array_size_ == 0 ? 4 : array_size_ * 2;
    const std::uint64_t array = append(6, 0, le64(0) + std::string(array_size_ * item, '\0'));
    put64(array_ == 0 ? 176 : array_ + 16, array);
    array_ = array;
    array_used_ = 0;
  }
  file_.replace(array_ + 24 + array_used_++ * item, item, le(entry, item));
}

void JournalBytes::add(std::int64_t time, const Fields& fields) {
  std::vector<std::uint64_t> items;
  for (const auto& [name, value] : fields) items.push_back(append_data(name + "=" + value));
  std::string body = le64(entries_.size() + 1) + le64(static_cast<std::uint64_t>(time)) +
                     le64(entries_.size() + 1) + std::string(16, '\x42') + le64(99);
  for (const std::uint64_t item : items) {
    body += options_.compact ? le(item, 4) : le64(item) + le64(kHash);
  }
  const std::uint64_t entry = append(3, 0, body);
  if (entries_.empty()) first_ = time;
  last_ = time;
  entries_.push_back(entry);
  add_to_list(entry);
  if (options_.sealed && entries_.size() % 3 == 0) {
    (void)append(7, 0, le64(entries_.size()) + le64(1) + std::string(32, '\x55'));
  }
}

std::string JournalBytes::bytes() const {
  std::string file = file_;
  const auto put = [&](std::size_t at, const std::string& value) {
    file.replace(at, value.size(), value);
  };
  const auto packing = static_cast<unsigned>(options_.packing);
  const std::uint32_t packs = packing == 0 ? 0 : packing == 3 ? 8U : packing;
  put(0, "LPKSHHRH");
  put(8, le(options_.sealed ? 1 : 0, 4));
  put(12, le(packs | (options_.compact ? 16U : 0U) | options_.more_features, 4));
  put(16, std::string(1, options_.online ? '\1' : '\0'));
  put(24, "file of a test  machine of tests" + std::string(16, '\x42') + "numbers of tests");
  put(88, le64(kHeader));
  put(96, le64(file_.size() - kHeader));
  put(104, le64(field_table_ + kFieldBuckets * 16 + 16));
  put(112, le64(kDataBuckets * 16));
  put(120, le64(field_table_));
  put(128, le64(kFieldBuckets * 16));
  put(136, le64(tail_));
  put(144, le64(objects_));
  put(152, le64(entries_.size()));
  put(160, le64(options_.first_number + entries_.size() - 1));
  put(168, le64(entries_.empty() ? 0 : options_.first_number));
  put(184, le64(static_cast<std::uint64_t>(first_)));
  put(192, le64(static_cast<std::uint64_t>(last_)));
  put(200, le64(entries_.size()));
  put(208, le64(data_.size()));
  put(216, le64(fields_.size()));
  return file;
}
