// Pseudonyms of files: a folder or file may have the name of a host or of a customer.

#include <algorithm>
#include <array>

#include "pivot/pseudonyms.hpp"
#include "text/ascii.hpp"

namespace smtptally {
namespace {

/// Words of which names of logs are made, in lower case.
constexpr std::array<std::string_view, 49> kWords{"archive",  "bz2",
                                                  "csv",      "edge",
                                                  "err",      "etc",
                                                  "exchange", "export",
                                                  "frontend", "gz",
                                                  "home",     "hub",
                                                  "info",     "journal",
                                                  "json",     "log",
                                                  "logs",     "lz4",
                                                  "mail",     "maillog",
                                                  "messages", "messagetracking",
                                                  "msgtrk",   "msgtrkmd",
                                                  "new",      "old",
                                                  "opt",      "part",
                                                  "postfix",  "protocollog",
                                                  "recv",     "remote",
                                                  "root",     "run",
                                                  "send",     "smtpreceive",
                                                  "smtpsend", "srv",
                                                  "syslog",   "system",
                                                  "tmp",      "transportroles",
                                                  "txt",      "user",
                                                  "usr",      "var",
                                                  "warn",     "xz",
                                                  "zst"};

/// "log", "RECV2026110208-1" without the number, a date.
bool is_plain_word(std::string_view word) {
  while (!word.empty() && is_digit(word.back())) word.remove_suffix(1);
  if (word.empty()) return true;
  std::string folded(word);
  std::transform(folded.begin(), folded.end(), folded.begin(),
                 [](char c) { return ascii_lower(c); });
  return std::find(kWords.begin(), kWords.end(), folded) != kWords.end();
}

}  // namespace

std::string Pseudonyms::made_path(std::string_view name) const {
  constexpr std::string_view kBreaks = "/._- ~";
  std::string made;
  while (!name.empty()) {
    const std::string_view word = name.substr(0, name.find_first_of(kBreaks));
    made += is_plain_word(word) ? std::string(word) : "f" + letters(Kind::path, word, 8);
    name.remove_prefix(word.size());
    if (name.empty()) break;
    made.push_back(name.front());
    name.remove_prefix(1);
  }
  return made;
}

}  // namespace smtptally
