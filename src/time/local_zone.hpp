#pragma once

#include <string>

namespace smtptally {

/// The zone of the process as a name for Zone::find(): from TZ, /etc/localtime, /etc/timezone, else
/// UTC.
[[nodiscard]] std::string local_zone_name();

/// The zone of a file without a zone's name, such as a copy in place of /etc/localtime: the name of
/// a zone below `zoneinfo` with the same bytes, else the POSIX rule at its end, which is in force
/// since the last change of the rules. Empty if it is not a zone file or has no rule.
[[nodiscard]] std::string zone_of_file(const std::string& path, const std::string& zoneinfo);

}  // namespace smtptally
