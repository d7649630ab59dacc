// The sections of `check --db` about the history itself.

#include "report/history_sections.hpp"

#include <memory>
#include <utility>

#include "report/fixed_rows.hpp"
#include "text/translate.hpp"

namespace smtptally {

void add_history_sections(const HistoryFacts& facts, Report& report) {
  Section sizes;
  sizes.name = "history";
  sizes.title = tr("History");
  sizes.columns = {{"name", "", ColumnKind::text}, {"value", "", ColumnKind::number}};
  auto rows = std::make_unique<FixedRows>();
  for (const HistoryFacts::Number& number : facts.sizes) {
    rows->add({rows->keep(tr(number.name.c_str())), number.value});
  }
  sizes.rows = std::move(rows);
  report.sections.push_back(std::move(sizes));

  Section runs;
  runs.name = "runs";
  runs.title = tr("Last runs");
  runs.columns = {{"at", tr("At"), ColumnKind::time},
                  {"logs", tr("Logs"), ColumnKind::number},
                  {"bytes", tr("Bytes"), ColumnKind::number},
                  {"lines", tr("Lines"), ColumnKind::number},
                  {"messages", tr("Messages"), ColumnKind::number},
                  {"problems", tr("Problems"), ColumnKind::text}};
  auto read = std::make_unique<FixedRows>();
  for (const HistoryFacts::Run& run : facts.runs) {
    read->add(
        {Instant{run.at}, run.logs, run.bytes, run.lines, run.messages, read->keep(run.problems)});
  }
  runs.rows = std::move(read);
  report.sections.push_back(std::move(runs));
}

}  // namespace smtptally
