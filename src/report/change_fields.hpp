#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/sender_changes.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// One number of a SenderChange: what is counted, as a number or as a share, and of when.
struct ChangeField {
  enum class Of : std::uint8_t { messages, old, one_class };
  enum class When : std::uint8_t { now, before, change };
  Of of = Of::messages;
  bool share = false;
  When when = When::now;
  TlsClass tls = TlsClass::unknown;  ///< Of one_class.

  /// "messages", "before_old", "old_pct_change"; that of messages is "change" alone.
  [[nodiscard]] std::string name() const;
  [[nodiscard]] Value value(const SenderChange& sender) const;
  /// To sort by; nothing where value() is nothing.
  [[nodiscard]] std::optional<double> number(const SenderChange& sender) const;
};

/// In the order of the columns.
[[nodiscard]] const std::vector<ChangeField>& change_fields();

/// "new", "gone" or "both".
[[nodiscard]] std::string_view state_of(const SenderChange& sender) noexcept;

}  // namespace smtptally
