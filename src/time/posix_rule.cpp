// PosixRule: evaluates a POSIX rule with the parser of the date library.

#include "time/posix_rule.hpp"

#include <cassert>
#include <charconv>
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

}  // namespace

std::unique_ptr<const PosixRule> PosixRule::parse(std::string_view text) {
  if (text.find(',') == std::string_view::npos || !has_only_months(text)) return nullptr;
  try {
    return std::make_unique<Rule>(Posix::time_zone(std::string(text)));
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace smtptally
