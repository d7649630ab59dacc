#include "cli_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "ascii.hpp"
#include "format/escape.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {
namespace {

struct OpText {
  std::string_view text;
  Condition::Op op;
};
/// Longest first, so that "<=" is not read as "<".
constexpr std::array<OpText, 8> kOps{{
    {"!=", Condition::Op::not_equal},
    {"^=", Condition::Op::starts_with},
    {"<=", Condition::Op::less_equal},
    {">=", Condition::Op::greater_equal},
    {"=", Condition::Op::equal},
    {"~", Condition::Op::contains},
    {"<", Condition::Op::less},
    {">", Condition::Op::greater},
}};

std::string names_of(const auto& table) {
  std::string names;
  for (const auto& entry : table) {
    if (!names.empty()) names += ", ";
    names += entry.name;
  }
  return names;
}

std::string field_names() {
  return fmt::format("{}, {}, {}, and tls classes with _pct", names_of(kDimensions),
                     "messages, percent, recipients, bytes, senders, clients",
                     fmt::join(kTlsClassNames, ", "));
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

std::optional<Error> check_condition(const Condition& c, std::string_view text) {
  const bool number = is_number_field(c.field);
  const auto dimension = find_dimension(c.field);
  if (!number && !dimension) {
    return Error{fmt::format("--where '{}': there is no field '{}'; fields are {}", visible(text),
                             visible(c.field), field_names())};
  }
  const bool ordered = c.op == Condition::Op::less || c.op == Condition::Op::less_equal ||
                       c.op == Condition::Op::greater || c.op == Condition::Op::greater_equal;
  if (ordered && dimension && !is_calendar(*dimension)) {
    return Error{
        fmt::format("--where '{}': {} is a text; use =, !=, ^= (starts with) or ~ "
                    "(contains)",
                    visible(text), c.field)};
  }
  if (number && !is_number(c.text)) {
    return Error{fmt::format("--where '{}': '{}' is not a number", visible(text), visible(c.text))};
  }
  const bool textual = c.op == Condition::Op::starts_with || c.op == Condition::Op::contains;
  if (number && textual) {
    return Error{fmt::format(
        "--where '{}': {} is a number; use =, !=, <, <=, > or >=", visible(text), c.field)};
  }
  return std::nullopt;
}

}  // namespace

bool is_number_field(std::string_view field) noexcept {
  if (find_measure(field)) return true;
  if (field.ends_with("_pct")) field.remove_suffix(4);
  return std::find(kTlsClassNames.begin(), kTlsClassNames.end(), field) != kTlsClassNames.end();
}

Result<Condition> parse_condition(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const OpText& op : kOps) {
      if (!text.substr(at).starts_with(op.text)) continue;
      Condition c{std::string(trimmed(text.substr(0, at))), op.op,
                  std::string(trimmed(text.substr(at + op.text.size())))};
      if (const auto error = check_condition(c, text)) return *error;
      return c;
    }
  }
  return Error{
      fmt::format("--where '{}': write FIELD OPERATOR VALUE with one of = != ^= ~ < <= > "
                  ">=, for example 'tls1_0>0'",
                  visible(text))};
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
  if (!is_number_field(field) && !find_dimension(field) && !events_field) {
    return Error{fmt::format("--sort '{}': there is no field '{}'; fields are {}", visible(text),
                             visible(field), field_names())};
  }
  sort.direction = is_number_field(field) ? SortDirection::descending : SortDirection::ascending;
  if (direction == "asc") sort.direction = SortDirection::ascending;
  if (direction == "desc") sort.direction = SortDirection::descending;
  if (!direction.empty() && direction != "asc" && direction != "desc") {
    return Error{fmt::format("--sort '{}': the direction is asc or desc", visible(text))};
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
      return Error{fmt::format("{}: '{}' is no dimension; use {}", option, visible(name),
                               names_of(kDimensions))};
    }
    if (std::find(dimensions.begin(), dimensions.end(), *dimension) != dimensions.end()) {
      return Error{fmt::format("{}: {} stands twice", option, name)};
    }
    dimensions.push_back(*dimension);
  }
  if (dimensions.empty() || dimensions.size() > most) {
    return Error{
        fmt::format("{}: give one to {} dimensions of {}", option, most, names_of(kDimensions))};
  }
  return dimensions;
}

Result<std::vector<Measure>> parse_measures(std::string_view text) {
  std::vector<Measure> measures;
  for (const std::string& name : split_list(text)) {
    const auto measure = find_measure(name);
    if (!measure) {
      return Error{
          fmt::format("--values: '{}' is no value; use {}", visible(name), names_of(kMeasures))};
    }
    if (std::find(measures.begin(), measures.end(), *measure) != measures.end()) {
      return Error{fmt::format("--values: {} stands twice", name)};
    }
    measures.push_back(*measure);
  }
  if (measures.empty()) {
    return Error{fmt::format("--values: give at least one of {}", names_of(kMeasures))};
  }
  return measures;
}

}  // namespace smtptally
