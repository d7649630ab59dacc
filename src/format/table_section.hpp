#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "format/name_cut.hpp"
#include "format/screen.hpp"
#include "format/table_layout.hpp"
#include "smtptally/formatter.hpp"

namespace smtptally {

/// Prints one section as aligned columns: title, heading line, rows, `others`, below a rule the
/// totals, and its lines. What is zero in all rows, and what has no room, is named below instead.
/// Asks the row source for every row two or three times and keeps none.
class TableSection {
 public:
  /// All three must outlive this.
  TableSection(const Section& section, const ScreenClock& clock, const FormatOptions& options);

  void write(Output& out);

 private:
  /// What is known of a column before the first row is printed.
  struct Shape {
    bool hidden = false;  ///< Of machines alone, or all cells are zero.
    bool all_zero = true;
    bool is_mix = false;
    bool is_bar = false;
    std::size_t widest = 0;
    std::size_t longest_trend = 0;
    Style style = Style::plain;  ///< Of numbers that are not zero.
    std::optional<NameCut> names;
  };

  void measure();
  void measure(const std::vector<Value>& cells);
  void measure_sum(const std::vector<Value>& cells, const std::string& label);
  void fold();
  [[nodiscard]] LayoutColumn layout_of(std::size_t column) const;
  void learn_names();
  /// Calls visit(cells) for each row until it returns false.
  template <class Visit>
  void each_row(Visit visit) {
    std::vector<Value> cells;
    const std::size_t count = section_.rows->size();
    for (std::size_t i = 0; i < count; ++i) {
      section_.rows->row(i, cells);
      if (!visit(cells)) return;
    }
  }
  /// "last 7 days".
  [[nodiscard]] static std::string trend_heading(std::size_t days);

  [[nodiscard]] bool is_right_aligned(std::size_t column) const noexcept;
  [[nodiscard]] Style style_of(std::size_t column, const Value& value) const noexcept;
  /// The cell as it is printed, but for its cut; charts excepted.
  void render(std::size_t column, const Value& value);
  void cut(std::size_t column);
  std::size_t append_chart(std::size_t column, const Value& value);
  void append_cell(std::size_t column, const Value& value);
  void append_text(std::size_t column, Style style);
  [[nodiscard]] std::string others_label() const;
  [[nodiscard]] std::string totals_label() const;
  void write_headings(Output& out);
  void write_row(const std::vector<Value>& cells, std::string_view label, Output& out);
  void write_rest(Output& out);
  [[nodiscard]] std::string name_of(std::size_t column) const;
  void write_notes(Output& out);
  void end_line(Output& out);

  const Section& section_;
  const ScreenClock& clock_;
  const FormatOptions& options_;
  const Glyphs& glyphs_;
  std::vector<Shape> shapes_;
  std::size_t longest_label_ = 0;  ///< Of a sum, in the first column.
  TableLayout layout_;
  std::string cell_;  ///< The cell being rendered, without padding.
  std::string line_;
  bool begun_ = false;  ///< The line has a cell.
};

}  // namespace smtptally
