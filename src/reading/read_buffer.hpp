#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "parse/log_reader.hpp"
#include "smtptally/byte_source.hpp"

namespace smtptally {

/// Carries bytes from sources to readers of lines, with one buffer for all of them.
class ReadBuffer {
 public:
  /// The meaning of the end of a source.
  enum class End : std::uint8_t {
    of_input,   ///< The last line may lack its line end.
    of_a_part,  ///< The end of a line, but not always of a record: an incomplete record is dropped.
  };

  /// Takes whole lines from the front of the bytes and says how many bytes they were, as
  /// LogReader::consume() does.
  using Consume = std::function<std::size_t(PaddedText bytes, bool at_end)>;

  /// Reads a source to its end, or until `enough`, if given, asked every `step` bytes, says so.
  /// What is left of a line stays in front of the next bytes. Damage ends it: what came before is
  /// counted.
  std::optional<Error> run(ByteSource& source, const Consume& consume, End end,
                           std::size_t step = SIZE_MAX, const std::function<bool()>& enough = {});
  std::optional<Error> run(ByteSource& source, LogReader& reader, End end,
                           std::size_t step = SIZE_MAX, const std::function<bool()>& enough = {}) {
    return run(source, consume_by(reader, source), end, step, enough);
  }

  // The steps of run():

  /// Begins with another source.
  void begin() noexcept { held_size_ = 0; }
  /// Reads at most `step` bytes more. False at the end.
  [[nodiscard]] Result<bool> take_some(ByteSource& source, const Consume& consume, End end,
                                       std::size_t step);
  [[nodiscard]] Result<bool> take_some(ByteSource& source, LogReader& reader, End end,
                                       std::size_t step) {
    return take_some(source, consume_by(reader, source), end, step);
  }

 private:
  static Consume consume_by(LogReader& reader, ByteSource& source) {
    return [&](PaddedText bytes, bool at_end) {
      const std::size_t taken = reader.consume(bytes, at_end);
      source.pass_over(reader.passed_over());
      return taken;
    };
  }
  [[nodiscard]] char* make_room(std::size_t room);

  std::unique_ptr<char[]> buffer_;
  std::size_t size_ = 0;
  const char* held_ = nullptr;  ///< The bytes that the reader left, in the buffer.
  std::size_t held_size_ = 0;
};

}  // namespace smtptally
