// Inspects the head of an input for its dialect, years and hosts.

#include "inputs/input.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "inputs/exim_head.hpp"
#include "inputs/journal_input.hpp"
#include "inputs/survey_dates.hpp"
#include "parse/programs.hpp"

namespace smtptally {
namespace {

constexpr int kProbeYear = 2000;  // A leap year, so that a February 29 can be read.

/// Collects the evidence in the head of an input.
class HeadProbe final : public LineSink {
 public:
  void line(const LogLine& line) override {
    at(line.time);
    if (line.form == LineForm::writer) exim_.look(line);
    // PERF: most heads have one host.
    if (line.host == latest_host_ && (line.form != LineForm::writer || !hosts_.empty())) return;
    const Program program = program_of(line.tag);
    if (program == Program::other || program == Program::logger) return;
    latest_host_ = *hosts_.emplace(line.host).first;
  }
  void tracking(const TrackingRow& row) override { at(row.time); }
  void protocol(const ProtocolRow& row) override { at(row.time); }
  [[nodiscard]] bool found() const noexcept { return found_; }
  [[nodiscard]] Micros first() const noexcept { return first_; }
  [[nodiscard]] Micros earliest() const noexcept { return earliest_; }
  [[nodiscard]] const std::set<std::string>& hosts() const noexcept { return hosts_; }
  [[nodiscard]] const EximHead& exim() const noexcept { return exim_; }

 private:
  void at(Micros time) {
    if (!found_) first_ = time;
    found_ = true;
    earliest_ = std::min(earliest_, time);
  }

  bool found_ = false;
  Micros first_ = kEndOfTime;
  Micros earliest_ = kEndOfTime;
  std::set<std::string> hosts_;
  std::string_view latest_host_;  ///< One of them.
  EximHead exim_;
};

/// Results of reading the head, besides its lines.
struct Probed {
  bool yearless = false;  ///< Stamps have no year.
  bool in_part = false;   ///< The first lines sufficed.
  ReadOutcome outcome;
};

/// Whether the head is journalctl's message about an empty range or journal.
bool is_empty_journal(std::string_view head) {
  return head.starts_with("-- No entries --") || head.starts_with("-- Logs begin at ") ||
         head.starts_with("-- Journal begins at ");
}

/// The latest possible year for stamps without one.
int latest_year(Micros limit, const Config& config) {
  return config.log_year.value_or(config.log_zone.year_of(limit));
}

/// Whether the first lines are rows of one table of Exchange: they tell what a whole head of such
/// rows does. What is behind the head of a send log decides whether it is read at all.
bool tells_enough(const DialectSet& dialects, const HeadProbe& head) {
  const bool one_table = dialects.size() == 1 && dialects.any(LogServer::exchange);
  return one_table && !dialects.any(LogKind::send) && head.found();
}

/// Reads the head with the given first year. `whole` is the result of read_head(), which is called
/// only if `whole` is empty and needed.
///
/// PERF: reads only the first rows of Exchange; the rest of the heads is 4 % of the time of 162
/// tracking logs.
Probed probe(Input& input, const Config& config, int year, HeadProbe& head, std::string& whole,
             HeadCache& heads) {
  InputFile& file = input.file;
  LogReader reader(log_zone_of(input, config), year, head, expected(config), std::move(heads));
  reader.expect_dates(input.dates);
  const auto consume = [&](std::string_view text, bool at_end) {
    const PaddedString padded(text);
    return reader.consume(padded.text(), at_end);
  };
  const std::size_t taken = consume(std::string_view(file.head).substr(0, kKeptHeadBytes), false);
  const bool enough = tells_enough(reader.dialects(), head);
  if (!enough) {
    if (whole.empty()) whole = read_head(file);
    (void)consume(std::string_view(whole).substr(std::min(taken, whole.size())), true);
  }
  Probed probed{reader.stamps().guessed_year(), enough, reader.outcome()};
  heads = reader.take_heads();
  return probed;
}

/// Reads the head again with `year` and returns its outcome.
ReadOutcome take_year(Input& input, int year, const Config& config, std::string& whole,
                      HeadCache& heads) {
  input.year = year;
  input.last.reset();
  input.goes_beyond = false;
  input.years_too_late = 0;
  HeadProbe head;
  Probed probed = probe(input, config, year, head, whole, heads);
  input.first = head.first();
  input.earliest = head.earliest();
  return std::move(probed.outcome);
}

/// Years that the first stamp is too late, by lines with a year behind lines without one.
int years_behind_evidence(const YearEvidence& years, const Config& config) {
  if (!years.found || config.log_year) return 0;
  return years_behind(years.latest_before, years.first_dated, config.log_zone);
}

}  // namespace

bool has_pipe(const std::vector<Input>& inputs) noexcept {
  return std::any_of(inputs.begin(), inputs.end(),
                     [](const Input& input) { return !input.file.regular; });
}

bool is_exchange(const Input& input) noexcept { return input.dialects.any(LogServer::exchange); }

LogReader::Expect expected(const Config& config) noexcept {
  switch (config.input_format) {
    case InputFormat::automatic:
      break;
    case InputFormat::postfix:
      return LogReader::Expect::postfix;
    case InputFormat::exchange:
      return LogReader::Expect::exchange;
  }
  return LogReader::Expect::anything;
}

void inspect(Input& input, const Config& config, HeadCache& heads) {
  if (input.file.journal) return inspect_journal(input);
  HeadProbe head;
  std::string whole;
  Probed probed = probe(input, config, kProbeYear, head, whole, heads);
  input.yearless = probed.yearless;
  input.dialects = probed.outcome.dialects;
  input.is_log = !input.dialects.empty() || is_empty_journal(input.file.head);
  input.dated = probed.outcome.years.dated;
  if (input.dialects.any_exported()) {
    survey_dates(input, config);
    HeadProbe again;
    (void)probe(input, config, kProbeYear, again, whole, heads);
    input.first = again.first();
    input.earliest = again.earliest();
  } else if (const auto zone = head.exim().zone(config)) {
    input.zone = *zone;
    input.about_dates = about_exim_zone(*zone);
    HeadProbe again;
    (void)probe(input, config, kProbeYear, again, whole, heads);
    input.first = again.first();
    input.earliest = again.earliest();
  } else {
    input.first = head.first();
    input.earliest = head.earliest();
  }
  input.hosts = head.hosts();
  const Micros limit = latest_possible(input.file, config);
  if (!head.found() || probed.in_part) {
    // The log may begin behind the head; the year is corrected when it proves too late.
    input.year = latest_year(limit, config);
  }
  if (!head.found() || !input.yearless) return;
  const int latest =
      latest_year_not_after(config.log_zone.to_local(head.first()), limit, config.log_zone);
  const int year = config.log_year.value_or(latest);
  const ReadOutcome read = take_year(input, year, config, whole, heads);
  const int late = years_behind_evidence(read.years, config);
  if (late > 0) (void)take_year(input, year - late, config, whole, heads);
}

Micros latest_possible(const InputFile& file, const Config& config) {
  return std::min(file.modified, config.now) + kMicrosPerDay;
}

void take_year(Input& input, int year, const Config& config) {
  std::string whole;
  HeadCache heads;
  (void)take_year(input, year, config, whole, heads);
}

int years_behind(Micros time, Micros limit, const Zone& zone) {
  constexpr int kMost = 40;  // A clock that started in 1970 is no evidence.
  const LocalTime local = zone.to_local(time);
  const date::year_month_day day{date::sys_days(date::days(local.day))};
  for (int years = 0; years <= kMost; ++years) {
    const date::year_month_day earlier =
        (day.year() - date::years(years)) / day.month() / day.day();
    LocalTime shifted = local;
    shifted.day = date::sys_days(earlier).time_since_epoch().count();
    if (zone.to_utc(shifted) <= limit + kMicrosPerDay) return years;
  }
  return 0;
}

int years_too_late(const Input& input, const ReadOutcome& outcome, const Config& config) {
  if (!outcome.guessed_year || config.log_year) return 0;
  if (const int years = years_behind_evidence(outcome.years, config); years > 0) return years;
  if (outcome.leap_conflict) return 1;
  return outcome.counts.logged > 0 && outcome.counts.last > latest_possible(input.file, config) ? 1
                                                                                                : 0;
}

bool lies_as_text(const RandomFile& file, const InputFile& input) {
  if (input.encoding != Encoding::plain || input.journal) return false;
  std::array<char, 4096> part{};
  for (std::size_t at = 0; at < input.head.size(); at += part.size()) {
    const std::string_view wanted = std::string_view(input.head).substr(at, part.size());
    const Result<std::size_t> got = file.read_at(at, std::span(part).first(wanted.size()));
    if (!got || std::string_view(part.data(), got.value()) != wanted) return false;
  }
  return true;
}

}  // namespace smtptally
