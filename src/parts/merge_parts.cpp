// merge_parts: what one run over all logs would have read, from parts of it.

#include "parts/merge_parts.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "io/whole_file.hpp"
#include "parts/part_files.hpp"
#include "parts/part_merger.hpp"
#include "parts/part_order.hpp"
#include "reading/long_parts.hpp"
#include "reading/read_inputs.hpp"
#include "report/presets.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

Error about(const std::string& path, const Error& error) {
  return {said("{}: {}", visible(path), error.said())};
}

/// Why a part cannot be: it names a time zone in a way in which no part is written, or one that is
/// not known on this machine.
std::optional<Error> why_not_zones(const PartHead& head, std::set<std::string>& known) {
  constexpr std::size_t kLongest = 255;
  std::vector<std::string_view> names{head.options.zone, head.options.log_zone};
  for (const auto* const lines : {&head.read.heads, &head.read.tails}) {
    for (const CutLine& line : *lines) names.push_back(line.zone);
  }
  for (const std::string_view name : names) {
    if (known.contains(std::string(name))) continue;
    const bool is_name = name.size() <= kLongest;
    const Result<Zone> zone = is_name ? Zone::find(name) : Result<Zone>(Error(""));
    if (!zone || zone.value().name() != name) {
      return Error{
          said("its time zone '{}' is none that is known here", visible(name.substr(0, kLongest)))};
    }
    known.emplace(name);
  }
  return std::nullopt;
}

/// The heads of all parts, each part once.
Result<std::vector<NamedPart>> heads_of(const Config& config, PartFiles& files,
                                        std::vector<InputNote>& notes) {
  std::vector<NamedPart> parts;
  std::map<std::string, std::string, std::less<>> names;
  std::set<std::string> zones;
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
    if (const auto error = why_not_zones(head.value(), zones)) return about(path, *error);
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

Result<std::string> save_part(const std::string& path, const PartOptions& options,
                              ReadResult& read) {
  const std::string bytes = write_part(options, read);
  return write_whole_file(path, [&](std::FILE* file) {
    return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() ? 0 : errno;
  });
}

}  // namespace smtptally
