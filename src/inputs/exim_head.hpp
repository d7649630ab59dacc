#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "parse/log_line.hpp"
#include "smtptally/said.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

struct Config;
struct Input;

/// What the message ids in the head of a log of Exim tell of the zone of its stamps: an id names
/// the second of UTC in which the reception began.
class EximHead {
 public:
  void look(const LogLine& line);
  /// The zone that most receptions tell, unless somebody named the zone of logs, or that of the
  /// process agrees.
  [[nodiscard]] std::optional<Zone> zone(const Config& config) const;

 private:
  /// Receptions by the quarters of an hour between id and stamp, as the reader reads it.
  std::map<std::int64_t, std::uint64_t> quarters_;
  Micros any_ = 0;  ///< A time of one of them.
};

[[nodiscard]] Said about_exim_zone(const Zone& zone);

/// Whether the input is Exim's log of rejects or of panic, by its name or by the headers in its
/// head. Its lines stand in mainlog, too, and strangers write the headers.
[[nodiscard]] bool is_exim_reject_log(const Input& input);

}  // namespace smtptally
