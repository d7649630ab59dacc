#include "io/complaints.hpp"

#include <string_view>

#include <unistd.h>

#include "text/escape.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kMostComplaint = 300;

/// The text of standard error as one line.
std::string one_line(std::string_view said) {
  std::string line;
  bool blank = false;
  for (const char c : said) {
    const bool is_blank = c == '\n' || c == ' ' || c == '\t';
    if (!is_blank && blank && !line.empty()) line += ' ';
    if (!is_blank) line += c;
    blank = is_blank;
  }
  return visible(line);
}

}  // namespace

Complaints::~Complaints() { (void)std::fclose(file_); }

std::string Complaints::text() const {
  std::string said(kMostComplaint, '\0');
  const ssize_t got = pread(fileno(file_), said.data(), said.size(), 0);
  said.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return one_line(said);
}

}  // namespace smtptally
