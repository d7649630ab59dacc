#include "format/formats.hpp"
#include "format/json_rows.hpp"

namespace smtptally {

void write_ndjson(const Report& report, const FormatOptions& /*options*/, Output& out) {
  if (report.sections.empty()) return;
  const Section& section = report.sections.front();
  const JsonRows rows(section.columns, report.zone);
  std::vector<Value> cells;
  std::string line;
  const std::size_t count = section.rows->size();
  for (std::size_t i = 0; i < count && !out.failed(); ++i) {
    section.rows->row(i, cells);
    line.clear();
    rows.append(cells, line);
    line.push_back('\n');
    out.write(line);
  }
}

}  // namespace smtptally
