#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "smtptally/byte_source.hpp"

namespace smtptally {

/// Replays the head of a source, which was read before, then the rest of the source, or the error
/// of reading the head.
class HeadedSource final : public ByteSource {
 public:
  HeadedSource(std::string head, std::unique_ptr<ByteSource> rest,
               std::optional<Error> error = std::nullopt)
      : head_(std::move(head)), rest_(std::move(rest)), error_(std::move(error)) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override;

 private:
  std::string head_;
  std::size_t used_ = 0;
  std::unique_ptr<ByteSource> rest_;
  std::optional<Error> error_;
};

}  // namespace smtptally
