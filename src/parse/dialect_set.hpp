#pragma once

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>

#include "parse/dialect.hpp"
#include "parse/exchange_table.hpp"
#include "smtptally/log_kind.hpp"

namespace smtptally {

/// Numbers of dialects: the rows of kDialects, then these.
inline constexpr std::size_t kJson = kDialects.size();
inline constexpr std::size_t kJournalJson = kJson + 1;
inline constexpr std::size_t kJournalExport = kJournalJson + 1;
inline constexpr std::size_t kJournalFile = kJournalExport + 1;
inline constexpr std::size_t kExchange = kJournalFile + 1;  ///< Plus the number of a TableKind.
inline constexpr std::size_t kDialectCount = kExchange + kTableKinds;

/// Requires number < kDialectCount.
[[nodiscard]] DialectProperties dialect_properties(std::size_t number) noexcept;

/// The name as static text; empty if no dialect has it.
[[nodiscard]] std::string_view dialect_called(std::string_view name) noexcept;

/// Dialects that were found in an input.
class DialectSet {
 public:
  void insert(std::size_t number) noexcept { seen_.set(number); }
  DialectSet& operator|=(const DialectSet& other) noexcept {
    seen_ |= other.seen_;
    return *this;
  }

  /// Whether it has all of `other`.
  [[nodiscard]] bool includes(const DialectSet& other) const noexcept {
    return (other.seen_ & ~seen_).none();
  }
  [[nodiscard]] bool empty() const noexcept { return seen_.none(); }
  [[nodiscard]] std::size_t size() const noexcept { return seen_.count(); }
  [[nodiscard]] bool any(LogServer server) const;
  [[nodiscard]] bool any(LogKind kind) const;
  [[nodiscard]] bool any_multi_line() const;
  [[nodiscard]] bool any_exported() const;
  /// Whether there is one dialect, of that kind.
  [[nodiscard]] bool is_only(LogKind kind) const { return size() == 1 && any(kind); }
  [[nodiscard]] LogKinds kinds() const;
  /// "bsd", or "bsd, rfc3339" for a mixed file.
  [[nodiscard]] std::string names() const;

  bool operator==(const DialectSet&) const = default;

 private:
  template <class Holds>
  [[nodiscard]] bool any_of(const Holds& holds) const;

  std::bitset<kDialectCount> seen_;  ///< By number of the dialect.
};

}  // namespace smtptally
