#include "text/mailbox.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// RFC 5321, section 4.5.3.1: a path has no more octets.
constexpr std::size_t kMostOctets = 254;

/// Characters of an atom (RFC 5322, section 3.2.3), and the dots between atoms.
bool is_dot_atom(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
  });
}

bool is_address(std::string_view text) {
  if (text.size() > kMostOctets || text.starts_with('-')) return false;
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return is_dot_atom(text);
  return is_dot_atom(text.substr(0, at)) && is_dot_atom(text.substr(at + 1));
}

/// The parts between commas that stand in no quotes.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && quoted) {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == ',' && !quoted) {
      parts.push_back(trimmed(text.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  parts.push_back(trimmed(text.substr(begin)));
  return parts;
}

/// "\"Berg, Anna\"" as "Berg, Anna".
std::string unquoted(std::string_view name) {
  if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string(name);
  std::string plain;
  for (std::size_t i = 1; i + 1 < name.size(); ++i) {
    if (name[i] == '\\' && i + 2 < name.size()) ++i;
    plain.push_back(name[i]);
  }
  return plain;
}

}  // namespace

Result<std::vector<Mailbox>> parse_mailboxes(std::string_view text) {
  std::vector<Mailbox> mailboxes;
  for (const std::string_view part : parts_of(text)) {
    Mailbox mailbox;
    std::string_view address = part;
    if (part.ends_with('>')) {
      const std::size_t open = part.rfind('<');
      if (open == std::string_view::npos) address = {};
      if (open != std::string_view::npos) {
        mailbox.name = unquoted(trimmed(part.substr(0, open)));
        address = part.substr(open + 1, part.size() - open - 2);
      }
    }
    // A control character, and what is no UTF-8, does not look like itself.
    if (!is_address(address) || visible(mailbox.name) != mailbox.name) {
      return Error{
          tr_format("'{}' is no mail address; use anna@example.org or "
                    "'Anna Berg <anna@example.org>'",
                    visible(part))};
    }
    mailbox.address = address;
    mailboxes.push_back(std::move(mailbox));
  }
  return mailboxes;
}

}  // namespace smtptally
