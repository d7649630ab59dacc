#include "parts/part_merger.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "reading/input_reader.hpp"
#include "reading/read_inputs.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

bool share_a_host(const CutLine& line, const auto& hosts, const auto& name_of) {
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](const auto& host) { return line.hosts.contains(name_of(host)); });
}
bool is_of(const CutLine& line, const std::map<std::string, TimeRange>& hosts) {
  return share_a_host(
      line, hosts, [](const auto& host) -> auto& { return host.first; });
}

/// A line by itself, as far as two of them can be compared.
class OneLine final : public LineSink {
 public:
  OneLine(const CutLine& context, std::string text, const Config& config) : text_(std::move(text)) {
    const Result<Zone> zone = Zone::find(context.zone);
    LogReader reader(zone ? zone.value() : config.log_zone,
                     LogReader::Context{.year = {.year = context.year}, .exchange = {}}, *this,
                     expected(config));
    text_ += '\n';
    text_.append(kTextPadding, '\0');
    (void)reader.consume(PaddedText::of_buffer(text_), true);
    dialects_ = reader.dialects().names();
  }
  void line(const LogLine& line) override {
    fields_ = fmt::format("{} {} {} {}", line.time, line.host, line.tag, line.text);
  }
  void tracking(const TrackingRow& row) override { (void)row; }
  void protocol(const ProtocolRow& row) override { (void)row; }

  /// Empty if it is none.
  [[nodiscard]] const std::string& fields() const noexcept { return fields_; }
  [[nodiscard]] bool is_like(const std::string& dialects) const {
    return !dialects_.empty() &&
           fmt::format(", {},", dialects).find(fmt::format(" {},", dialects_)) != std::string::npos;
  }

 private:
  std::string text_;
  std::string fields_;
  std::string dialects_;
};

}  // namespace

/// Whether the first line of a part is the rest of the last one before. Where it is a line of its
/// own, in the dialect of those behind it, that is so only if the beginning adds nothing to it, as
/// "<22>" does not; else the log before ended without a line end.
bool PartMerger::are_one(const CutLine& tail, const CutLine& head, const ReadResult& next) const {
  const OneLine alone(head, head.text, *config_);
  const bool is_own = head.input < next.inputs.size() && !alone.fields().empty() &&
                      alone.is_like(next.inputs[head.input].dialect);
  return !is_own || OneLine(head, tail.text + head.text, *config_).fields() == alone.fields();
}

PartMerger::PartMerger(const Config& config, const CollectSpec& spec)
    : config_(&config), spec_(&spec) {
  result_.piece =
      new_piece(config.part.write ? Correlator::World::open : Correlator::World::closed);
}

std::unique_ptr<Piece> PartMerger::new_piece(Correlator::World world) const {
  return std::make_unique<Piece>(world, *spec_, config_->selection, config_->zone);
}

Result<bool> PartMerger::add(NamedPart& part, std::string_view bytes) {
  const Result<PartBytes> opened = PartBytes::open(bytes);
  if (!opened) return opened.error();
  if (opened.value().checksum() != part.checksum) {
    return Error{said("it was changed while it was read")};
  }
  const auto piece = new_piece(Correlator::World::open);
  // PERF: the counts of the first part are read into their place. To merge them was a sixth of the
  // time of a merge of one part.
  Accumulator& counts = is_empty_ ? result_.piece->sink() : piece->sink();
  if (const auto read = opened.value().body(*piece, counts); !read) return read.error();
  is_empty_ = false;
  ReadResult& next = part.head.read;
  add_lines_between(next);
  result_.piece->merge(*piece);
  add_survey(next);
  return true;
}

ReadResult PartMerger::finish() && {
  // Of a part again, the first lines know their inputs by number.
  if (!config_->part.write) end_logs();
  result_.inputs = std::move(inputs_);
  result_.notes_before = result_.notes.size();
  std::move(later_notes_.begin(), later_notes_.end(), std::back_inserter(result_.notes));
  return std::move(result_);
}

void PartMerger::end_logs() {
  for (const CutLine& tail : std::exchange(result_.tails, {})) take(tail, {});
  result_.piece->finish();
  const auto time = [](const InputSummary& input) {
    return input.has_times ? std::pair(input.first, input.last) : std::pair(kEndOfTime, kEndOfTime);
  };
  std::stable_sort(inputs_.begin(), inputs_.end(),
                   [&](const auto& a, const auto& b) { return time(a) < time(b); });
}

/// The lines at the ends of what was merged and of the next part: those that were cut there are
/// one.
void PartMerger::add_lines_between(ReadResult& next) {
  for (const CutLine& head : next.heads) {
    const auto begun =
        std::find_if(result_.tails.begin(), result_.tails.end(), [&](const CutLine& tail) {
          return share_a_host(
              tail, head.hosts, [](const auto& host) -> auto& { return host; });
        });
    if (begun != result_.tails.end() && are_one(*begun, head, next)) {
      take(*begun, head.text);
      result_.tails.erase(begun);
      if (head.input < next.inputs.size()) {
        InputSummary& input = next.inputs[head.input];
        input.note = head.note;
        --input.lines;
      }
    } else if (config_->part.write && !is_of(head, result_.hosts)) {
      result_.heads.push_back(head);
      result_.heads.back().input += inputs_.size();
    } else {
      if (begun != result_.tails.end()) {
        take(*begun, {});
        result_.tails.erase(begun);
      }
      take(head, {});
    }
  }
  const auto ended =
      std::stable_partition(result_.tails.begin(), result_.tails.end(),
                            [&](const CutLine& tail) { return !is_of(tail, next.hosts); });
  for (auto tail = ended; tail != result_.tails.end(); ++tail) take(*tail, {});
  result_.tails.erase(ended, result_.tails.end());
}

/// Reads a line into a piece of its own, which follows what was merged.
void PartMerger::take(const CutLine& line, std::string_view rest) {
  const Result<Zone> zone = Zone::find(line.zone);
  std::string text = line.text;
  text += rest;
  text += '\n';
  text.append(kTextPadding, '\0');
  const auto piece = new_piece(Correlator::World::open);
  LogReader::Context context{.year = {.year = line.year}, .exchange = {}};
  if (line.of_exim) context.hint = kEximFile;
  LogReader reader(zone ? zone.value() : config_->log_zone, context, *piece, expected(*config_));
  (void)reader.consume(PaddedText::of_buffer(text), true);
  ReadCounts counts = reader.counts();
  counts.bytes = 0;  // They were counted when they were read.
  count_lines(counts, piece->coverage());
  result_.piece->merge(*piece);
}

void PartMerger::add_survey(const ReadResult& next) {
  std::copy(next.inputs.begin(), next.inputs.end(), std::back_inserter(inputs_));
  const auto middle = next.notes.begin() + static_cast<std::ptrdiff_t>(next.notes_before);
  std::copy(next.notes.begin(), middle, std::back_inserter(result_.notes));
  std::copy(middle, next.notes.end(), std::back_inserter(later_notes_));
  if (next.covered) {
    TimeRange& covered =
        result_.covered ? *result_.covered : result_.covered.emplace(*next.covered);
    covered.since = std::min(covered.since, next.covered->since);
    covered.until = std::max(covered.until, next.covered->until);
  }
  result_.anything_read = result_.anything_read || next.anything_read;
  result_.any_log = result_.any_log || next.any_log;
  result_.falls += next.falls;
  for (const auto& [host, span] : next.hosts) {
    TimeRange& ours = result_.hosts.try_emplace(host, span).first->second;
    ours.since = std::min(ours.since, span.since);
    ours.until = std::max(ours.until, span.until);
  }
  std::copy(next.tails.begin(), next.tails.end(), std::back_inserter(result_.tails));
}

}  // namespace smtptally
