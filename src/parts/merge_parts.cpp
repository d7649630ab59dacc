// merge_parts: what one run over all logs would have read, from parts of it.

#include "parts/merge_parts.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <iterator>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "inputs/input.hpp"
#include "io/error_text.hpp"
#include "io/whole_file.hpp"
#include "parts/part_order.hpp"
#include "reading/input_reader.hpp"
#include "reading/long_parts.hpp"
#include "reading/read_inputs.hpp"
#include "report/presets.hpp"
#include "smtptally/byte_source.hpp"
#include "text/escape.hpp"
#include "text/fuzzing.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

Error about(const std::string& path, const Error& error) {
  return {said("{}: {}", visible(path), error.said())};
}

Result<std::string> bytes_of(const std::string& path) {
  Result<OpenedSource> opened = open_source(path);
  if (!opened) return opened.error();
  std::string bytes;
  std::string buffer(std::size_t{kFuzzing ? 4 : 256} << 10U, '\0');
  while (true) {
    const Result<std::size_t> got = opened.value().bytes->read(buffer);
    if (!got) return got.error();
    if (got.value() == 0) return bytes;
    bytes.append(buffer, 0, got.value());
  }
}

/// Parts from a pipe are kept, since they are read twice.
class PartFiles {
 public:
  Result<std::string_view> read(const std::string& path) {
    if (const auto kept = kept_.find(path); kept != kept_.end())
      return std::string_view(kept->second);
    Result<std::string> bytes = bytes_of(path);
    if (!bytes) return bytes.error();
    if (path == "-") return std::string_view(kept_[path] = std::move(bytes).value());
    last_ = std::move(bytes).value();
    return std::string_view(last_);
  }

 private:
  std::string last_;
  std::map<std::string, std::string> kept_;
};

/// The heads of all parts, each part once.
Result<std::vector<NamedPart>> heads_of(const Config& config, PartFiles& files,
                                        std::vector<InputNote>& notes) {
  std::vector<NamedPart> parts;
  std::map<std::string, std::string, std::less<>> names;
  for (const std::string& path : config.inputs) {
    const Result<std::string_view> bytes = files.read(path);
    if (!bytes) return bytes.error();
    const Result<PartBytes> part = PartBytes::open(bytes.value());
    if (!part) return about(path, part.error());
    const auto [known, is_new] = names.emplace(part.value().checksum(), path);
    if (!is_new) {
      notes.push_back(
          {InputNote::Severity::info, said("{}: has the same content as {}, counts once",
                                           visible(path), visible(known->second))});
      continue;
    }
    Result<PartHead> head = part.value().head();
    if (!head) return about(path, head.error());
    parts.push_back({path, known->first, std::move(head).value()});
  }
  return parts;
}

/// Why the parts do not fit one another.
std::optional<Error> why_not_together(const std::vector<NamedPart>& parts) {
  const NamedPart& first = parts.front();
  for (const NamedPart& part : parts) {
    if (const auto differs = misfit(part.head.options, first.head.options)) {
      return Error{
          said("{}: it was written {}, and {} {}; parts fit that were written with the "
               "same options",
               visible(part.path), differs->here, visible(first.path), differs->there)};
    }
    if (part.head.options.spec != first.head.options.spec) {
      return Error{
          said("{}: it was written for the report {}, and {} for {}; parts fit that were "
               "written for the same report",
               visible(part.path), visible(part.head.options.command), visible(first.path),
               visible(first.head.options.command))};
    }
  }
  return std::nullopt;
}

/// The state of a merge.
class PartMerger {
 public:
  PartMerger(const Config& config, const CollectSpec& spec) : config_(&config), spec_(&spec) {
    result_.piece =
        new_piece(config.part.write ? Correlator::World::open : Correlator::World::closed);
  }

  Result<bool> add(NamedPart& part, std::string_view bytes) {
    const Result<PartBytes> opened = PartBytes::open(bytes);
    if (!opened) return opened.error();
    if (opened.value().checksum() != part.checksum) {
      return Error{said("it was changed while it was read")};
    }
    const auto piece = new_piece(Correlator::World::open);
    if (const Result<bool> read = opened.value().body(*piece); !read) return read.error();
    add_lines_between(part.head.read);
    result_.piece->merge(*piece);
    add_survey(part.head.read);
    return true;
  }

  ReadResult finish() && {
    // Of a part again, the first lines know their inputs by number.
    if (!config_->part.write) end_logs();
    result_.inputs = std::move(inputs_);
    result_.notes_before = result_.notes.size();
    std::move(later_notes_.begin(), later_notes_.end(), std::back_inserter(result_.notes));
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::unique_ptr<Piece> new_piece(Correlator::World world) const {
    return std::make_unique<Piece>(world, *spec_, config_->selection, config_->zone);
  }

  void end_logs() {
    for (const CutLine& tail : std::exchange(result_.tails, {})) take(tail, {});
    result_.piece->finish();
    const auto time = [](const InputSummary& input) {
      return input.has_times ? std::pair(input.first, input.last)
                             : std::pair(kEndOfTime, kEndOfTime);
    };
    std::stable_sort(inputs_.begin(), inputs_.end(),
                     [&](const auto& a, const auto& b) { return time(a) < time(b); });
  }

  static bool share_a_host(const CutLine& line, const auto& hosts, const auto& name_of) {
    return std::any_of(hosts.begin(), hosts.end(),
                       [&](const auto& host) { return line.hosts.contains(name_of(host)); });
  }
  static bool is_of(const CutLine& line, const std::map<std::string, TimeRange>& hosts) {
    return share_a_host(
        line, hosts, [](const auto& host) -> auto& { return host.first; });
  }

  /// The lines at the ends of what was merged and of the next part: those that were cut there are
  /// one.
  void add_lines_between(ReadResult& next) {
    for (const CutLine& head : next.heads) {
      const auto begun =
          std::find_if(result_.tails.begin(), result_.tails.end(), [&](const CutLine& tail) {
            return share_a_host(
                tail, head.hosts, [](const auto& host) -> auto& { return host; });
          });
      if (begun != result_.tails.end()) {
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
  void take(const CutLine& line, std::string_view rest) {
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

  void add_survey(const ReadResult& next) {
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

  const Config* config_;
  const CollectSpec* spec_;
  ReadResult result_;
  std::vector<InputSummary> inputs_;
  std::vector<InputNote> later_notes_;
};

/// Makes of what was collected what the view asks for, as a run over all logs would have it.
std::optional<Error> serve_view(const Config& config, const std::string& first,
                                const PartOptions& options, ReadResult& read) {
  const CollectSpec& has = options.spec;
  CollectSpec wanted = find_view(config.command).collect(config);
  if (!can_serve(has, wanted, config.selection.before.has_value())) {
    return Error{
        said("{}: it was written for the report {}, and does not hold what this one needs; "
             "write it with the same command and --partial",
             visible(first), visible(options.command))};
  }
  note_disorder(config, read);
  const TimeRange covered = read.covered.value_or(TimeRange{0, 0});
  const LongParts told = told_by(covered, config, wanted);
  if (!told.before) read.piece->sink().forget_before();
  wanted.habits = told.habits;
  read.piece->sink().serve(wanted);
  return std::nullopt;
}

/// Without a command, the report is that for which the parts were written.
void take_command_of(const PartOptions& part, Config& config) {
  if (config.part.view_named) return;
  if (const Preset* const preset = find_preset(part.command)) {
    config.command = Command::pivot;
    config.preset = preset->name;
    return;
  }
  for (const View& view : all_views()) {
    if (view.name == part.command) config.command = view.command;
  }
}

}  // namespace

CollectSpec part_spec(const Config& config) {
  return collect_for_part(find_view(config.command).collect, config);
}

Result<MergedParts> merge_parts(Config& config) {
  PartFiles files;
  std::vector<InputNote> notes;
  Result<std::vector<NamedPart>> found = heads_of(config, files, notes);
  if (!found) return found.error();
  std::vector<NamedPart>& parts = found.value();
  if (auto error = why_not_together(parts)) return *error;
  // As they were named: they are put in order below.
  const std::string first_path = parts.front().path;
  const PartOptions options = parts.front().head.options;
  take_command_of(options, config);
  if (const auto differs = misfit_with(config, options)) {
    return Error{said("{}: it was written {}, and {} was asked for", visible(first_path),
                      differs->here, differs->there)};
  }
  if (auto error = adopt(options, config)) return about(first_path, *error);
  if (!config.part.write) {
    if (const auto error = find_view(config.command).refuse(config)) return *error;
  }
  if (auto error = put_in_order(parts)) return *error;
  PartMerger merger(config, options.spec);
  for (NamedPart& part : parts) {
    const Result<std::string_view> bytes = files.read(part.path);
    if (!bytes) return bytes.error();
    if (const Result<bool> added = merger.add(part, bytes.value()); !added) {
      return about(part.path, added.error());
    }
  }
  ReadResult result = std::move(merger).finish();
  if (!config.part.write) {
    if (auto error = serve_view(config, first_path, options, result)) return *error;
  }
  result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
  result.notes_before += notes.size();
  return MergedParts{options, std::move(result)};
}

Result<std::string> save_part(const std::string& path, MergedParts& part) {
  const std::string bytes = write_part(part.options, part.read);
  return write_whole_file(path, [&](std::FILE* file) {
    return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() ? 0 : errno;
  });
}

}  // namespace smtptally
