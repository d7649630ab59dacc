#include "report/column_name.hpp"

#include <algorithm>

namespace smtptally {
namespace {

/// Whether strangers write the values.
bool is_open(Dimension d) {
  return !is_calendar(d) && d != Dimension::weekday && d != Dimension::tls &&
         d != Dimension::kind && d != Dimension::reason_class;
}

void append_escaped(std::string_view value, std::string& out) {
  for (const char c : value) {
    if (c == ',' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
}

}  // namespace

std::string column_name(const std::vector<Dimension>& dimensions,
                        const std::vector<std::string>& values, Measure measure) {
  const std::string_view of = kMeasures[index_of(measure)].name;
  const bool open = std::any_of(dimensions.begin(), dimensions.end(), is_open);
  std::string name;
  const bool counts = measure == Measure::messages || measure == Measure::failures;
  if (open && !counts) name.append(of).push_back(':');
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    if (i > 0) name.push_back(open ? ',' : '/');
    if (open) name.append(kDimensions[index_of(dimensions[i])].name).push_back('=');
    if (open) {
      append_escaped(values[i], name);
    } else {
      name += values[i];
    }
  }
  if (open || counts) return name;
  if (measure == Measure::percent) return name.append("_pct");
  return name.append("_").append(of);
}

std::string estimated_name(std::string_view column) {
  // Behind a value, it could be the end of another one.
  return column.find('=') == std::string_view::npos ? std::string(column) + "_estimated"
                                                    : "estimated:" + std::string(column);
}

}  // namespace smtptally
