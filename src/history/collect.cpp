// collect: one run, which is one transaction.

#include "history/collect.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "history/cell_table.hpp"
#include "history/coverage_table.hpp"
#include "history/database.hpp"
#include "history/journal_marks.hpp"
#include "history/log_pass.hpp"
#include "history/log_table.hpp"
#include "history/open_state.hpp"
#include "history/retention.hpp"
#include "history/sql_numbers.hpp"
#include "inputs/input_order.hpp"
#include "reading/read_inputs.hpp"
#include "smtptally/version.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr int kMaxYearCorrections = 12;

/// Of a journal file with unknown features only journalctl knows the entries, and a run goes on
/// from the place of one in the file.
void leave_out_foreign(std::vector<Input>& inputs, std::vector<InputNote>& notes) {
  std::erase_if(inputs, [&](const Input& input) {
    const auto header = input.file.journal ? JournalHeader::parse(input.file.head) : std::nullopt;
    if (!header || !header->is_foreign()) return false;
    notes.push_back({InputNote::Severity::problem,
                     said("{}: it has features that smtptally does not know, and collect reads "
                          "nothing through journalctl; it is not read",
                          visible(input.file.path))});
    return true;
  });
}

/// A history goes on from its place in a file, which a pipe has not.
std::optional<Error> refuse_pipes(const std::vector<Input>& inputs) {
  for (const Input& input : inputs) {
    if (input.file.regular) continue;
    return Error{
        said("{}: collect reads files, because it goes on where it stopped; a pipe "
             "has no such place",
             visible(input.file.path))};
  }
  return std::nullopt;
}

std::string problems_of(const CollectRun& run) {
  std::string text;
  for (const InputNote& note : run.notes) {
    if (note.severity == InputNote::Severity::info) continue;
    text.append(text.empty() ? "" : "\n").append(note.message.english);
  }
  return text;
}

std::int64_t add_run(HistoryDatabase& database, const Config& config, const CollectRun& run) {
  SQLite::Statement insert(database.connection(),
                           "INSERT INTO runs (at, version, logs, bytes, lines, messages, problems) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, whole_seconds(config.now));
  insert.bind(2, std::string(version()));
  insert.bind(3, to_sql(run.logs));
  insert.bind(4, to_sql(run.bytes));
  insert.bind(5, to_sql(run.lines));
  insert.bind(6, to_sql(run.messages));
  insert.bind(7, problems_of(run));
  (void)insert.exec();
  return database.connection().getLastInsertRowid();
}

void save_logs(HistoryDatabase& database, LogPass& pass, std::int64_t run) {
  LogTable table(database);
  SQLite::Statement insert(database.connection(), "INSERT INTO reads VALUES (?, ?, ?, ?, ?)");
  for (LogPass::Read& read : pass.reads()) {
    StoredLog& log = *read.log;
    log.run = run;
    log.id = table.save(log);
    insert.reset();
    insert.bind(1, run);
    insert.bind(2, log.id);
    insert.bind(3, log.summary.path);
    insert.bind(4, to_sql(read.begin));
    insert.bind(5, to_sql(log.print.offset));
    (void)insert.exec();
  }
  JournalTable journals(database);
  for (const LogPass::Journal& journal : pass.journals()) {
    if (!journal.changed) continue;
    JournalMark mark = journal.mark;
    if (journal.log != nullptr) mark.log = journal.log->id;
    journals.save(mark);
  }
  SQLite::Statement rename(database.connection(),
                           "UPDATE logs SET path = ?, encoding = ? WHERE id = ?");
  for (const StoredLog* const log : pass.renamed()) {
    rename.reset();
    rename.bind(1, log->summary.path);
    rename.bind(2, log->summary.encoding);
    rename.bind(3, log->id);
    (void)rename.exec();
  }
  for (const LogPass::Pack& pack : pass.packs())
    table.save_pack(pack.size, pack.hash, pack.log->id);
}

void save_state(HistoryDatabase& database, const std::string& state) {
  SQLite::Statement insert(database.connection(),
                           "INSERT OR REPLACE INTO open_state VALUES (1, ?)");
  insert.bind(1, state.data(), static_cast<int>(state.size()));
  (void)insert.exec();
}

/// Reads the inputs, again as long as a year proves wrong. Changes nothing in the database.
Result<std::unique_ptr<LogPass>> read_new(HistoryDatabase& database, const Config& config,
                                          std::vector<Input>& inputs) {
  for (int correction = 0;; ++correction) {
    put_in_order(inputs, config);
    auto pass = std::make_unique<LogPass>(database, config, correction == kMaxYearCorrections);
    const Result<Input*> wrong = pass->read(inputs);
    if (!wrong) return wrong.error();
    if (wrong.value() == nullptr) return pass;
    Input& input = *wrong.value();
    take_year(input, input.year - input.years_too_late, config);
  }
}

Result<CollectRun> collect_in(const Config& config, std::vector<Input>& inputs, CollectRun run) {
  const auto database =
      HistoryDatabase::open_to_write(config.history, cell_width(config.zone, config.now));
  Result<std::unique_ptr<LogPass>> done = read_new(*database, config, inputs);
  if (!done) return done.error();
  LogPass& pass = *done.value();
  for (InputNote& note : pass.notes()) run.notes.push_back(std::move(note));
  for (const LogPass::Read& read : pass.reads()) {
    ++run.logs;
    run.bytes += read.log->print.offset - read.begin;
    run.lines += read.lines;
  }
  if (Piece* const piece = pass.piece()) {
    const std::string state = write_open_state(*piece);
    pass.take_older();
    const Coverage& coverage = piece->collected().coverage();
    run.messages = coverage[CoverageItem::messages_accepted];
    CellWriter(*database).add(piece->sink().history());
    add_coverage(*database, coverage);
    save_state(*database, state);
  }
  save_logs(*database, pass, add_run(*database, config, run));
  forget_old(*database, config);
  database->commit();
  if (config.history.keep != 0 || config.history.keep_days != 0) shrink(*database);
  return run;
}

}  // namespace

Selection collected_selection(const ExchangeOptions& exchange) {
  Selection selection;
  selection.auth = AuthScope::any;
  selection.exchange = exchange;
  return selection;
}

Micros cell_width(const Zone& zone, Micros now) {
  // Zones change: winter and summer, and some years back.
  constexpr int kDays = 10 * 365;
  for (int day = 0; day < kDays; day += 30) {
    if (zone.offset_seconds(now - day * kMicrosPerDay) % 3600 != 0) return HistoryCells::kQuarter;
  }
  return HistoryCells::kHour;
}

Result<CollectRun> collect(const Config& config) {
  CollectRun run;
  std::vector<Input> inputs = open_inputs(config, run.notes);
  if (const auto error = refuse_pipes(inputs)) return *error;
  if (config.journal && inputs.empty() && run.notes.empty()) {
    return Error{
        said("this machine has no journal files that can be read; collect reads nothing "
             "through journalctl")};
  }
  leave_out_foreign(inputs, run.notes);
  date_by_later_logs(inputs, config);
  try {
    return collect_in(config, inputs, std::move(run));
  } catch (const SQLite::Exception& exception) {
    return why_of(exception, config.history);
  }
}

}  // namespace smtptally
