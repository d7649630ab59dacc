#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/screen_clock.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// A count or a percentage: it stands to the right.
[[nodiscard]] bool is_number(const Column& column) noexcept;

/// As on a screen, but for zero, which is a number on a page.
[[nodiscard]] std::string page_cell_text(const Column& column, const Value& value,
                                         const ScreenClock& clock);

/// The columns of a section that a page shows: those that are zero in all rows are named instead.
class ShownColumns {
 public:
  explicit ShownColumns(const Section& section);

  [[nodiscard]] const std::vector<std::size_t>& columns() const noexcept { return columns_; }
  /// "no TLS 1.3, no SSL"; empty for none.
  [[nodiscard]] const std::string& folded() const noexcept { return folded_; }

 private:
  std::vector<std::size_t> columns_;
  std::string folded_;
};

}  // namespace smtptally
