// Takes the stamp of each line dialect, with the blank behind it.

#include <cstdint>

#include "parse/dialect.hpp"

namespace smtptally {

bool take_bsd_stamp(Cursor& at, StampReader& stamps, Micros& time) {
  if (!stamps.take_bsd(at, time)) return false;
  stamps.take_zone(at, time);
  return at.take(' ');
}

bool take_rfc3339_stamp(Cursor& at, StampReader& stamps, Micros& time) {
  const bool blank = at.rest().size() > 10 && at.rest()[10] == ' ';
  if (!stamps.take_rfc3339(at, time) || !at.take(' ')) return false;
  return !blank || !is_exim_text(at.rest());
}

bool take_rfc5424_stamp(Cursor& at, StampReader& stamps, Micros& time) {
  std::uint64_t priority = 0;
  return at.take('<') && at.take_number(priority) && priority <= 191 && at.take(">1 ") &&
         stamps.take_rfc3339(at, time) && at.take(' ');
}

bool take_short_full_stamp(Cursor& at, StampReader& stamps, Micros& time) {
  return stamps.take_short_full(at, time);
}

bool take_unix_stamp(Cursor& at, StampReader& /*stamps*/, Micros& time) {
  return StampReader::take_unix(at, time) && at.take(' ');
}

bool take_year_first_stamp(Cursor& at, StampReader& stamps, Micros& time) {
  return stamps.take_year_first(at, time) && at.take(' ');
}

bool take_ctime_stamp(Cursor& at, StampReader& stamps, Micros& time) {
  return stamps.take_ctime(at, time) && at.take(' ');
}

}  // namespace smtptally
