#pragma once

#include <memory>
#include <string_view>

#include <date/tz.h>

namespace smtptally {

/// A time zone by a POSIX rule, "CET-1CEST,M3.5.0,M10.5.0/3", in force at all times.
class PosixRule {
 public:
  /// Null if `text` is not a rule, or names a summer time without its dates.
  [[nodiscard]] static std::unique_ptr<const PosixRule> parse(std::string_view text);

  PosixRule() = default;
  PosixRule(const PosixRule&) = delete;
  PosixRule& operator=(const PosixRule&) = delete;
  virtual ~PosixRule() = default;

  [[nodiscard]] virtual date::sys_info at(date::sys_seconds second) const = 0;
  [[nodiscard]] virtual date::local_info at(date::local_seconds second) const = 0;
};

}  // namespace smtptally
