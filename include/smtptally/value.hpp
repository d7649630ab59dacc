#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "smtptally/time.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// A share: count / total. Formatters divide, round half up, and print no value for a total of
/// zero: `-` in tables, an empty field in CSV, null in JSON.
struct Share {
  std::uint64_t count = 0;
  std::uint64_t total = 0;
  bool operator==(const Share&) const = default;
};

/// A count that may be estimated; tables and CSV mark an estimate with a leading "~".
struct Distinct {
  std::uint64_t count = 0;
  bool estimated = false;
  bool operator==(const Distinct&) const = default;
};

/// A number and what it was in the period before, printed as their difference: "+12", "-3" on
/// screens, 12 and -3 elsewhere.
struct Change {
  std::uint64_t now = 0;
  std::uint64_t before = 0;
  bool operator==(const Change&) const = default;
};

/// The same of shares: the difference of what is printed of both, in points; nothing where one of
/// them is nothing.
struct ShareChange {
  Share now;
  Share before;
  bool operator==(const ShareChange&) const = default;
};

/// A point in time, printed in the report's zone as RFC 3339.
struct Instant {
  Micros at = 0;
  bool operator==(const Instant&) const = default;
};

/// A stacked bar on a screen: messages by TlsClass, in a bar of `scale` messages.
struct Mix {
  std::span<const std::uint64_t> classes;  ///< Lives until the next row is asked for.
  std::uint64_t scale = 0;
};

/// A sparkline on a screen: messages per day, the last day at the end.
struct Trend {
  std::span<const std::uint64_t> days;  ///< Lives until the next row is asked for.
};

/// A single bar on a screen, of `scale` units; in the colour of a class.
struct Bar {
  std::uint64_t count = 0;
  std::uint64_t scale = 0;
  std::optional<TlsClass> of;
};

/// One cell. A text is valid as long as the report's RowSource; monostate is "no value" (`-`,
/// empty, null). Mix and Bar stand on screens only.
using Value = std::variant<std::monostate, std::string_view, std::uint64_t, Share, Distinct,
                           Instant, Change, ShareChange, Mix, Trend, Bar>;

}  // namespace smtptally
