#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smtptally {

/// Splits one CSV record (RFC 4180) into fields: '"' around a field, '""' for one inside. The
/// buffers are used again for the next record. Locales that write decimals with a comma separate
/// fields by semicolons; others export with tabs.
class CsvRow {
 public:
  enum class Outcome : std::uint8_t {
    ok,
    open_quote,  ///< The record ends inside quotes: cut, or goes on in the next line.
  };

  /// ',', which is the one at first, ';' or '\t'.
  void separate_by(char separator) noexcept { separator_ = separator; }
  [[nodiscard]] char separator() const noexcept { return separator_; }

  /// Requires that `record` has no line end behind it. Stops after `most` fields.
  Outcome split(std::string_view record, std::size_t most = SIZE_MAX);

  /// Valid until the next split() and as long as the record. Text behind a closing quote belongs to
  /// the field, as spreadsheets read it.
  [[nodiscard]] std::span<const std::string_view> fields() const noexcept {
    return std::span(fields_).first(count_);
  }

 private:
  template <char kSeparator>
  [[nodiscard]] Outcome split_by(std::string_view record, std::size_t most);
  template <char kSeparator>
  [[nodiscard]] bool take_quoted(std::string_view record, std::size_t& at);

  std::vector<std::string_view> fields_;  ///< Those in front are in use.
  std::size_t count_ = 0;
  char separator_ = ',';
  std::string unescaped_;  ///< Fields with doubled quotes; reserved in one piece, never moved.
};

}  // namespace smtptally
