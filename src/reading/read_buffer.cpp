// ReadBuffer: page-aligned reads behind the rest of the last line.

#include "reading/read_buffer.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "text/fuzzing.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kBufferBytes = kFuzzing ? kPage : std::size_t{256} * 1024;

std::size_t whole_pages(std::size_t bytes) { return (bytes + kPage - 1) / kPage * kPage; }

}  // namespace

/// Moves the held bytes in front of a page boundary and returns that boundary; `room` bytes follow
/// it. PERF: the kernel copies to an address a few bytes behind a boundary four times slower than
/// to the boundary (Zen 2, "rep movsb").
char* ReadBuffer::make_room(std::size_t room) {
  const std::size_t front = whole_pages(held_size_);
  const std::size_t needed = kPage + front + room + kTextPadding;
  std::unique_ptr<char[]> old;  // May own the held bytes.
  if (size_ < needed) {
    size_ = needed + kBufferBytes;
    old = std::exchange(buffer_, std::make_unique_for_overwrite<char[]>(size_));
  }
  const auto address = std::bit_cast<std::uintptr_t>(buffer_.get());
  char* const page = buffer_.get() + (whole_pages(address) - address) + front;
  if (held_size_ > 0) std::memmove(page - held_size_, held_, held_size_);
  return page;
}

Result<bool> ReadBuffer::take_some(ByteSource& source, const Consume& consume, End end,
                                   std::size_t step) {
  const std::size_t room = std::min(kBufferBytes, step);
  char* const page = make_room(room);
  const Result<std::size_t> got = source.read({page, room});
  const std::size_t size = held_size_ + (got ? got.value() : 0);
  const bool at_end = !got || got.value() == 0;
  const char* const text = page - held_size_;
  const std::size_t taken =
      consume(PaddedText::of_buffer({text, size + kTextPadding}), at_end && end == End::of_input);
  held_ = text + taken;
  held_size_ = size - taken;
  if (!got) return got.error();
  return !at_end;
}

std::optional<Error> ReadBuffer::run(ByteSource& source, const Consume& consume, End end,
                                     std::size_t step, const std::function<bool()>& enough) {
  begin();
  while (true) {
    const Result<bool> more = take_some(source, consume, end, step);
    if (!more) return more.error();
    if (!more.value() || (enough && enough())) return std::nullopt;
  }
}

}  // namespace smtptally
