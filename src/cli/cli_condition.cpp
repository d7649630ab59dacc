// --where: FIELD OPERATOR VALUE.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "cli/cli_values.hpp"
#include "cli/condition_values.hpp"
#include "cli/tls_name.hpp"
#include "smtptally/time_spec.hpp"
#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/nearest_name.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

using Op = Condition::Op;

struct OpText {
  std::string_view text;
  Op op;
};
/// Longest first, so that "<=" is not read as "<".
constexpr std::array<OpText, 8> kOps{{
    {"!=", Op::not_equal},
    {"^=", Op::starts_with},
    {"<=", Op::less_equal},
    {">=", Op::greater_equal},
    {"=", Op::equal},
    {"~", Op::contains},
    {"<", Op::less},
    {">", Op::greater},
}};

bool is_ordered(Op op) noexcept {
  return op == Op::less || op == Op::less_equal || op == Op::greater || op == Op::greater_equal;
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty() &&
         std::isfinite(value);
}

/// At commas, other than "\,".
std::vector<std::string> any_of(std::string_view text) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\\,")) {
      parts.back().push_back(text[++i]);
    } else if (text[i] == ',') {
      parts.emplace_back();
    } else {
      parts.back().push_back(text[i]);
    }
  }
  for (std::string& part : parts) part = std::string(trimmed(part));
  return parts;
}

/// "tls1_0", "TLS 1.0", "tls1.0_pct": as columns are called.
std::string canonical_field(std::string_view field) {
  std::string lower = ascii_lower(field);
  if (find_dimension(lower) || find_measure(lower)) return lower;
  const bool percent = lower.ends_with("_pct");
  const auto tls = tls_class_called(percent ? std::string_view(lower).substr(0, lower.size() - 4)
                                            : std::string_view(lower));
  if (!tls) return std::string(field);
  return fmt::format("{}{}", kTlsClassNames[index_of(*tls)], percent ? "_pct" : "");
}

std::optional<Error> set_time(Condition& c, std::string_view text, const TimeContext& now) {
  const Result<TimeSpec> time = parse_time_spec(text, now.now, now.zone);
  if (!time) return time.error();
  const Micros end = std::max(time.value().day_end, time.value().at + 1);
  c.time = TimeRange{time.value().at, end};
  return std::nullopt;
}

std::optional<Error> set_values(Condition& c, std::string_view right, const TimeContext& now,
                                IdentityCase letters) {
  const bool textual = c.op == Op::starts_with || c.op == Op::contains;
  const auto measure = find_measure(c.field);
  const bool time = measure == Measure::first || measure == Measure::last;
  if (is_number_field(c.field) && textual) {
    return Error{time ? tr_format("{} is a time; use =, !=, <, <=, > or >=", c.field)
                      : tr_format("{} is a number; use =, !=, <, <=, > or >=", c.field)};
  }
  if (time) return set_time(c, right, now);
  const auto dimension = find_dimension(c.field);
  if (is_ordered(c.op) && !is_number_field(c.field) && !(dimension && is_calendar(*dimension))) {
    return Error{tr_format("{} is a text; use =, !=, ^= (starts with) or ~ (contains)", c.field)};
  }
  c.values = is_whole(c.op) ? any_of(right) : std::vector{std::string(right)};
  if (dimension) {
    ConditionValues values = condition_values(*dimension, std::move(c.values), c.op, letters);
    if (!values) return values.error();
    c.values = std::move(values).value();
  } else if (is_number_field(c.field)) {
    for (const std::string& value : c.values) {
      if (!is_number(value)) return Error{tr_format("'{}' is not a number", visible(value))};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<Condition> parse_condition(std::string_view text, const TimeContext& now,
                                  IdentityCase letters) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const OpText& op : kOps) {
      if (!text.substr(at).starts_with(op.text)) continue;
      Condition c{canonical_field(trimmed(text.substr(0, at))), op.op, {}, {}};
      if (!is_number_field(c.field) && !find_dimension(c.field)) {
        return Error{fmt::format("--where '{}': {}", visible(text), no_field(c.field))};
      }
      const std::string_view right = trimmed(text.substr(at + op.text.size()));
      if (const auto error = set_values(c, right, now, letters)) {
        return Error{fmt::format("--where '{}': {}", visible(text), error->message)};
      }
      return c;
    }
  }
  return Error{
      tr_format("--where '{}': write FIELD OPERATOR VALUE with one of = != ^= ~ < <= > "
                ">=, for example 'tls1_0>0'",
                visible(text))};
}

}  // namespace smtptally
