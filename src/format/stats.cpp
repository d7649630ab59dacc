#include "format/stats.hpp"

#include "format/formats.hpp"

namespace smtptally {

void write_stats(const Coverage& coverage, const std::vector<InputSummary>& inputs,
                 std::string& out) {
  Report report;
  report.inputs = inputs;
  report.coverage = coverage;
  report.coverage_in_table = true;
  Output text(out);
  write_table(report, {.wide = true}, text);
  // A string takes everything.
  static_cast<void>(text.finish());
}

}  // namespace smtptally
