// The splitter of CSV records agrees with one that looks at every byte.

#include <cstdint>
#include <cstdlib>

#include "support/slow_csv.hpp"
#include "text/csv_row.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view record(reinterpret_cast<const char*>(data), size);
  smtptally::CsvRow row;
  std::vector<std::string> fields{"(open quote)"};
  if (row.split(record) == smtptally::CsvRow::Outcome::ok) {
    fields.assign(row.fields().begin(), row.fields().end());
    // A split that ends early gives the same fields at the front.
    smtptally::CsvRow front;
    const std::size_t most = fields.size() / 2 + 1;
    if (front.split(record, most) != smtptally::CsvRow::Outcome::ok) std::abort();
    if (front.fields().size() != most) std::abort();
    for (std::size_t i = 0; i < most; ++i) {
      if (front.fields()[i] != fields[i]) std::abort();
    }
  }
  if (fields != split_slowly(record)) std::abort();
  return 0;
}
