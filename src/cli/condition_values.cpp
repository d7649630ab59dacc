// Values on the right side of a condition, by what stands on the left.

#include "cli/condition_values.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/cli_values.hpp"
#include "cli/tls_name.hpp"
#include "parse/read_outcome.hpp"
#include "pivot/failure.hpp"
#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/nearest_name.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

using Op = Condition::Op;
using Values = ConditionValues;

constexpr std::array<std::string_view, 7> kWeekdays{"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> kWholeWeekdays{
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

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
std::vector<std::string> identity_values(const std::vector<std::string>& values, Op op,
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

}  // namespace

ConditionValues condition_values(Dimension dimension, std::vector<std::string> values, Op op,
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
      return identity_values(values, op, letters);
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

}  // namespace smtptally
