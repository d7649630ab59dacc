// Reads a source ahead in a thread of its own.

#include "io/read_ahead.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "io/interrupt.hpp"
#include "text/fuzzing.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kSlots = 4;
constexpr std::size_t kSlotBytes = std::size_t{kFuzzing ? 4 : 256} * 1024;

/// The buffers between the two threads. The reading thread fills the slot behind the last full one,
/// and the consumer empties the first one, both without the lock: they never use the same slot.
class Ring {
 public:
  explicit Ring(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {
    for (Slot& slot : slots_) slot.bytes = std::make_unique_for_overwrite<char[]>(kSlotBytes);
  }

  /// Runs in the reading thread.
  void fill() {
    while (char* const bytes = wait_for_room()) {
      const Result<std::size_t> got = source_->read({bytes, kSlotBytes});
      const std::scoped_lock lock(mutex_);
      reading_ = false;
      if (!got) error_ = got.error();
      ended_ = !got || got.value() == 0;
      if (!ended_) slots_[(first_ + full_++) % kSlots].size = got.value();
      if (ended_ || full_ == 1) changed_.notify_one();  // The consumer waits only if all are empty.
    }
  }

  /// As ByteSource::read.
  [[nodiscard]] Result<std::size_t> take(std::span<char> into) {
    Slot* const slot = wait_for_bytes();
    if (slot == nullptr) {
      if (error_) return *error_;
      return std::size_t{0};
    }
    const std::size_t count = std::min(into.size(), slot->size - taken_);
    std::memcpy(into.data(), slot->bytes.get() + taken_, count);
    taken_ += count;
    if (taken_ == slot->size) {
      taken_ = 0;
      const std::scoped_lock lock(mutex_);
      first_ = (first_ + 1) % kSlots;
      if (full_-- == kSlots) changed_.notify_one();  // The reader waits only if all are full.
    }
    return count;
  }

  /// Returns the source. Requires that fill() is not running.
  [[nodiscard]] std::unique_ptr<ByteSource> release() { return std::move(source_); }

  /// Ends fill(); false if it is in a read, which may never return.
  [[nodiscard]] bool stop() {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
    changed_.notify_one();
    return !reading_;
  }

 private:
  struct Slot {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };

  /// The buffer to fill; null if reading must end.
  char* wait_for_room() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || ended_ || full_ < kSlots; });
    if (stopped_ || ended_) return nullptr;
    reading_ = true;
    return slots_[(first_ + full_) % kSlots].bytes.get();
  }

  /// The first full slot; null at the end.
  Slot* wait_for_bytes() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return full_ > 0 || ended_; });
    return full_ > 0 ? &slots_[first_] : nullptr;
  }

  std::unique_ptr<ByteSource> source_;  ///< For the reading thread.
  std::size_t taken_ = 0;               ///< For the consumer: bytes taken from the first slot.
  std::array<Slot, kSlots> slots_;

  std::mutex mutex_;  ///< Guards the members below.
  std::condition_variable changed_;
  std::size_t first_ = 0;
  std::size_t full_ = 0;
  bool reading_ = false;
  bool ended_ = false;
  bool stopped_ = false;
  std::optional<Error> error_;  ///< Constant once ended_ is set.
};

class ReadAhead final : public ByteSource {
 public:
  /// Throws std::system_error if the kernel grants no thread.
  ReadAhead(std::shared_ptr<Ring> ring, ReadsReturn reads_return)
      : ring_(std::move(ring)), reads_return_(reads_return) {
    const HoldInterrupts held;  // Signals are for the first thread.
    thread_ = std::jthread([shared = ring_] { shared->fill(); });
  }
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  ~ReadAhead() override {
    const bool returns = ring_->stop() || reads_return_ == ReadsReturn::soon;
    if (!returns) thread_.detach();
  }

  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    return into.empty() ? Result<std::size_t>(0) : ring_->take(into);
  }

 private:
  std::shared_ptr<Ring> ring_;  ///< Shared, because a detached thread may outlive this.
  ReadsReturn reads_return_;
  std::jthread thread_;
};

}  // namespace

std::unique_ptr<ByteSource> read_ahead(std::unique_ptr<ByteSource> source,
                                       ReadsReturn reads_return) {
  const auto ring = std::make_shared<Ring>(std::move(source));
  try {
    return std::make_unique<ReadAhead>(ring, reads_return);
  } catch (const std::system_error&) {
    return ring->release();
  }
}

}  // namespace smtptally
