#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "format/html_chart.hpp"
#include "format/page_cells.hpp"
#include "format/screen.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// The domains that a page can choose from, by the number that rows name them with.
class PageDomains {
 public:
  [[nodiscard]] std::size_t number(std::string_view domain);
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

 private:
  std::map<std::string, std::size_t, std::less<>> numbers_;
  std::vector<std::string> names_;
};

/// One section of a page: its first rows as a table, all of them as JSON for the script.
class HtmlTable {
 public:
  /// More rows are drawn by the script alone.
  static constexpr std::size_t kDrawn = 200;

  HtmlTable(const Section& section, const ScreenClock& clock);

  /// Whether the rows are days with their TLS classes.
  [[nodiscard]] bool is_over_time() const noexcept;
  [[nodiscard]] std::vector<ChartDay> days() const;

  void write_table(std::string_view id, std::string_view label, Output& out) const;
  /// An object: columns and rows.
  void write_data(std::string_view id, PageDomains& domains, Output& out) const;

 private:
  void append_head(std::string& out) const;
  void append_row(const std::vector<Value>& cells, std::string_view row_class,
                  std::string& out) const;
  void append_cell(std::size_t column, const Value& value, std::string& out) const;
  void append_data(std::size_t column, const Value& value, std::string& out) const;
  [[nodiscard]] std::string_view heading(const Column& column) const;

  const Section& section_;
  const ScreenClock& clock_;
  ShownColumns shown_;
  std::size_t domain_at_;  ///< Of the column; columns.size() for none.
};

}  // namespace smtptally
