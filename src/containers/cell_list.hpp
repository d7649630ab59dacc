#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace smtptally {

/// Cells by key. Cells are appended, and sorted and summed up when their number has doubled, so
/// that memory follows the number of keys.
template <class Cell>
class CellList {
 public:
  /// True when the caller should call tidy().
  [[nodiscard]] bool add(const Cell& cell) {
    // PERF: the next message of an account mostly belongs to one of its last cells.
    const std::size_t looks = cells_.size() < kLooks ? cells_.size() : kLooks;
    for (std::size_t i = 1; i <= looks; ++i) {
      Cell& known = cells_[cells_.size() - i];
      if (known.key() == cell.key()) {
        known.merge(cell);
        return false;
      }
    }
    if (cells_.capacity() == 0) cells_.reserve(kFirstRoom);
    cells_.push_back(cell);
    return cells_.size() >= next_tidy_;
  }
  /// Sorts the cells by key and sums up those of one key; `limit` changes keys before that.
  template <class Limit>
  void tidy(const Limit& limit) {
    sum_up();
    if (limit(cells_)) sum_up();
    next_tidy_ = 2 * cells_.size() > kFirstTidy ? 2 * cells_.size() : kFirstTidy;
  }
  void clear() noexcept {
    cells_.clear();
    next_tidy_ = kFirstTidy;
  }
  /// The next add() reads the last cells.
  void prefetch() const noexcept {
    if (!cells_.empty()) __builtin_prefetch(&cells_.back());
  }
  [[nodiscard]] const std::vector<Cell>& cells() const noexcept { return cells_; }

 private:
  void sum_up() {
    std::sort(cells_.begin(), cells_.end(),
              [](const Cell& a, const Cell& b) { return a.key() < b.key(); });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (kept > 0 && cells_[kept - 1].key() == cells_[i].key()) {
        cells_[kept - 1].merge(cells_[i]);
      } else {
        cells_[kept++] = cells_[i];
      }
    }
    cells_.resize(kept);
  }

  static constexpr std::size_t kLooks = 4;
  static constexpr std::size_t kFirstRoom = 8;
  static constexpr std::size_t kFirstTidy = 32;
  std::vector<Cell> cells_;
  std::size_t next_tidy_ = kFirstTidy;
};

}  // namespace smtptally
