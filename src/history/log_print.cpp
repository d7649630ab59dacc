// LogPrint: knows logs again by their bytes.

#include "history/log_print.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "io/random_file.hpp"
#include "parse/exchange_reader.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kFront = 1024;  // Of the first line; a head has more.

/// Reads `into.size()` bytes, or up to the end.
Result<std::size_t> fill(ByteSource& source, std::span<char> into) {
  std::size_t have = 0;
  while (have < into.size()) {
    const Result<std::size_t> got = source.read(into.subspan(have));
    if (!got) return got;
    if (got.value() == 0) break;
    have += got.value();
  }
  return have;
}

/// The line at the front, without what may follow.
std::string_view first_line(std::string_view text) {
  return text.substr(0, std::min(text.find('\n'), text.size()));
}

}  // namespace

std::uint64_t hash_of_bytes(std::string_view bytes, std::uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::size_t header_size(const Input& input) {
  if (!is_exchange(input)) return 0;
  const std::string_view head = input.file.head;
  std::size_t at = head.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  bool first = true;
  while (at < head.size()) {
    const std::string_view line = first_line(head.substr(at));
    const bool is_header = line.starts_with('#') || (first && !begins_with_row(line));
    if (!is_header || at + line.size() == head.size()) break;
    first = line.starts_with('#');
    at += line.size() + 1;
    if (!first) break;  // The names of an export are one line.
  }
  return at;
}

std::uint64_t front_of(const Input& input) {
  const std::string_view rows = std::string_view(input.file.head).substr(header_size(input));
  const std::string_view line = first_line(rows);
  if (line.size() == rows.size() && line.size() < kFront) return 0;
  return std::max<std::uint64_t>(1, hash_of_bytes(line.substr(0, kFront)));
}

struct PrintMaker::Hashing {
  XXH3_state_t state;
};

PrintMaker::PrintMaker(std::uint64_t front) : hashing_(std::make_unique<Hashing>()) {
  print_.front = front;
  XXH3_64bits_reset_withSeed(&hashing_->state, 0);
}

PrintMaker::PrintMaker(LogPrint print, std::string head, std::string tail)
    : print_(std::move(print)),
      head_(std::move(head)),
      tail_(std::move(tail)),
      hashing_(std::make_unique<Hashing>()) {
  XXH3_64bits_reset_withSeed(&hashing_->state,
                             print_.points.empty() ? 0 : print_.points.back().hash);
}

PrintMaker::PrintMaker(PrintMaker&&) noexcept = default;
PrintMaker& PrintMaker::operator=(PrintMaker&&) noexcept = default;
PrintMaker::~PrintMaker() = default;

void PrintMaker::end_segment() {
  const std::uint64_t hash = XXH3_64bits_digest(&hashing_->state);
  print_.points.push_back({print_.offset, hash});
  XXH3_64bits_reset_withSeed(&hashing_->state, hash);
}

void PrintMaker::add(std::string_view lines) {
  if (head_.size() < LogPrint::kBlock) {
    head_ += lines.substr(0, LogPrint::kBlock - head_.size());
  }
  if (lines.size() >= LogPrint::kBlock) {
    tail_.assign(lines.substr(lines.size() - LogPrint::kBlock));
  } else {
    tail_ += lines;
    if (tail_.size() > LogPrint::kBlock) tail_.erase(0, tail_.size() - LogPrint::kBlock);
  }
  while (!lines.empty()) {
    const std::uint64_t begun = print_.points.empty() ? 0 : print_.points.back().end;
    // Where the next point may be: at once, or behind a whole stretch.
    const std::uint64_t least =
        print_.offset < LogPrint::kStretch ? print_.offset : begun + LogPrint::kStretch;
    const std::size_t skipped = least > print_.offset ? least - print_.offset : 0;
    const std::size_t end =
        skipped < lines.size() ? lines.find('\n', skipped) : std::string_view::npos;
    const std::size_t size = end == std::string_view::npos ? lines.size() : end + 1;
    XXH3_64bits_update(&hashing_->state, lines.data(), size);
    print_.offset += size;
    lines.remove_prefix(size);
    if (end != std::string_view::npos) end_segment();
  }
}

LogPrint PrintMaker::print() {
  if (print_.points.empty() ? print_.offset > 0 : print_.points.back().end < print_.offset) {
    end_segment();
  }
  print_.head_size = head_.size();
  print_.head = hash_of_bytes(head_);
  print_.tail = hash_of_bytes(tail_);
  return print_;
}

Result<std::optional<LogBytes>> LogBytes::open(Input& input) {
  if (input.file.encoding != Encoding::plain) return std::optional(LogBytes(input, nullptr));
  const auto file = RandomFile::open(input.file.path);
  if (!file) return file.error();
  if (lies_as_text(*file.value(), input.file)) return std::optional(LogBytes(input, file.value()));
  const std::string_view head = input.file.head;
  std::string now(std::min<std::size_t>(head.size(), 2), '\0');
  const Result<std::size_t> got = file.value()->read_at(0, now);
  if (!got) return got.error();
  // Decoded from UTF-16, or the name is another file's now.
  const bool utf16 = got.value() == 2 &&
                     (now == "\xFF\xFE" || now == "\xFE\xFF" || now[0] == '\0' || now[1] == '\0');
  if (utf16) return std::optional(LogBytes(input, nullptr));
  return std::optional<LogBytes>();
}

Result<std::unique_ptr<ByteSource>> LogBytes::from(std::uint64_t offset) const {
  if (file_) return make_part_source(file_, offset);
  Result<std::unique_ptr<ByteSource>> source = open_again(input_->file);
  if (!source) return source;
  std::vector<char> skipped(std::size_t{256} * 1024);
  while (offset > 0) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(offset, skipped.size()));
    const Result<std::size_t> got = fill(*source.value(), std::span(skipped).first(size));
    if (!got) return got.error();
    offset -= got.value();
    if (got.value() < size) break;
  }
  return source;
}

Result<std::string> LogBytes::before(std::uint64_t end, std::size_t size) const {
  Result<std::unique_ptr<ByteSource>> source = from(end - size);
  if (!source) return source.error();
  std::string bytes(size, '\0');
  const Result<std::size_t> got = fill(*source.value(), bytes);
  if (!got) return got.error();
  bytes.resize(got.value());
  return bytes;
}

/// Follows the points of a log through the file, as far as they agree.
Result<Kinship> LogBytes::follow(const LogPrint& print) const {
  using Kind = Kinship::Kind;
  Result<std::unique_ptr<ByteSource>> source = from(0);
  if (!source) return source.error();
  std::uint64_t at = 0;
  std::uint64_t hash = 0;
  std::string bytes;
  for (const LogPrint::Point& point : print.points) {
    bytes.resize(point.end - at);
    const Result<std::size_t> got = fill(*source.value(), bytes);
    // Behind the damage of a packed file nothing can be read, as if it ended there.
    const std::size_t size = got ? got.value() : 0;
    const bool whole = size == bytes.size();
    if (whole && hash_of_bytes(bytes, hash) == point.hash) {
      at = point.end;
      hash = point.hash;
      continue;
    }
    const bool has_line = std::string_view(bytes).substr(0, size).find('\n') != std::string::npos;
    if (at <= header_size(*input_)) return Kinship{};
    if (!whole && !has_line) return Kinship{Kind::older, at};
    // In front of it each segment is a line, so that the first difference is here.
    return Kinship{at < LogPrint::kStretch ? Kind::cut : Kind::doubtful, at};
  }
  return Kinship{Kind::same, at};
}

Result<Kinship> LogBytes::kinship(const LogPrint& print) const {
  const std::string_view head = input_->file.head;
  const auto size = static_cast<std::size_t>(print.head_size);
  const bool same_head = head.size() >= size && hash_of_bytes(head.substr(0, size)) == print.head;
  if (same_head && file_) {
    const auto block =
        static_cast<std::size_t>(std::min<std::uint64_t>(print.offset, LogPrint::kBlock));
    const Result<std::string> tail = before(print.offset, block);
    if (!tail) return tail.error();
    if (tail.value().size() == block && hash_of_bytes(tail.value()) == print.tail) {
      return Kinship{Kinship::Kind::same, print.offset};
    }
  }
  return follow(print);
}

}  // namespace smtptally
