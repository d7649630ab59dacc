#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "smtptally/formatter.hpp"

namespace smtptally {

/// Prints one section as aligned columns: title, heading line, rows, `others`, and below a rule the
/// totals. Asks the row source for every row twice, for the widths and for the text, and keeps
/// none.
class TableSection {
 public:
  /// All three must outlive this.
  TableSection(const Section& section, const Zone& zone, const FormatOptions& options);

  void write(Output& out);

 private:
  enum class Style : std::uint8_t { plain, bold, dim, yellow, red };

  void measure();
  void measure(const std::vector<Value>& cells);
  /// Narrows the widest text columns until the table fits the terminal, if it can.
  void fit();
  [[nodiscard]] std::size_t total_width() const noexcept;
  [[nodiscard]] bool is_right_aligned(std::size_t column) const noexcept;
  [[nodiscard]] Style style_of(std::size_t column, const Value& value) const noexcept;
  void render(const Value& value);
  void append_cell(std::size_t column, Style style);
  void write_headings(Output& out);
  void write_row(const std::vector<Value>& cells, Output& out);
  void end_line(Output& out);

  const Section& section_;
  const Zone& zone_;
  const FormatOptions& options_;
  std::vector<std::size_t> widths_;
  std::string cell_;  ///< The cell being rendered, without padding.
  std::string line_;
};

}  // namespace smtptally
