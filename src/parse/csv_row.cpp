#include "parse/csv_row.hpp"

#include <algorithm>

namespace smtptally {
namespace {

/// Where `c` first stands at or behind `from`, or the size.
std::size_t find_from(std::string_view text, std::size_t from, char c) noexcept {
  return std::min(text.find(c, from), text.size());
}

}  // namespace

/// The field whose opening quote is at `at`; moves `at` to the comma behind it or the end.
bool CsvRow::take_quoted(std::string_view record, std::size_t& at) {
  const std::size_t begin = at + 1;
  std::size_t quote = find_from(record, begin, '"');
  const std::size_t end = find_from(record, quote + 1, ',');
  if (quote < record.size() && end == quote + 1) {  // The usual field: no quote inside.
    fields_.push_back(record.substr(begin, quote - begin));
    at = end;
    return true;
  }
  const std::size_t start = unescaped_.size();
  std::size_t from = begin;
  while (true) {
    if (quote == record.size()) return false;
    unescaped_ += record.substr(from, quote - from);
    if (quote + 1 >= record.size() || record[quote + 1] != '"') break;
    unescaped_ += '"';
    from = quote + 2;
    quote = find_from(record, from, '"');
  }
  at = find_from(record, quote + 1, ',');
  unescaped_ += record.substr(quote + 1, at - quote - 1);
  fields_.push_back(std::string_view(unescaped_).substr(start));
  return true;
}

CsvRow::Outcome CsvRow::split(std::string_view record, std::size_t most) {
  fields_.clear();
  unescaped_.clear();
  if (unescaped_.capacity() < record.size()) unescaped_.reserve(record.size() * 2);
  std::size_t at = 0;
  while (true) {
    if (at < record.size() && record[at] == '"') {
      if (!take_quoted(record, at)) return Outcome::open_quote;
    } else {
      const std::size_t end = find_from(record, at, ',');
      fields_.push_back(record.substr(at, end - at));
      at = end;
    }
    if (at >= record.size() || fields_.size() == most) return Outcome::ok;
    ++at;  // The comma. A record that ends with one has an empty last field.
    if (at == record.size()) {
      fields_.emplace_back();
      return Outcome::ok;
    }
  }
}

}  // namespace smtptally
