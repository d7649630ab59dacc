#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "parse/log_reader.hpp"
#include "smtptally/byte_source.hpp"

namespace smtptally {

/// Carries bytes from sources to readers, with one buffer for all of them.
class ReadBuffer {
 public:
  /// What stands at the end of a source.
  enum class End : std::uint8_t {
    of_input,   ///< The last line may lack its end.
    of_a_part,  ///< A line, but perhaps not the end of a record: what is left of one is not taken.
  };

  /// Reads a source to its end, or until `enough`, if given, asked every `step` bytes, says so. The
  /// reader takes whole lines; what is left of one stays in front of the next bytes. Damage ends
  /// it: what came before is counted.
  std::optional<Error> run(ByteSource& source, LogReader& reader, End end,
                           std::size_t step = SIZE_MAX, const std::function<bool()>& enough = {});

  // The same in steps:

  /// Another source is read from now on.
  void begin() noexcept { held_size_ = 0; }
  /// Reads at most `step` bytes more. False at the end.
  [[nodiscard]] Result<bool> take_some(ByteSource& source, LogReader& reader, End end,
                                       std::size_t step);

 private:
  [[nodiscard]] char* make_room(std::size_t room);

  std::unique_ptr<char[]> buffer_;
  std::size_t size_ = 0;
  const char* held_ = nullptr;  ///< What the reader left, in the buffer.
  std::size_t held_size_ = 0;
};

}  // namespace smtptally
