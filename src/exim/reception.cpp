// Reads the line of an accepted message.

#include "exim/reception.hpp"

#include <algorithm>
#include <array>

#include "exim/fields.hpp"
#include "text/ascii.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

struct VersionWord {
  std::string_view word;
  TlsEvidence tls;
};
/// OpenSSL's name of TLS 1.0 is "TLSv1", of which Exim removes the 'v' since 4.8x; GnuTLS says
/// "TLS1.0".
constexpr std::array<VersionWord, 10> kVersions{{
    {"TLS1", TlsEvidence::tls1_0},
    {"TLSv1", TlsEvidence::tls1_0},
    {"TLSv1.0", TlsEvidence::tls1_0},
    {"TLSv1.1", TlsEvidence::tls1_1},
    {"TLSv1.2", TlsEvidence::tls1_2},
    {"TLSv1.3", TlsEvidence::tls1_3},
    {"SSL3", TlsEvidence::ssl},
    {"SSL3.0", TlsEvidence::ssl},
    {"SSLv3", TlsEvidence::ssl},
    {"SSLv2", TlsEvidence::ssl},
}};

struct ProtocolWord {
  std::string_view word;
  bool tls;
  bool login;
};
constexpr std::array<ProtocolWord, 7> kProtocols{{
    {"esmtpsa", true, true},
    {"esmtps", true, false},
    {"esmtp", false, false},
    {"esmtpa", false, true},
    {"smtp", false, false},
    {"smtps", true, false},
    {"smtpsa", true, true},
}};

/// Null for what a trusted caller said (-oMr).
const ProtocolWord* protocol_called(std::string_view word) noexcept {
  if (word.starts_with("utf8")) word.remove_prefix(4);
  const auto* const found =
      std::find_if(kProtocols.begin(), kProtocols.end(),
                   [&](const ProtocolWord& known) { return known.word == word; });
  return found == kProtocols.end() ? nullptr : found;
}

/// Takes " L", " L.", " L-" and the like: how the client used pipelining.
void skip_pipelining(Cursor& at) noexcept {
  if (!at.take(" L")) return;
  if (!at.take('.')) (void)at.take('*');
  (void)at.take('-');
}

bool is_of_driver(char c) noexcept {
  return is_digit(c) || is_letter(c) || c == '_' || c == '-' || c == '.';
}

/// Whether a logged name may be that of MAIL AUTH= behind that of the login (+smtp_mailauth).
bool may_be_two_names(std::string_view name) noexcept {
  return std::count(name.begin(), name.end(), '@') > 1 && name.find(':') != std::string_view::npos;
}

/// Takes " A=driver:account" if it is there.
bool take_login(Cursor& at, Reception& out) noexcept {
  if (!at.take(" A=")) return true;
  out.logged_in = true;
  const std::string_view rest = at.rest();
  std::size_t size = 0;
  while (size < rest.size() && is_of_driver(rest[size])) ++size;
  out.driver = rest.substr(0, size);
  if (!at.take_front(size)) return false;
  if (!at.take(':')) return true;
  if (at.rest().starts_with(' ')) return true;
  return take_word(at, out.account) && !may_be_two_names(out.account);
}

/// Takes what stands between the host and the login.
bool take_session(Cursor& at, Reception& out, std::string_view& x) noexcept {
  if (!take_interface(at, out.port)) return false;
  if (at.take(" TFO")) (void)at.take('*');
  if (!skip_optional(at, " U=") || !skip_optional(at, " Ci=") ||
      !take_optional(at, " P=", out.protocol)) {
    return false;
  }
  skip_pipelining(at);
  return take_optional(at, " X=", x) && skip_optional(at, " CV=") && skip_distinguished_name(at) &&
         skip_optional(at, " SNI=");
}

bool take_head(Cursor& at, Reception& out, std::string_view& x) noexcept {
  if (!take_sender(at, out.sender) || !skip_optional(at, " R=")) return false;
  (void)at.take(" DS");
  out.by_smtp = at.take(" H=");
  if (out.by_smtp && !take_host(at, out.client)) return false;
  if (!take_session(at, out, x) || !take_login(at, out) || !skip_optional(at, " B=")) return false;
  (void)at.take(" PRDR");
  if (!skip_optional(at, " PRX=")) return false;
  (void)at.take(" K");
  return at.take(" S=") && at.take_number(out.bytes);
}

/// Takes `"SUBJECT"` behind " T=": Exim puts '\' in front of quotes and of itself.
bool skip_subject(Cursor& at) noexcept {
  const std::string_view rest = at.rest();
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '"') return at.take_front(i + 1);
    if (rest[i] == '\\') ++i;
  }
  return false;
}

/// Takes an address of the list behind " for". Names that lack their domain have no '='.
bool take_recipient(Cursor& at) noexcept {
  std::string_view address;
  if (!at.take(' ') || !take_sender(at, address)) return false;
  if (address == "<trunc>") return true;
  if (address.starts_with('"')) {
    return address.substr(address.rfind('"')).find('@') != std::string_view::npos;
  }
  if (address.find('"') != std::string_view::npos) return false;
  return address.find('@') != std::string_view::npos || address.find('=') == std::string_view::npos;
}

bool take_recipients(Cursor& at, Reception& out) noexcept {
  std::uint64_t recipients = 0;
  for (; !at.at_end(); ++recipients) {
    if (!take_recipient(at)) return false;
  }
  out.recipients = recipients;
  return recipients > 0;
}

/// Takes a field behind the size. Each comes at most once, so that a second size never fits.
bool take_tail_field(Cursor& at, unsigned& seen, Reception& out) noexcept {
  const auto once = [&](unsigned number) {
    const unsigned bit = 1U << number;
    const bool first = (seen & bit) == 0;
    seen |= bit;
    return first;
  };
  std::string_view address;
  if (at.take(" id=") || at.take(" id*=")) return once(0) && take_sender(at, address);
  if (at.take(" T=\"")) return once(1) && skip_subject(at);
  if (at.take(" for")) return take_recipients(at, out);
  if (at.take(" from <")) return once(2) && skip_address_in_brackets(at);
  if (at.take(" M8S=")) return once(3) && skip_word(at);
  if (at.take(" DKIM=")) return once(4) && skip_word(at);
  if (at.take(" ARC")) return once(5);
  if (at.take(" RT=")) return once(6) && skip_word(at);
  if (at.take(" Q=")) return once(7) && skip_word(at);
  return at.take(" B=") && once(8) && skip_word(at);
}

/// Whether the text may be the rest of a line whose own fields a client wrote up to here.
bool may_hold_true_fields(std::string_view tail) noexcept {
  const std::size_t protocol = find_field(tail, 'P', 0);
  return protocol != std::string_view::npos && holds_size(tail.substr(protocol));
}

bool fits_behind_size(std::string_view tail, bool may_end_early, Reception& out) noexcept {
  if (may_hold_true_fields(tail)) return false;
  Cursor at(tail);
  unsigned seen = 0;
  while (!at.at_end()) {
    const Cursor before = at;
    if (take_tail_field(at, seen, out)) continue;
    out.recipients.reset();
    return may_end_early && !holds_size(before.rest());
  }
  return true;
}

/// What protocol, cipher and login say together; two_readings if they contradict one another.
TlsEvidence evidence_of(std::string_view x, Reception& out) noexcept {
  const ProtocolWord* const protocol = protocol_called(out.protocol);
  if (protocol == nullptr) {
    return x.empty() && !out.logged_in ? TlsEvidence::selector_missing : TlsEvidence::two_readings;
  }
  if (protocol->login != out.logged_in) return TlsEvidence::two_readings;
  if (x.empty()) return protocol->tls ? TlsEvidence::selector_missing : TlsEvidence::proven_plain;
  return protocol->tls ? read_cipher(x, out.cipher) : TlsEvidence::two_readings;
}

}  // namespace

TlsEvidence read_cipher(std::string_view x, std::string_view& cipher) noexcept {
  std::size_t size = 0;  // PERF: find_first_of() calls memchr for each character.
  while (size < x.size() && x[size] != ':' && x[size] != '-' && x[size] != '*') ++size;
  const std::string_view word = x.substr(0, size);
  const std::size_t begin = size < x.size() && x[size] == ':' ? size : x.find(':', size);
  const std::size_t end = x.rfind(':');
  cipher = begin < end ? x.substr(begin + 1, end - begin - 1) : std::string_view();
  // PERF: nearly all there are.
  if (word.size() == 6 && word.starts_with("TLS1.") && word[5] >= '0' && word[5] <= '3') {
    return static_cast<TlsEvidence>(index_of(TlsEvidence::tls1_0) +
                                    static_cast<std::size_t>(word[5] - '0'));
  }
  const auto* const found =
      std::find_if(kVersions.begin(), kVersions.end(),
                   [&](const VersionWord& known) { return known.word == word; });
  return found == kVersions.end() ? TlsEvidence::contradictory : found->tls;
}

ReadAs read_reception(std::string_view text, bool may_end_early, Reception& out) {
  constexpr std::string_view kOverflow = "**** log string overflowed log buffer ****";
  if (text.ends_with(kOverflow)) {
    text.remove_suffix(kOverflow.size());
    may_end_early = true;
  }
  out = Reception();
  Cursor at(text);
  std::string_view x;
  // A line end is of a client that wrote into its own line; Exim's entries in syslog have it.
  const bool head = text.find('\n') == std::string_view::npos && take_head(at, out, x);
  if (head && fits_behind_size(at.rest(), may_end_early, out)) {
    if (!out.by_smtp) return ReadAs::whole;
    out.tls = evidence_of(x, out);
    if (out.tls != TlsEvidence::two_readings) return ReadAs::whole;
  }
  out = Reception();
  out.by_smtp = true;
  out.logged_in = find_field(text, 'A', 0) != std::string_view::npos;
  return holds_size(text) ? ReadAs::unsure : ReadAs::cut;
}

}  // namespace smtptally
