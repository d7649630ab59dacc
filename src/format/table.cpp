#include "format/coverage_sections.hpp"
#include "format/formats.hpp"
#include "format/table_section.hpp"

namespace smtptally {
namespace {

class Pages {
 public:
  Pages(const Zone& zone, Output& out) : zone_(zone), out_(out) {}

  void write(const Section& section, const FormatOptions& options) {
    if (!first_) out_.write("\n");
    first_ = false;
    TableSection(section, zone_, options).write(out_);
  }

 private:
  const Zone& zone_;
  Output& out_;
  bool first_ = true;
};

}  // namespace

void write_table(const Report& report, const FormatOptions& options, Output& out) {
  Pages pages(report.zone, out);
  for (const Section& section : report.sections) pages.write(section, options);
  if (!report.coverage_in_table) return;
  pages.write(inputs_section(report.inputs), options);
  // A definition cut in the middle explains nothing: these lines may be wider than the terminal.
  FormatOptions unlimited = options;
  unlimited.width = 0;
  pages.write(coverage_section(report.coverage), unlimited);
}

}  // namespace smtptally
