#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smtptally {

/// Splits one CSV record (RFC 4180) into fields: quotes around a field, doubled quotes inside.
/// Reuses its buffers. Locales with a decimal comma separate fields by semicolons; some exports use
/// tabs.
class CsvRow {
 public:
  enum class Outcome : std::uint8_t {
    ok,
    open_quote,  ///< The record ends inside quotes: it was cut or continues on the next line.
  };

  /// Sets the separator: ',' (the default), ';' or '\t'.
  void separate_by(char separator) noexcept { separator_ = separator; }
  [[nodiscard]] char separator() const noexcept { return separator_; }

  /// Requires that `record` has no line end. Stops after `most` fields.
  Outcome split(std::string_view record, std::size_t most = SIZE_MAX);

  /// Valid until the next split() and while the record exists. Text behind a closing quote belongs
  /// to the field, as in spreadsheets.
  [[nodiscard]] std::span<const std::string_view> fields() const noexcept {
    return std::span(fields_).first(count_);
  }

 private:
  template <char kSeparator>
  [[nodiscard]] Outcome split_by(std::string_view record, std::size_t most);
  template <char kSeparator>
  [[nodiscard]] bool take_quoted(std::string_view record, std::size_t& at);

  std::vector<std::string_view> fields_;  ///< The first count_ are in use.
  std::size_t count_ = 0;
  char separator_ = ',';
  std::string unescaped_;  ///< Fields with doubled quotes; reserved at once, never moved.
};

}  // namespace smtptally
