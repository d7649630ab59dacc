#pragma once

#include <string>
#include <string_view>
#include <vector>

/// RFC 4180, one byte after the other.
inline std::vector<std::string> split_slowly(std::string_view record) {
  std::vector<std::string> fields{""};
  bool quoted = false;
  bool begins = true;
  for (std::size_t i = 0; i < record.size(); ++i) {
    const char c = record[i];
    if (quoted) {
      if (c != '"') {
        fields.back() += c;
      } else if (i + 1 < record.size() && record[i + 1] == '"') {
        fields.back() += '"';
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == ',') {
      fields.emplace_back();
      begins = true;
      continue;
    } else if (c == '"' && begins) {
      quoted = true;
    } else {
      fields.back() += c;
    }
    begins = false;
  }
  if (quoted) return {"(open quote)"};
  return fields;
}
