#pragma once

#include <string>

namespace smtptally {

/// What Zone::find() takes for the zone that the process runs in: TZ, /etc/localtime,
/// /etc/timezone, else UTC.
[[nodiscard]] std::string local_zone_name();

/// The zone of a file that no name leads to, such as a copy of one in place of /etc/localtime: the
/// name of a zone below `zoneinfo` with the same bytes, else the POSIX rule at its end, which is in
/// force since the last change of the rules. Empty if it is no zone's file or has no rule.
[[nodiscard]] std::string zone_of_file(const std::string& path, const std::string& zoneinfo);

}  // namespace smtptally
