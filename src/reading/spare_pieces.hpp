#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "correlate/piece.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Pieces for the parts of a log, which are used again when they were merged. Any thread may ask.
class SparePieces {
 public:
  /// Borrows for its lifetime.
  SparePieces(const Config& config, const CollectSpec& spec) : config_(&config), spec_(&spec) {}

  /// An empty piece of an open world.
  [[nodiscard]] std::unique_ptr<Piece> take() {
    std::unique_ptr<Piece> piece = spare();
    if (!piece) {
      return std::make_unique<Piece>(Correlator::World::open, *spec_, config_->selection,
                                     config_->zone);
    }
    piece->clear();
    return piece;
  }
  /// Of what merge() used up; null is nothing.
  void give_back(std::unique_ptr<Piece> piece) {
    if (!piece) return;
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(piece));
  }

 private:
  /// The one that was given back last: it may still be in the cache.
  std::unique_ptr<Piece> spare() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return nullptr;
    std::unique_ptr<Piece> piece = std::move(spare_.back());
    spare_.pop_back();
    return piece;
  }

  const Config* config_;
  const CollectSpec* spec_;
  std::mutex mutex_;  // Guards spare_.
  std::vector<std::unique_ptr<Piece>> spare_;
};

}  // namespace smtptally
