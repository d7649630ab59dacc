#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "io/raw_file.hpp"
#include "text/translate.hpp"

namespace smtptally {

/// The outcome of one call of a decompressor.
struct UnpackStep {
  enum class State : std::uint8_t { more, end_of_member, damaged, out_of_memory };
  State state = State::more;
  std::size_t used = 0;  ///< Packed bytes.
  std::size_t made = 0;  ///< Unpacked bytes.
};

/// The loop around a decompressor: reads one member after the other, and delivers the decoded bytes
/// before any error. `Decoder` has kName, step(packed, into) and start_member(packed), which tells
/// before every later member whether one begins here. If it may need much memory, it has
/// needed_bytes(), the amount it requested.
template <class Decoder>
class PackedSource final : public ByteSource {
 public:
  explicit PackedSource(std::unique_ptr<RawFile> file) : file_(std::move(file)) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    if (error_) return *error_;
    if (finished_ || into.empty()) return std::size_t{0};
    std::size_t made = 0;
    while (made < into.size() && !finished_ && !error_) unpack(into, made);
    // Decoded bytes are delivered first; the error follows with the next call.
    if (made > 0 || !error_) return made;
    return *error_;
  }

 private:
  void unpack(std::span<char> into, std::size_t& made) {
    const Result<std::span<const char>> packed = file_->packed();
    if (!packed) {
      error_ = packed.error();
      return;
    }
    const std::span<const char> bytes = packed.value();
    if (between_members_) {
      if (bytes.empty()) {
        finished_ = true;
        return;
      }
      between(bytes);
      return;
    }
    const UnpackStep step = decoder_.step(bytes, into.subspan(made));
    file_->use(step.used);
    made += step.made;
    if (step.state == UnpackStep::State::damaged) {
      // TRANSLATORS: of packed data, see "the {} data is {}"; so are "cut short" and "followed by
      // garbage".
      error_ = file_->damage(Decoder::kName, said("damaged"));
    } else if (step.state == UnpackStep::State::out_of_memory) {
      error_ = file_->needs_memory(Decoder::kName, needed_bytes());
    } else if (step.state == UnpackStep::State::end_of_member) {
      between_members_ = true;
    } else if (bytes.empty() && step.made == 0) {
      error_ = file_->damage(Decoder::kName, said("cut short"));
    }
  }

  [[nodiscard]] std::uint64_t needed_bytes() const {
    constexpr std::uint64_t kFew = std::uint64_t{8} << 20U;
    if constexpr (requires { decoder_.needed_bytes(); }) return decoder_.needed_bytes();
    return kFew;
  }

  /// Skips padding of zeros, as gzip(1) and xz(1) do; other bytes must be a new member.
  void between(std::span<const char> bytes) {
    std::size_t zeros = 0;
    while (zeros < bytes.size() && bytes[zeros] == '\0') ++zeros;
    if (zeros > 0) {
      file_->use(zeros);
      return;
    }
    between_members_ = false;
    if (!decoder_.start_member(bytes))
      error_ = file_->damage(Decoder::kName, said("followed by garbage"));
  }

  std::unique_ptr<RawFile> file_;
  Decoder decoder_;
  std::optional<Error> error_;
  bool between_members_ = false;
  bool finished_ = false;
};

}  // namespace smtptally
