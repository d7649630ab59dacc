// Options of the output.

#include "cli/cli_output.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "cli/cli_choice.hpp"
#include "cli/cli_values.hpp"
#include "report/presets.hpp"
#include "smtptally/formatter.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

const Choices<ColorMode> kColors{
    {"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}};
const Choices<ExcelCsv> kExcel{{"comma", ExcelCsv::comma}, {"semicolon", ExcelCsv::semicolon}};

std::optional<Error> resolve_format(const Typed& typed, Config& config) {
  std::vector<std::string_view> names;
  std::vector<std::string_view> extensions;
  for (const FormatEntry* entry = begin_formats(); entry != end_formats(); ++entry) {
    names.push_back(entry->name);
    extensions.push_back(entry->extension);
    if (entry->name == typed.format) config.format = entry->format;
  }
  if (!typed.format.empty()) {
    if (std::find(names.begin(), names.end(), typed.format) != names.end()) return std::nullopt;
    return Error{tr_format("--format: '{}' is no format; use {}{}", visible(typed.format),
                           listed(names), did_you_mean(typed.format, names))};
  }
  if (config.part.write) return std::nullopt;
  if (const FormatEntry* const found = find_format_by_extension(config.output)) {
    config.format = found->format;
    return std::nullopt;
  }
  const std::string extension = std::filesystem::path(config.output).extension().string();
  if (extension.empty()) return std::nullopt;
  return Error{tr_format("-o: no format has the extension '{}'; they are {}, or say --format",
                         visible(extension), listed(extensions))};
}

/// Requires that the format is resolved.
std::optional<Error> resolve_excel(const Typed& typed, Config& config) {
  if (typed.excel.empty()) return std::nullopt;
  const auto excel = choose("--excel", typed.excel, kExcel);
  if (!excel) return excel.error();
  config.excel = excel.value();
  const bool named = !typed.format.empty() || find_format_by_extension(config.output) != nullptr;
  if (!named) config.format = OutputFormat::csv;
  if (config.format == OutputFormat::csv) return std::nullopt;
  return Error{tr_format("--excel makes CSV and does not go with {}, which {} asks for",
                         find_format(config.format).name,
                         typed.format.empty() ? tr("the extension of -o") : "--format")};
}

/// Columns of a terminal, or of what will be mailed or kept.
Result<unsigned> width_of(const Typed& typed, const Environment& environment, bool to_terminal) {
  constexpr unsigned kPage = 100;
  constexpr std::uint64_t kMost = 100'000;
  if (!typed.width.empty()) {
    const Result<std::uint64_t> width = parse_number("--width", typed.width, 0, kMost);
    if (!width) return width.error();
    return static_cast<unsigned>(width.value());
  }
  if (to_terminal && environment.terminal_width > 0) return environment.terminal_width;
  const Result<std::uint64_t> columns = parse_number("COLUMNS", environment.columns, 1, kMost);
  return columns ? static_cast<unsigned>(columns.value()) : kPage;
}

std::optional<Error> resolve_screen(const Typed& typed, const Environment& environment,
                                    Config& config) {
  const bool to_terminal = environment.stdout_is_terminal && config.output.empty();
  const auto color = choose("--color", typed.color, kColors);
  if (!color) return color.error();
  const bool wanted = (to_terminal && environment.clicolor && !environment.dumb) ||
                      (environment.force_color && config.output.empty());
  config.color = color.value() == ColorMode::always ||
                 (color.value() == ColorMode::automatic && wanted && !environment.no_color);
  if (!environment.utf8) config.ascii = true;
  const Result<unsigned> width = width_of(typed, environment, to_terminal);
  if (!width) return width.error();
  config.width = config.wide ? 0 : width.value();
  if (!to_terminal) return std::nullopt;
  config.height = environment.terminal_height;
  if (!typed.no_pager && !environment.dumb) config.pager = environment.pager;
  return std::nullopt;
}

}  // namespace

std::optional<Error> resolve_anonymize(const Typed& typed, const Environment& environment,
                                       Config& config) {
  // The config file says true and false.
  if (typed.anonymize.empty() || typed.anonymize == "false") return std::nullopt;
  if (config.command == Command::collect) {
    return Error{
        tr("--anonymize is for reports; a history keeps names, and its reports may hide them")};
  }
  config.anonymize = typed.anonymize;
  if (typed.anonymize != "*" && typed.anonymize != "true") return std::nullopt;
  if (environment.state_home.empty()) {
    return Error{tr("--anonymize: without HOME and XDG_STATE_HOME name the key: --anonymize=FILE")};
  }
  config.anonymize = environment.state_home + "/smtptally/anonymize.key";
  return std::nullopt;
}

std::optional<Error> resolve_output(const Typed& typed, const Environment& environment,
                                    Config& config) {
  if (!typed.sort.empty()) {
    Result<SortSpec> sort = parse_sort(typed.sort);
    if (!sort) return sort.error();
    config.sort = std::move(sort).value();
  }
  const Preset* const preset = find_preset(config.preset);
  if (typed.sort.empty() && preset != nullptr && !preset->sort.empty()) {
    config.sort = SortSpec{std::string(preset->sort), SortDirection::descending};
  }
  if (auto error = resolve_format(typed, config)) return error;
  if (auto error = resolve_excel(typed, config)) return error;
  if (!typed.top.empty()) {
    const Result<std::uint64_t> top = parse_number("--top", typed.top, 1, 1'000'000'000);
    if (!top) return top.error();
    config.top = top.value();
  }
  return resolve_screen(typed, environment, config);
}

}  // namespace smtptally
