#include "format/numbers.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace smtptally {

void append_number(std::uint64_t number, std::string& out) {
  std::array<char, std::numeric_limits<std::uint64_t>::digits10 + 1> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

namespace {

void append_sign(std::uint64_t now, std::uint64_t before, bool plus, std::string& out) {
  if (now < before) out.push_back('-');
  if (now > before && plus) out.push_back('+');
}

std::uint64_t distance(std::uint64_t a, std::uint64_t b) noexcept { return a > b ? a - b : b - a; }

}  // namespace

void append_percent(const Share& share, Decimals decimals, std::string& out) {
  append_percent(share.count, share.total, decimals, out);
}

void append_change(const Change& change, bool plus, std::string& out) {
  append_sign(change.now, change.before, plus, out);
  append_number(distance(change.now, change.before), out);
}

void append_change(const ShareChange& change, Decimals decimals, bool plus, std::string& out) {
  if (!has_value(change)) return;
  const auto scaled = [&](const Share& share) {
    return scaled_percent(share.count, share.total, decimals);
  };
  const std::uint64_t now = scaled(change.now);
  const std::uint64_t before = scaled(change.before);
  append_sign(now, before, plus, out);
  append_scaled_percent(distance(now, before), decimals, out);
}

void append_distinct(const Distinct& distinct, std::string& out) {
  if (distinct.estimated) out.push_back('~');
  append_number(distinct.count, out);
}

}  // namespace smtptally
