// LogPass: reads what is new.

#include "history/log_pass.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "history/collect.hpp"
#include "history/open_state.hpp"
#include "inputs/overlap.hpp"
#include "pivot/history_cells.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// How much a log may begin before the one that it follows ends: lines of one moment are written to
/// both when it is rotated.
constexpr Micros kSameMoment = 60 * kMicrosPerSecond;

/// A hash of the packed bytes at both ends. With the size it stands for the file: packed files end
/// with a checksum of all they hold.
Result<LogPass::Pack> pack_of(const Input& input) {
  const auto file = RandomFile::open(input.file.path);
  if (!file) return file.error();
  std::array<char, LogPrint::kBlock> bytes{};
  LogPass::Pack pack{.size = file.value()->size()};
  const std::uint64_t last = pack.size - std::min<std::uint64_t>(pack.size, bytes.size());
  for (const std::uint64_t at : {std::uint64_t{0}, last}) {
    const Result<std::size_t> got = file.value()->read_at(at, bytes);
    if (!got) return got.error();
    pack.hash = hash_of_bytes({bytes.data(), got.value()}, pack.hash);
  }
  return pack;
}

bool is_better(const Kinship& a, const Kinship& b) {
  const auto rank = [](Kinship::Kind kind) {
    using enum Kinship::Kind;
    return kind == same ? 4 : kind == older ? 3 : kind == cut ? 2 : kind == doubtful ? 1 : 0;
  };
  return std::pair(rank(a.kind), a.from) > std::pair(rank(b.kind), b.from);
}

}  // namespace

LogPass::LogPass(HistoryDatabase& database, const Config& config, bool last_try)
    : database_(&database), config_(&config), table_(database), last_try_(last_try) {}

void LogPass::note(InputNote::Severity severity, const Input& input, const Said& text) {
  notes_.push_back({severity, said("{}: {}", visible(input.file.path), text)});
}

std::unique_ptr<Piece> LogPass::make_piece() const {
  CollectSpec spec;
  spec.history = database_->width();
  return std::make_unique<Piece>(Correlator::World::closed, spec,
                                 collected_selection(config_->selection.exchange), Zone());
}

/// The piece goes on with what the last run left open.
std::optional<Error> LogPass::begin_piece() {
  if (piece_) return std::nullopt;
  piece_ = make_piece();
  SQLite::Statement rows(database_->connection(), "SELECT state FROM open_state");
  if (!rows.executeStep()) return std::nullopt;
  const Result<bool> restored = read_open_state(rows.getColumn(0).getString(), *piece_);
  if (restored) return std::nullopt;
  return Error{said("{}: the open sessions of the last run can not be read: {}",
                    visible(config_->history.db), restored.error().said())};
}

/// The log that this file is, as far as one is known.
Result<LogPass::Found> LogPass::find(const LogBytes& bytes, std::uint64_t front) {
  if (!all_loaded_ && fronts_.insert(front).second) {
    for (StoredLog& log : table_.with_front(front)) logs_.push_back(std::move(log));
  }
  Found best;
  for (StoredLog& log : logs_) {
    if (log.print.front != front) continue;
    const Result<Kinship> kinship = bytes.kinship(log.print);
    if (!kinship) return kinship.error();
    if (is_better(kinship.value(), best.kinship)) best = {&log, kinship.value()};
  }
  return best;
}

void LogPass::load_all() {
  if (all_loaded_) return;
  all_loaded_ = true;
  for (StoredLog& log : table_.all()) {
    if (!fronts_.contains(log.print.front)) logs_.push_back(std::move(log));
  }
}

/// Where a new log stands among those of its hosts.
LogPass::Place LogPass::place_of(Input& input, const std::string& series) {
  if (input.hosts.empty()) return Place::behind;  // Rows of Exchange may come in any order.
  load_all();
  Place place = Place::behind;
  for (const StoredLog& log : logs_) {
    const bool shared =
        std::any_of(input.hosts.begin(), input.hosts.end(),
                    [&](const std::string& host) { return log.hosts.contains(host); });
    if (!shared || !log.summary.has_times) continue;
    if (input.earliest >= log.summary.last - kSameMoment) continue;
    if (!input.last) input.last = time_of_last_lines(input, *config_);
    if (input.last.value_or(input.file.modified) > log.summary.first + kSameMoment) {
      // Journal files of the system and of users run side by side, and share no entry.
      if (is_of_series(log, series)) continue;
      return Place::overlapping;
    }
    place = Place::older;
  }
  return place;
}

/// The number of the log that this file is; one behind all others for a new one.
std::int64_t LogPass::number_of(Input& input) {
  constexpr std::int64_t kNew = INT64_MAX;
  const std::uint64_t front = front_of(input);
  if (!input.is_log || front == 0 || input.file.journal) return kNew;
  const auto bytes = LogBytes::open(input);
  if (!bytes || !bytes.value()) return kNew;
  const Result<Found> found = find(*bytes.value(), front);
  const bool known = found && found.value().kinship.kind == Kinship::Kind::same;
  return known ? found.value().log->id : kNew;
}

/// Stamps do not tell in which order logs follow one another that begin in the same second. The
/// order in which they were collected does.
void LogPass::put_known_first(std::vector<Input>& inputs) {
  for (auto begin = inputs.begin(); begin != inputs.end();) {
    const auto end = std::find_if(begin, inputs.end(), [&](const Input& input) {
      return whole_seconds(input.first) != whole_seconds(begin->first);
    });
    if (end - begin > 1 && begin->first != kEndOfTime) {
      std::map<std::size_t, std::int64_t> numbers;
      for (auto input = begin; input != end; ++input) numbers[input->number] = number_of(*input);
      std::stable_sort(begin, end, [&](const Input& a, const Input& b) {
        return numbers[a.number] < numbers[b.number];
      });
    }
    begin = end;
  }
}

void LogPass::remember_name(const Input& input, const StoredLog& log) {
  if (log.id == 0 || log.summary.path == input.file.path) return;
  const auto same = std::find_if(logs_.begin(), logs_.end(),
                                 [&](const StoredLog& other) { return &other == &log; });
  same->summary.path = input.file.path;
  same->summary.encoding = name_of(input.file.encoding);
  renamed_.push_back(&log);
}

Result<Input*> LogPass::read(std::vector<Input>& inputs) {
  put_known_first(inputs);
  any_journal_of_mail_ = std::any_of(inputs.begin(), inputs.end(), [](const Input& input) {
    return input.file.journal && !input.hosts.empty();
  });
  for (Input& input : inputs) {
    if (auto error = take(input)) return *error;
    if (wrong_ != nullptr) return wrong_;
  }
  find_journal_holes();
  return nullptr;
}

std::optional<Error> LogPass::take(Input& input) {
  using enum InputNote::Severity;
  if (!input.is_log) return std::nullopt;
  if (input.file.journal) return take_journal(input);
  Pack pack;
  const bool packed = input.file.encoding != Encoding::plain;
  if (packed) {
    const Result<Pack> found = pack_of(input);
    if (!found) {
      notes_.push_back({problem, found.error().said()});
      return std::nullopt;
    }
    pack = found.value();
    if (table_.is_known_pack(pack.size, pack.hash)) return std::nullopt;
  }
  const std::uint64_t front = front_of(input);
  if (front == 0) return std::nullopt;  // Not even its first line is whole.
  const auto bytes = LogBytes::open(input);
  if (!bytes) {
    notes_.push_back({problem, bytes.error().said()});
    return std::nullopt;
  }
  if (!bytes.value()) return std::nullopt;  // Rotated just now: the next run reads it.
  const Result<Found> found = find(*bytes.value(), front);
  if (!found) {
    notes_.push_back({problem, found.error().said()});
    return std::nullopt;
  }
  const Kinship kinship = found.value().kinship;
  if (kinship.kind == Kinship::Kind::older) {
    note(info, input, said("all of it was read before; it is an older copy of a log that went on"));
  } else if (kinship.kind == Kinship::Kind::doubtful) {
    note(problem, input,
         said("it begins as a log that was read, up to byte {} or somewhat further, and goes "
              "on otherwise; it is not read, because some of it would count twice",
              kinship.from));
  } else if (auto error = read_log(input, *bytes.value(), found.value())) {
    return error;
  }
  if (kinship.kind == Kinship::Kind::same) remember_name(input, *found.value().log);
  if (!packed || wrong_ != nullptr || kinship.kind == Kinship::Kind::doubtful) return std::nullopt;
  const StoredLog* log = found.value().log;
  if (kinship.kind != Kinship::Kind::same && kinship.kind != Kinship::Kind::older) {
    log = reads_.empty() ? nullptr : reads_.back().log;
  }
  if (log != nullptr) packs_.push_back({pack.size, pack.hash, log});
  return std::nullopt;
}

}  // namespace smtptally
