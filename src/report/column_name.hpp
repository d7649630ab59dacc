#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "smtptally/dimension.hpp"
#include "smtptally/measure.hpp"

namespace smtptally {

/// The name of a column that is made of data, in CSV and JSON. Values of sets that are closed name
/// it by themselves: "tls1_0", "2026-11-01", "tls1_0/Mon", with "_pct", "_bytes" and so on behind.
/// Where a part is text from the log, so that it could be anything: "DIMENSION=VALUE", for other
/// values than messages "VALUE_NAME:DIMENSION=VALUE", a comma between two dimensions, and "\\" in
/// front of each "," and "\\" of a VALUE. No fixed name has a "=", and what stands in front of the
/// first one is never data, so that no two columns have one name, and each can be read back.
[[nodiscard]] std::string column_name(const std::vector<Dimension>& dimensions,
                                      const std::vector<std::string>& values, Measure measure);

/// The name of the JSON member that says of a column that it is estimated.
[[nodiscard]] std::string estimated_name(std::string_view column);

}  // namespace smtptally
