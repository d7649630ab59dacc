// Reads the line of an accepted message.

#include "exim/reception.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <type_traits>

#include "exim/fields.hpp"
#include "text/ascii.hpp"
#include "text/cursor.hpp"
#include "text/word_size.hpp"

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

/// What a protocol says of its session.
struct Protocol {
  bool tls = false;
  bool login = false;
};

/// Reads "esmtpsa", "smtp", "utf8esmtps" and the like (smtp_in.c); nothing for what a trusted
/// caller said (-oMr).
std::optional<Protocol> protocol_called(std::string_view word) noexcept {
  Cursor at(word);
  (void)at.take("utf8");
  const bool extended = at.take('e');
  if (!at.take("smtp")) return std::nullopt;
  Protocol protocol;
  protocol.tls = at.take('s');
  protocol.login = at.take('a');
  const bool is_known = at.at_end() && (extended || protocol.tls || !protocol.login);
  return is_known ? std::optional(protocol) : std::nullopt;
}

// As in fields.hpp, where the ends of words are known.
[[gnu::always_inline]] inline bool take_word(Cursor& at, const WordEnds& ends,
                                             std::string_view& out) noexcept {
  out = at.rest().substr(0, ends.size_of(at.rest()));
  return at.take_front(out.size());
}
[[gnu::always_inline]] inline bool take_sender(Cursor& at, const WordEnds& ends,
                                               std::string_view& out) noexcept {
  const bool is_word = !at.rest().starts_with('"') && !at.rest().starts_with("<>");
  return is_word ? take_word(at, ends, out) : take_sender(at, out);
}
template <std::size_t kSize>
[[gnu::always_inline]] inline bool take_optional(Cursor& at, const WordEnds& ends,
                                                 const char (&name)[kSize],
                                                 std::string_view& value) noexcept {
  return !at.take(name) || take_word(at, ends, value);
}
template <std::size_t kSize>
[[gnu::always_inline]] inline bool skip_optional(Cursor& at, const WordEnds& ends,
                                                 const char (&name)[kSize]) noexcept {
  return !at.take(name) || at.take_front(ends.size_of(at.rest()));
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
bool take_login(Cursor& at, const WordEnds& ends, Reception& out) noexcept {
  if (!at.take(" A=")) return true;
  out.logged_in = true;
  const std::string_view rest = at.rest();
  std::size_t size = 0;
  while (size < rest.size() && is_of_driver(rest[size])) ++size;
  out.driver = rest.substr(0, size);
  if (!at.take_front(size)) return false;
  if (!at.take(':')) return true;
  if (at.rest().starts_with(' ')) return true;
  return take_word(at, ends, out.account) && !may_be_two_names(out.account);
}

/// Takes what stands between the host and the login.
bool take_session(Cursor& at, const WordEnds& ends, Reception& out, std::string_view& x) noexcept {
  if (!take_interface(at, out.port)) return false;
  if (at.take(" TFO")) (void)at.take('*');
  if (!skip_optional(at, ends, " U=") || !skip_optional(at, ends, " Ci=") ||
      !take_optional(at, ends, " P=", out.protocol)) {
    return false;
  }
  skip_pipelining(at);
  return take_optional(at, ends, " X=", x) && skip_optional(at, ends, " CV=") &&
         skip_distinguished_name(at) && skip_optional(at, ends, " SNI=");
}

bool take_head(Cursor& at, const WordEnds& ends, Reception& out, std::string_view& x) noexcept {
  if (!take_sender(at, ends, out.sender) || !skip_optional(at, ends, " R=")) return false;
  (void)at.take(" DS");
  out.by_smtp = at.take(" H=");
  if (out.by_smtp && !take_host(at, out.client)) return false;
  if (!take_session(at, ends, out, x) || !take_login(at, ends, out) ||
      !skip_optional(at, ends, " B="))
    return false;
  (void)at.take(" PRDR");
  if (!skip_optional(at, ends, " PRX=")) return false;
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
bool take_recipient(Cursor& at, const WordEnds& ends) noexcept {
  std::string_view address;
  if (!at.take(' ') || !take_sender(at, ends, address)) return false;
  if (address == "<trunc>") return true;
  if (address.starts_with('"')) {
    return address.substr(address.rfind('"')).find('@') != std::string_view::npos;
  }
  if (address.find('"') != std::string_view::npos) return false;
  return address.find('@') != std::string_view::npos || address.find('=') == std::string_view::npos;
}

bool take_recipients(Cursor& at, const WordEnds& ends, Reception& out) noexcept {
  std::uint64_t recipients = 0;
  for (; !at.at_end(); ++recipients) {
    if (!take_recipient(at, ends)) return false;
  }
  out.recipients = recipients;
  return recipients > 0;
}

/// Takes a field behind the size. Each comes at most once, so that a second size never fits.
bool take_tail_field(Cursor& at, const WordEnds& ends, unsigned& seen, Reception& out) noexcept {
  const auto once = [&](unsigned number) {
    const unsigned bit = 1U << number;
    const bool first = (seen & bit) == 0;
    seen |= bit;
    return first;
  };
  std::string_view address;
  if (at.take(" id=") || at.take(" id*=")) return once(0) && take_sender(at, ends, address);
  if (at.take(" T=\"")) return once(1) && skip_subject(at);
  if (at.take(" for")) return take_recipients(at, ends, out);
  if (at.take(" from <")) return once(2) && skip_address_in_brackets(at);
  if (at.take(" M8S=")) return once(3) && skip_word(at);
  if (at.take(" DKIM=")) return once(4) && skip_word(at);
  if (at.take(" ARC")) return once(5);
  if (at.take(" RT=")) return once(6) && skip_word(at);
  if (at.take(" Q=")) return once(7) && skip_word(at);
  return at.take(" B=") && once(8) && skip_word(at);
}

/// Whether the text may be the rest of a line whose own fields a client wrote up to here.
bool may_hold_true_fields(std::string_view tail, const WordEnds& ends) noexcept {
  for (std::size_t at = ends.size_of(tail); at < tail.size();) {
    ++at;
    if (tail.substr(at).starts_with("P=")) return holds_size(tail.substr(at));
    at += ends.size_of(tail.substr(at));
  }
  return false;
}

bool fits_behind_size(std::string_view tail, const WordEnds& ends, bool may_end_early,
                      Reception& out) noexcept {
  if (may_hold_true_fields(tail, ends)) return false;
  Cursor at(tail);
  unsigned seen = 0;
  while (!at.at_end()) {
    const Cursor before = at;
    if (take_tail_field(at, ends, seen, out)) continue;
    out.recipients.reset();
    return may_end_early && !holds_size(before.rest());
  }
  return true;
}

/// What protocol, cipher and login say together; two_readings if they contradict one another.
TlsEvidence evidence_of(std::string_view x, Reception& out) noexcept {
  const std::optional<Protocol> protocol = protocol_called(out.protocol);
  if (!protocol) {
    return x.empty() && !out.logged_in ? TlsEvidence::selector_missing : TlsEvidence::two_readings;
  }
  if (protocol->login != out.logged_in) return TlsEvidence::two_readings;
  if (x.empty()) return protocol->tls ? TlsEvidence::selector_missing : TlsEvidence::proven_plain;
  return protocol->tls ? read_cipher(x, out.cipher) : TlsEvidence::two_readings;
}

/// PERF: an assignment makes another one first and copies it, which waits for what was written.
void begin(Reception& out) noexcept {
  static_assert(std::is_trivially_destructible_v<Reception>);
  std::construct_at(&out);
}

}  // namespace

TlsEvidence read_cipher(std::string_view x, std::string_view& cipher) noexcept {
  // PERF: nearly all are such; find_first_of() calls memchr for each character.
  const bool is_usual =
      x.size() > 6 && x.starts_with("TLS1.") && x[5] >= '0' && x[5] <= '3' && x[6] == ':';
  std::size_t size = is_usual ? 6 : 0;
  while (size < x.size() && x[size] != ':' && x[size] != '-' && x[size] != '*') ++size;
  const std::string_view word = x.substr(0, size);
  const std::size_t begin = size < x.size() && x[size] == ':' ? size : x.find(':', size);
  const std::size_t end = x.rfind(':');
  cipher = begin < end ? x.substr(begin + 1, end - begin - 1) : std::string_view();
  if (is_usual) {
    return static_cast<TlsEvidence>(index_of(TlsEvidence::tls1_0) +
                                    static_cast<std::size_t>(x[5] - '0'));
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
  begin(out);
  const WordEnds ends(text);
  Cursor at(text);
  std::string_view x;
  if (take_head(at, ends, out, x) && fits_behind_size(at.rest(), ends, may_end_early, out)) {
    if (!out.by_smtp) return ReadAs::whole;
    out.tls = evidence_of(x, out);
    if (out.tls != TlsEvidence::two_readings) return ReadAs::whole;
  }
  return read_unsure_reception(text, out);
}

ReadAs read_unsure_reception(std::string_view text, Reception& out) {
  begin(out);
  out.by_smtp = true;
  out.logged_in = find_field(text, 'A', 0) != std::string_view::npos;
  return holds_size(text) ? ReadAs::unsure : ReadAs::cut;
}

}  // namespace smtptally
