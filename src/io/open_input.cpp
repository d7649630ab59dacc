// Opens inputs for reading them once, with progress and read-ahead.

#include "io/open_input.hpp"

#include <utility>

#include "io/read_ahead.hpp"

namespace smtptally {
namespace {

/// Counts the bytes that pass through it.
class MeteredSource final : public ByteSource {
 public:
  MeteredSource(std::unique_ptr<ByteSource> bytes, Meter& meter)
      : bytes_(std::move(bytes)), meter_(&meter) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    Result<std::size_t> got = bytes_->read(into);
    if (got) meter_->add(got.value());
    return got;
  }
  void pass_over(std::uint64_t bytes) override { bytes_->pass_over(bytes); }

 private:
  std::unique_ptr<ByteSource> bytes_;
  Meter* meter_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_input(InputFile& file, unsigned jobs, Meter& meter) {
  if (file.journal) {
    return std::unique_ptr<ByteSource>(
        std::make_unique<MeteredSource>(make_part_source(file.journal, 0, file.size), meter));
  }
  Result<std::unique_ptr<ByteSource>> opened = open_again(file, &meter);
  if (!opened) return opened;
  std::unique_ptr<ByteSource> source = std::move(opened).value();
  const bool worth_a_thread = file.encoding != Encoding::plain || !file.regular;
  if (jobs > 1 && worth_a_thread) {
    const auto reads_return = file.regular ? ReadsReturn::soon : ReadsReturn::maybe;
    source = read_ahead(std::move(source), reads_return);
  }
  // The outermost source, because a detached reading thread may outlive the meter.
  if (!file.regular) source = std::make_unique<MeteredSource>(std::move(source), meter);
  return source;
}

}  // namespace smtptally
