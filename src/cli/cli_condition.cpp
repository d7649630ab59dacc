// --where: FIELD OPERATOR VALUE.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "cli/cli_values.hpp"
#include "cli/tls_name.hpp"
#include "parse/read_outcome.hpp"
#include "pivot/failure.hpp"
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
constexpr std::array<std::string_view, 7> kWeekdays{"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> kWholeWeekdays{
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

bool is_ordered(Op op) noexcept {
  return op == Op::less || op == Op::less_equal || op == Op::greater || op == Op::greater_equal;
}
bool is_whole(Op op) noexcept { return op == Op::equal || op == Op::not_equal; }

/// What stands on the right side, as the report will print it; the error is what is wrong with it.
using Values = Result<std::vector<std::string>>;

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

Error no_value(std::string_view field, std::string_view value,
               std::span<const std::string_view> names) {
  return {tr_format("'{}' is no value of {}; use {}{}", visible(value), field,
                    fmt::join(names, ", "), did_you_mean(value, names))};
}

Values tls_values(std::vector<std::string> values, Op op) {
  if (!is_whole(op)) return values;
  for (std::string& value : values) {
    const auto tls = tls_class_called(value);
    if (!tls) return no_value("tls", value, kTlsClassNames);
    value = kTlsClassNames[index_of(*tls)];
  }
  return values;
}

Values weekday_values(std::vector<std::string> values, Op op) {
  if (!is_whole(op)) return values;
  for (std::string& value : values) {
    const std::string lower = ascii_lower(value);
    std::size_t day = 0;
    while (day < kWeekdays.size() && lower != kWholeWeekdays[day] &&
           lower != ascii_lower(kWeekdays[day])) {
      ++day;
    }
    if (day == kWeekdays.size()) return no_value("weekday", value, kWeekdays);
    value = kWeekdays[day];
  }
  return values;
}

/// Of a field that has these values and no others.
Values closed_values(std::string_view field, std::span<const std::string_view> names,
                     std::vector<std::string> values, Op op) {
  if (!is_whole(op)) return values;
  for (const std::string& value : values) {
    if (std::find(names.begin(), names.end(), value) == names.end()) {
      return no_value(field, value, names);
    }
  }
  return values;
}

Values dialect_values(std::vector<std::string> values, Op op) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kDialectCount; ++i) names.push_back(dialect_properties(i).name);
  return closed_values("dialect", names, std::move(values), op);
}

/// Periods compare as texts, which is right for the beginnings of such texts, too.
Values calendar_values(Dimension dimension, std::vector<std::string> values, Op op) {
  const std::string_view shape = dimension == Dimension::day     ? "0000-00-00"
                                 : dimension == Dimension::hour  ? "0000-00-00 00:00"
                                 : dimension == Dimension::month ? "0000-00"
                                                                 : "0000-W00";
  const std::string_view example = dimension == Dimension::day     ? "2026-11-01"
                                   : dimension == Dimension::hour  ? "'2026-11-01 14:00'"
                                   : dimension == Dimension::month ? "2026-11"
                                                                   : "2026-W45";
  if (op == Op::contains) return values;
  for (const std::string& value : values) {
    const bool right_size = is_whole(op) ? value.size() == shape.size()
                                         : value.size() <= shape.size() && !value.empty();
    const bool right =
        right_size && std::equal(value.begin(), value.end(), shape.begin(),
                                 [](char c, char s) { return s == '0' ? is_digit(c) : c == s; });
    if (!right) {
      return Error{tr_format("'{}' is no {}; use for example {}", visible(value),
                             kDimensions[index_of(dimension)].name, example)};
    }
  }
  return values;
}

Values domain_values(std::vector<std::string> values) {
  for (std::string& value : values) {
    const Result<std::string> domain = parse_domain(value);
    if (!domain) return domain.error();
    value = domain.value();
  }
  return values;
}

/// Identities are printed with their domain in lower case.
std::vector<std::string> identity_values(std::vector<std::string> values, Op op,
                                         IdentityCase letters) {
  std::vector<std::string> folded;
  for (const std::string& value : values) {
    const std::size_t at = value.rfind('@');
    const bool all = letters == IdentityCase::folded;
    const std::size_t from = all ? 0 : std::min(at, value.size());
    folded.push_back(value.substr(0, from) + ascii_lower(value.substr(from)));
    // It may be a part of the one or of the other side.
    if (op == Op::contains && at == std::string::npos) folded.push_back(ascii_lower(value));
  }
  return folded;
}

/// As addresses are logged.
std::string canonical_address(const std::string& text) {
  const std::size_t slash = text.find('/');
  std::array<unsigned char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (inet_pton(AF_INET6, text.substr(0, slash).c_str(), bytes.data()) != 1 ||
      inet_ntop(AF_INET6, bytes.data(), out.data(), out.size()) == nullptr) {
    return text;
  }
  return out.data() + (slash == std::string::npos ? std::string() : text.substr(slash));
}

Values values_of(Dimension dimension, std::vector<std::string> values, Op op,
                 IdentityCase letters) {
  switch (dimension) {
    case Dimension::tls:
      return tls_values(std::move(values), op);
    case Dimension::weekday:
      return weekday_values(std::move(values), op);
    case Dimension::dialect:
      return dialect_values(std::move(values), op);
    case Dimension::day:
    case Dimension::hour:
    case Dimension::week:
    case Dimension::month:
      return calendar_values(dimension, std::move(values), op);
    case Dimension::domain:
      return domain_values(std::move(values));
    case Dimension::sender:
    case Dimension::account:
    case Dimension::envelope_sender:
      return identity_values(std::move(values), op, letters);
    case Dimension::mechanism:
      for (std::string& value : values) {
        std::transform(value.begin(), value.end(), value.begin(),
                       [](char c) { return ascii_upper(c); });
      }
      return values;
    case Dimension::client:
    case Dimension::network:
      for (std::string& value : values) value = canonical_address(value);
      return values;
    case Dimension::kind:
      return closed_values("kind", kFailureKindNames, std::move(values), op);
    case Dimension::reason_class:
      return closed_values("reason_class", kHandshakeReasonNames, std::move(values), op);
    case Dimension::cipher:
    case Dimension::service:
    case Dimension::host:
    case Dimension::reason:
      break;
  }
  return values;
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
    Values values = values_of(*dimension, std::move(c.values), c.op, letters);
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

Subject subject_called(Dimension dimension, const std::string& name, IdentityCase letters) {
  if (dimension == Dimension::client) return {dimension, canonical_address(name)};
  return {dimension, identity_values({name}, Op::equal, letters).front()};
}

Result<std::string> parse_domain(std::string_view text) {
  if (text.starts_with('@')) text.remove_prefix(1);
  if (text.find('@') != std::string_view::npos) {
    return Error{tr_format("'{}' is no domain; one sender is --where 'sender={}'", visible(text),
                           visible(text))};
  }
  return ascii_lower(text);
}

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
