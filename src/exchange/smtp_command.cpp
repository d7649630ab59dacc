// Parses SMTP commands.

#include "exchange/smtp_command.hpp"

#include <algorithm>
#include <array>

#include "text/ascii.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

using Verb = SmtpCommand::Verb;

struct VerbName {
  std::string_view name;
  Verb verb;
};
constexpr std::array<VerbName, 11> kVerbs{{
    {"MAIL", Verb::mail},
    {"RCPT", Verb::rcpt},
    {"RSET", Verb::reset},
    {"EHLO", Verb::hello},
    {"HELO", Verb::hello},
    {"AUTH", Verb::auth},
    {"STARTTLS", Verb::starttls},
    {"XPROXY", Verb::proxy},
    {"XPROXYFROM", Verb::proxy_from},
    {"X-EXPS", Verb::server_login},
    {"X-ANONYMOUSTLS", Verb::anonymous_tls},
}};

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

void skip_blanks(std::string_view& text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
}

/// Takes "FROM:" or "TO:".
bool take_preposition(std::string_view& rest, std::string_view lower) noexcept {
  if (!starts_with_folded(rest, lower)) return false;
  rest.remove_prefix(lower.size());
  skip_blanks(rest);
  if (rest.empty() || rest.front() != ':') return false;
  rest.remove_prefix(1);
  skip_blanks(rest);
  return true;
}

}  // namespace

SmtpCommand parse_smtp_command(std::string_view line) noexcept {
  skip_blanks(line);
  std::array<char, 16> word{};
  std::size_t size = 0;
  while (size < word.size() && size < line.size() && !is_blank(line[size]) && line[size] != ':') {
    word[size] = ascii_upper(line[size]);
    ++size;
  }
  const std::string_view name(word.data(), size);
  const auto found = std::find_if(kVerbs.begin(), kVerbs.end(),
                                  [&](const VerbName& known) { return known.name == name; });
  if (found == kVerbs.end()) return {};
  SmtpCommand command{found->verb, line.substr(size)};
  skip_blanks(command.rest);
  const bool whole = command.verb == Verb::mail   ? take_preposition(command.rest, "from")
                     : command.verb == Verb::rcpt ? take_preposition(command.rest, "to")
                                                  : true;
  return whole ? command : SmtpCommand{};
}

bool take_path(std::string_view rest, std::string_view& out) noexcept {
  Cursor at(rest);
  if (at.take('<')) return at.take_address(out);
  out = rest.substr(0, std::min(rest.find_first_of(" \t"), rest.size()));
  return !out.empty();
}

}  // namespace smtptally
