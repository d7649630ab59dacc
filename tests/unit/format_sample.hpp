#pragma once

#include <string>
#include <utility>
#include <vector>

#include "smtptally/formatter.hpp"

namespace smtptally::sample {

/// Rows kept in memory. Texts in them must outlive it: literals, or strings of the test.
class StoredRows : public RowSource {
 public:
  explicit StoredRows(std::vector<std::vector<Value>> rows) : rows_(std::move(rows)) {}
  [[nodiscard]] std::size_t size() const override { return rows_.size(); }
  void row(std::size_t index, std::vector<Value>& out) const override { out = rows_[index]; }

 private:
  std::vector<std::vector<Value>> rows_;
};

inline Section section(std::vector<Column> columns, std::vector<std::vector<Value>> rows) {
  Section made;
  made.name = "rows";
  made.columns = std::move(columns);
  made.rows = std::make_unique<StoredRows>(std::move(rows));
  return made;
}

inline Report report(std::vector<Column> columns, std::vector<std::vector<Value>> rows) {
  Report made;
  made.command = "test";
  made.sections.push_back(section(std::move(columns), std::move(rows)));
  return made;
}

/// Owns the texts of its one column.
class TextRows : public RowSource {
 public:
  explicit TextRows(std::vector<std::string> texts) : texts_(std::move(texts)) {}
  [[nodiscard]] std::size_t size() const override { return texts_.size(); }
  void row(std::size_t index, std::vector<Value>& out) const override {
    out = {std::string_view{texts_[index]}};
  }

 private:
  std::vector<std::string> texts_;
};

inline Report texts(std::vector<std::string> cells) {
  Report made = report({{"text", "Text", ColumnKind::text}}, {});
  made.sections.front().rows = std::make_unique<TextRows>(std::move(cells));
  return made;
}

/// 2026-11-01 00:00:00 UTC.
inline constexpr Micros kNovember = Micros{1'793'491'200} * kMicrosPerSecond;

/// Every kind of value and every hostile trick once, with others and totals.
inline Report small() {
  using namespace std::string_view_literals;
  Report made = report({{"sender", "Sender", ColumnKind::text},
                        {"messages", "Messages", ColumnKind::number},
                        {"tls1_0", "TLS 1.0", ColumnKind::number},
                        {"tls1_0_pct", "%", ColumnKind::share},
                        {"clients", "Clients", ColumnKind::number},
                        {"first", "First", ColumnKind::time}},
                       {{"bob@example.org"sv, std::uint64_t{3}, std::uint64_t{1}, Share{1, 3},
                         Distinct{2, false}, Instant{kNovember}},
                        {"=cmd,\"x\"\x1b[31m\u202E"sv, std::uint64_t{0}, std::uint64_t{0},
                         Share{0, 0}, Distinct{123, true}, std::monostate{}},
                        {"caf\xff\t\\x1b"sv, std::uint64_t{2}, std::uint64_t{0}, Share{0, 2},
                         Distinct{1, false}, Instant{kNovember + kMicrosPerSecond}}});
  Section& main = made.sections.front();
  main.others = {"2 others"sv, std::uint64_t{7}, std::uint64_t{7},
                 Share{7, 7},  std::monostate{}, std::monostate{}};
  main.totals = {"Total"sv,    std::uint64_t{12},   std::uint64_t{8},
                 Share{8, 12}, Distinct{130, true}, std::monostate{}};
  return made;
}

inline std::string render(OutputFormat format, const Report& report,
                          const FormatOptions& options = {}) {
  std::string text;
  Output out(text);
  find_format(format).write(report, options, out);
  return out.finish() ? text : "write failed";
}

}  // namespace smtptally::sample
