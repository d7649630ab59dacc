#include "format/coverage_sections.hpp"
#include "format/formats.hpp"
#include "format/screen.hpp"
#include "format/table_section.hpp"

namespace smtptally {
namespace {

class Pages {
 public:
  Pages(const ScreenClock& clock, const FormatOptions& options, Output& out)
      : clock_(clock), options_(options), out_(out) {}

  void title(const Report& report) {
    if (report.title.empty()) return;
    write_title(report, options_, out_);
    first_ = false;
  }
  void write(const Section& section) {
    if (section.shown != Shown::everywhere && !options_.wide) return;
    if (!first_) out_.write("\n");
    first_ = false;
    TableSection(section, clock_, options_).write(out_);
  }

 private:
  const ScreenClock& clock_;
  const FormatOptions& options_;
  Output& out_;
  bool first_ = true;
};

}  // namespace

void write_table(const Report& report, const FormatOptions& options, Output& out) {
  const ScreenClock clock = options.wide ? ScreenClock(report.zone) : ScreenClock(report);
  Pages pages(clock, options, out);
  pages.title(report);
  for (const Section& section : report.sections) pages.write(section);
  if (!report.coverage_in_table) return;
  pages.write(inputs_section(report.inputs));
  pages.write(options.wide ? coverage_section(report.coverage) : coverage_lines(report.coverage));
}

}  // namespace smtptally
