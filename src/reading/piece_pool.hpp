#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "parse/head_cache.hpp"
#include "parse/journal_memory.hpp"
#include "piece.hpp"
#include "reading/read_buffer.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// The destination of one part of a log.
struct Part {
  Piece piece;      ///< In an open world.
  HeadCache heads;  ///< For its readers: the piece stores its numbers there.
  std::unique_ptr<JournalMemory> journal = nullptr;  ///< The same, once it was needed.
};

/// A pool of parts that were merged and can be used again, with their buffers. Thread safe.
class PiecePool {
 public:
  /// Borrows both for its lifetime.
  PiecePool(const Config& config, const CollectSpec& spec) : config_(&config), spec_(&spec) {}

  /// Returns an empty part.
  [[nodiscard]] std::unique_ptr<Part> take() {
    std::unique_ptr<Part> part = spare();
    if (!part) {
      return std::unique_ptr<Part>(
          new Part{{Correlator::World::open, *spec_, config_->selection, config_->zone}, {}, {}});
    }
    part->piece.clear();
    return part;
  }
  /// Returns a part whose piece merge() consumed; null is ignored.
  void give_back(std::unique_ptr<Part> part) {
    if (!part || !part->piece.is_small()) return;
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(part));
  }
  [[nodiscard]] std::unique_ptr<ReadBuffer> take_buffer() {
    const std::lock_guard lock(mutex_);
    if (buffers_.empty()) return std::make_unique<ReadBuffer>();
    std::unique_ptr<ReadBuffer> buffer = std::move(buffers_.back());
    buffers_.pop_back();
    return buffer;
  }
  void give_back(std::unique_ptr<ReadBuffer> buffer) {
    const std::lock_guard lock(mutex_);
    buffers_.push_back(std::move(buffer));
  }

 private:
  /// The part that was returned last: it may still be in the processor's cache.
  std::unique_ptr<Part> spare() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return nullptr;
    std::unique_ptr<Part> part = std::move(spare_.back());
    spare_.pop_back();
    return part;
  }

  const Config* config_;
  const CollectSpec* spec_;
  std::mutex mutex_;  // Guards the members below.
  std::vector<std::unique_ptr<Part>> spare_;
  std::vector<std::unique_ptr<ReadBuffer>> buffers_;
};

}  // namespace smtptally
