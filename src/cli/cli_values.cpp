#include "cli/cli_values.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "report/changes_view.hpp"
#include "smtptally/tls.hpp"
#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/nearest_name.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

std::string names_of(const auto& table) {
  std::string names;
  for (const auto& entry : table) {
    if (!names.empty()) names += ", ";
    names += entry.name;
  }
  return names;
}

std::vector<std::string_view> name_list(const auto& table) {
  std::vector<std::string_view> names;
  for (const auto& entry : table) names.push_back(entry.name);
  return names;
}

std::vector<std::string_view> field_list() {
  std::vector<std::string_view> names = name_list(kDimensions);
  for (const auto& measure : kMeasures) names.push_back(measure.name);
  return names;
}

}  // namespace

std::string no_field(std::string_view field) {
  const std::vector<std::string_view> names = field_list();
  return tr_format("there is no field '{}'; fields are {}, and tls classes with _pct{}",
                   visible(field), fmt::join(names, ", "), did_you_mean(field, names));
}

Result<std::uint64_t> parse_number(std::string_view option, std::string_view text,
                                   std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size() && !text.empty();
  if (whole && number >= least && number <= most) return number;
  return Error{
      tr_format("{}: '{}' is not a number from {} to {}", option, visible(text), least, most)};
}

Result<SortSpec> parse_sort(std::string_view text) {
  SortSpec sort;
  std::string_view field = text;
  std::string_view direction;
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    field = text.substr(0, colon);
    direction = text.substr(colon + 1);
  }
  sort.field = field;
  const bool events_field = field == "time" || field == "queue_id";
  const bool of_changes = is_change_field(field);
  if (!is_number_field(field) && !find_dimension(field) && !events_field && !of_changes) {
    return Error{fmt::format("--sort '{}': {}", visible(text), no_field(field))};
  }
  const bool number = is_number_field(field) || (of_changes && field != "state");
  sort.direction = number ? SortDirection::descending : SortDirection::ascending;
  if (direction == "asc") sort.direction = SortDirection::ascending;
  if (direction == "desc") sort.direction = SortDirection::descending;
  if (!direction.empty() && direction != "asc" && direction != "desc") {
    return Error{tr_format("--sort '{}': the direction is asc or desc", visible(text))};
  }
  return sort;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view part = trimmed(text.substr(0, comma));
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

Result<std::vector<Dimension>> parse_dimensions(std::string_view option, std::string_view text,
                                                std::size_t most) {
  std::vector<Dimension> dimensions;
  for (const std::string& name : split_list(text)) {
    const auto dimension = find_dimension(name);
    if (!dimension) {
      return Error{tr_format("{}: '{}' is no dimension; use {}{}", option, visible(name),
                             names_of(kDimensions), did_you_mean(name, name_list(kDimensions)))};
    }
    if (std::find(dimensions.begin(), dimensions.end(), *dimension) != dimensions.end()) {
      return Error{tr_format("{}: {} stands twice", option, name)};
    }
    dimensions.push_back(*dimension);
  }
  if (dimensions.empty() || dimensions.size() > most) {
    return Error{
        tr_format("{}: give one to {} dimensions of {}", option, most, names_of(kDimensions))};
  }
  return dimensions;
}

Result<std::vector<Measure>> parse_measures(std::string_view text) {
  std::vector<Measure> measures;
  for (const std::string& name : split_list(text)) {
    const auto measure = find_measure(name);
    if (!measure) {
      return Error{tr_format("--values: '{}' is no value; use {}{}", visible(name),
                             names_of(kMeasures), did_you_mean(name, name_list(kMeasures)))};
    }
    if (std::find(measures.begin(), measures.end(), *measure) != measures.end()) {
      return Error{tr_format("--values: {} stands twice", name)};
    }
    measures.push_back(*measure);
  }
  if (measures.empty()) {
    return Error{tr_format("--values: give at least one of {}", names_of(kMeasures))};
  }
  return measures;
}

}  // namespace smtptally
