#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "parse/log_reader.hpp"
#include "smtptally/byte_source.hpp"

namespace smtptally {

/// Passes bytes from sources to readers, with one buffer for all of them.
class ReadBuffer {
 public:
  /// The meaning of the end of a source.
  enum class End : std::uint8_t {
    of_input,   ///< The last line may lack its line end.
    of_a_part,  ///< The end of a line, but not always of a record: an incomplete record is dropped.
  };

  /// Reads a source to its end, or until `enough` returns true, which is called every `step` bytes.
  /// The reader takes whole lines; an incomplete line is kept in front of the next bytes. A damaged
  /// place ends the source; the bytes before it count.
  std::optional<Error> run(ByteSource& source, LogReader& reader, End end,
                           std::size_t step = SIZE_MAX, const std::function<bool()>& enough = {});

  // The steps of run():

  /// Begins with another source.
  void begin() noexcept { held_size_ = 0; }
  /// Reads at most `step` more bytes. False at the end.
  [[nodiscard]] Result<bool> take_some(ByteSource& source, LogReader& reader, End end,
                                       std::size_t step);

 private:
  [[nodiscard]] char* make_room(std::size_t room);

  std::unique_ptr<char[]> buffer_;
  std::size_t size_ = 0;
  const char* held_ = nullptr;  ///< The bytes that the reader left, in the buffer.
  std::size_t held_size_ = 0;
};

}  // namespace smtptally
