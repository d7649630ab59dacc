#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "smtptally/report.hpp"

namespace smtptally {

/// A few rows that are made in advance and own their texts.
class FixedRows final : public RowSource {
 public:
  [[nodiscard]] std::size_t size() const override { return rows_.size(); }
  void row(std::size_t index, std::vector<Value>& out) const override { out = rows_[index]; }

  void add(std::vector<Value> row) { rows_.push_back(std::move(row)); }
  /// Keeps `text` for the life of the rows.
  [[nodiscard]] std::string_view keep(std::string text) {
    return texts_.emplace_back(std::move(text));
  }
  /// The same for the days of a trend.
  [[nodiscard]] Trend keep(std::vector<std::uint64_t> days) {
    return {days_.emplace_back(std::move(days))};
  }

 private:
  std::vector<std::vector<Value>> rows_;
  std::deque<std::string> texts_;
  std::deque<std::vector<std::uint64_t>> days_;
};

}  // namespace smtptally
