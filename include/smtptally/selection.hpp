#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "smtptally/dimension.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

class Pseudonyms;

enum class SenderKind : std::uint8_t { account, envelope };
enum class AuthScope : std::uint8_t { only, none, any };

/// One --where: a field, an operator and the values to compare with.
struct Condition {
  enum class Op : std::uint8_t {
    equal,
    not_equal,
    starts_with,
    contains,
    less,
    less_equal,
    greater,
    greater_equal,
  };
  std::string field;  ///< Name of a Dimension, or of a numeric column such as "tls1_0_pct".
  Op op = Op::equal;
  /// Texts as reports print them, or one number. `=`, `^=` and `~` match any, `!=` none.
  std::vector<std::string> values;
  /// Only for the fields first and last: the named day or instant.
  std::optional<TimeRange> time;

  bool operator==(const Condition&) const = default;
};

/// How Exchange logs are read.
struct ExchangeOptions {
  bool estimates = true;      ///< TLS by client address and time where the session is not known.
  bool count_probes = false;  ///< Messages of Exchange's own monitoring.
  /// RECEIVE rows and sessions that the join holds at most; then it emits the older half.
  std::size_t join_limit = 600'000;
  /// Receive connectors of clients, by the beginning of the connector name.
  std::vector<std::string> client_connectors{"Client Proxy ", "Client Frontend ", "Client "};

  bool operator==(const ExchangeOptions&) const = default;
};

/// The only sender or client of a report.
struct Subject {
  Dimension dimension = Dimension::sender;  ///< Or client.
  std::string name;                         ///< As reports print it.

  bool operator==(const Subject&) const = default;
};

/// Which messages count, and how senders are named.
struct Selection {
  TimeRange range;
  /// The period that the range is compared with, read in the same run. Only where there is a range.
  std::optional<TimeRange> before;
  /// Whether it is of no use where the input does not cover all of it, and then need not be read.
  bool before_only_whole = false;
  SenderKind sender = SenderKind::account;
  AuthScope auth = AuthScope::only;
  bool fold_case = false;
  std::vector<std::string> domains;   ///< Lower case; empty for all.
  std::vector<Condition> conditions;  ///< All must hold.
  std::optional<Subject> subject;     ///< Command::sender and client.
  ExchangeOptions exchange;
  /// What names are collected as, behind all filters; borrowed, and null for as they are.
  Pseudonyms* pseudonyms = nullptr;

  /// From the beginning of both periods to the end of both: what must be read.
  [[nodiscard]] TimeRange range_read() const noexcept {
    if (!before) return range;
    return {std::min(range.since, before->since), std::max(range.until, before->until)};
  }
  bool operator==(const Selection&) const = default;
};

}  // namespace smtptally
