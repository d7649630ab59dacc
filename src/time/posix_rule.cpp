// PosixRule: evaluates a POSIX rule with the parser of the date library.

#include "time/posix_rule.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstdlib>
#include <exception>
#include <utility>

// ptz.h of date 3.0.1 names hh_mm_ss behind "using namespace" of date and of std::chrono, which has
// one of its own since C++20.
namespace date {
template <class Duration>
using date_hh_mm_ss = hh_mm_ss<Duration>;
}
#define hh_mm_ss date_hh_mm_ss
#include <date/ptz.h>  // Only in this file: not all of its definitions are inline.
#undef hh_mm_ss

namespace smtptally {
namespace {

class Rule final : public PosixRule {
 public:
  explicit Rule(Posix::time_zone zone) : zone_(std::move(zone)) {}
  [[nodiscard]] date::sys_info at(date::sys_seconds second) const override {
    return zone_.get_info(second);
  }
  [[nodiscard]] date::local_info at(date::local_seconds second) const override {
    return zone_.get_info(second);
  }

 private:
  Posix::time_zone zone_;
};

/// Whether all month numbers are valid, which ptz.h does not check.
bool has_only_months(std::string_view text) {
  for (std::size_t at = text.find(",M"); at != std::string_view::npos;
       at = text.find(",M", at + 2)) {
    unsigned month = 0;
    (void)std::from_chars(text.data() + at + 2, text.data() + text.size(), month);
    if (month < 1 || month > 12) return false;
  }
  return true;
}

/// Takes "CET", "<+0330>".
void take_name(std::string_view& text) {
  const bool quoted = text.starts_with('<');
  const std::size_t end = text.find_first_of(quoted ? ">" : "+-0123456789");
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + (quoted ? 1 : 0));
}

/// Takes "-3:30", in seconds. ptz.h says whether it is one.
int take_offset(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  int seconds = 0;
  for (int unit = 3600; unit > 0; unit /= 60) {
    int number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    seconds += std::clamp(number, -99, 99) * unit;
    if (!text.starts_with(':')) break;
    text.remove_prefix(1);
  }
  return negative ? -seconds : seconds;
}

/// Whether no clock is more than a day from UTC, as POSIX has it, nor moved by a day or more: days
/// would come twice or in another order. ptz.h does not check it.
bool has_only_offsets_of_a_day(std::string_view text) {
  constexpr int kHour = 3600;
  constexpr int kDay = 24 * kHour;
  text = text.substr(0, text.find(','));
  take_name(text);
  const int standard = take_offset(text);
  take_name(text);
  const int daylight = text.empty() ? standard - kHour : take_offset(text);
  return std::abs(standard) <= kDay && std::abs(daylight) <= kDay &&
         std::abs(standard - daylight) < kDay;
}

}  // namespace

std::unique_ptr<const PosixRule> PosixRule::parse(std::string_view text) {
  if (text.find(',') == std::string_view::npos || !has_only_months(text) ||
      !has_only_offsets_of_a_day(text)) {
    return nullptr;
  }
  try {
    return std::make_unique<Rule>(Posix::time_zone(std::string(text)));
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace smtptally
