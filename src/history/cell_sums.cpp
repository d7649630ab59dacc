// Sums as columns of a row.

#include "history/cell_sums.hpp"

#include <string_view>

namespace smtptally {
namespace {

void append_number(std::uint64_t number, std::string& out) {
  for (; number >= 0x80; number >>= 7U) out += static_cast<char>((number & 0x7FU) | 0x80U);
  out += static_cast<char>(number);
}

/// Takes a number from the front; 0 behind the end.
std::uint64_t take_number(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; !bytes.empty() && shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) break;
  }
  return number;
}

}  // namespace

HistorySums read_sums(const SqlRows& row, int at, Micros start, CellTimes times) {
  HistorySums sums;
  sums.messages = row.count(at);
  sums.recipients = row.count(at + 1);
  sums.bytes = row.count(at + 2);
  sums.widest = row.count(at + 3);
  sums.first = start + row.number(at + 4);
  const bool one_time = times == CellTimes::first || row.is_null(at + 5);
  sums.last = one_time ? sums.first : start + row.number(at + 5);
  if (times != CellTimes::minutes) return sums;
  std::string_view minutes = row.bytes(at + 6);
  while (!minutes.empty()) {
    const auto minute = static_cast<std::int64_t>(take_number(minutes));
    sums.minutes.emplace_back(minute_at(start) + minute, take_number(minutes));
  }
  return sums;
}

void bind_sums(SqlRows& statement, int at, Micros start, const HistorySums& sums,
               std::string& minutes) {
  for (const std::uint64_t count : {sums.messages, sums.recipients, sums.bytes, sums.widest}) {
    statement.bind(at++, static_cast<std::int64_t>(count));
  }
  statement.bind(at, sums.first - start);
  if (sums.last != sums.first) statement.bind(at + 1, sums.last - start);
  minutes.clear();
  for (const auto& [minute, count] : sums.minutes) {
    append_number(static_cast<std::uint64_t>(minute - minute_at(start)), minutes);
    append_number(count, minutes);
  }
  if (!minutes.empty()) statement.bind_bytes(at + 2, minutes);
}

}  // namespace smtptally
