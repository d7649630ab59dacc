#include "pivot/other_names.hpp"

#include <algorithm>

namespace smtptally {

std::vector<std::string_view> OtherNames::names() const {
  std::vector<std::string_view> names;
  for (std::uint32_t i = 0; !found_ && i < names_.size(); ++i) names.push_back(names_.text(i));
  return names;
}

bool OtherNames::operator==(const OtherNames& other) const {
  if (found_ != other.found_) return false;
  std::vector<std::string_view> ours = names();
  std::vector<std::string_view> theirs = other.names();
  std::sort(ours.begin(), ours.end());
  std::sort(theirs.begin(), theirs.end());
  return ours == theirs;
}

}  // namespace smtptally
