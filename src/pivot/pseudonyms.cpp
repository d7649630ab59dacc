// Pseudonyms: keyed hashes in the form of names.

#include "pivot/pseudonyms.hpp"

#include <algorithm>
#include <array>

#include "pivot/address_pseudonym.hpp"
#include "pivot/failure.hpp"
#include "smtptally/message.hpp"
#include "text/ascii.hpp"
#include "text/sha256.hpp"

namespace smtptally {
namespace {

/// 26^12 is 2^56: of a million names, two have the same letters with a probability of 7e-6.
constexpr std::size_t kLetters = 12;
constexpr std::size_t kWordLetters = 8;

std::string lower(std::string_view text) {
  std::string folded(text);
  std::transform(folded.begin(), folded.end(), folded.begin(),
                 [](char c) { return ascii_lower(c); });
  return folded;
}

/// The receive connectors that Exchange makes itself; behind them stands the server.
constexpr std::array<std::string_view, 5> kOwnConnectors{"Client Proxy ", "Client Frontend ",
                                                         "Default Frontend ",
                                                         "Outbound Proxy Frontend ", "Default "};

/// What is said of everybody. All other texts may be an answer of the client, and base64 of one.
constexpr std::array<std::string_view, 26> kPlainReasons{
    "authentication failure",
    "authentication failed",
    "generic failure",
    "lost connection",
    "Connection lost to authentication server",
    "Connection timed out",
    "Connection reset by peer",
    "Invalid authentication mechanism",
    "no mechanism available",
    "bad protocol / cancel",
    "another step is needed in authentication",
    "user not found",
    "Password:",
    "UGFzc3dvcmQ6",
    "UGFzc3dvcmQ6\x20",
    "VXNlcm5hbWU6",
    "unsupported protocol",
    "no shared cipher",
    "unknown protocol",
    "version too low",
    "http request",
    "LogonDenied",
    "(reason unavailable)",
    "unexpected message",
    "unexpected EOF",
    "-1",
};
/// Of OpenSSL; the rest are words of its tables.
constexpr std::array<std::string_view, 5> kPlainBeginnings{
    "tlsv1 alert ", "sslv3 alert ", "tlsv13 alert ", "wrong ", "no suitable "};

bool is_plain_reason(std::string_view text) {
  if (std::find(kPlainReasons.begin(), kPlainReasons.end(), text) != kPlainReasons.end()) {
    return true;
  }
  return std::any_of(kPlainBeginnings.begin(), kPlainBeginnings.end(), [&](std::string_view begin) {
    if (!text.starts_with(begin)) return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_letter(c) || is_digit(c) || c == ' '; }) &&
           text.size() < 48;
  });
}

/// A queue id of Postfix or a number of Exchange, not a Message-ID with a host; and a mechanism.
bool is_plain_id(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

}  // namespace

template <class Make>
std::string_view Pseudonyms::get(Kind kind, std::string_view name, Make make) {
  if (name.empty()) return {};
  std::pair<Kind, std::string> key(kind, name);
  {
    const std::lock_guard lock(mutex_);
    const auto known = made_.find(key);
    if (known != made_.end()) return known->second;
  }
  std::string text = make();
  const std::lock_guard lock(mutex_);
  const auto at = made_.try_emplace(std::move(key), std::move(text)).first;
  const auto [twin, is_new] = names_.try_emplace({kind, at->second}, at->first.second);
  if (!is_new && twin->second != at->first.second) twins_ = true;
  return at->second;
}

std::string Pseudonyms::letters(Kind kind, std::string_view name, std::size_t count) const {
  std::string text(1, static_cast<char>('A' + static_cast<char>(kind)));
  const Sha256 hash = hmac_sha256(key_, text.append(name));
  std::string made;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    // 26^6 is less than 2^32: four bytes make six letters.
    if (i % 6 == 0) {
      number = 0;
      for (std::size_t byte = 0; byte < 4; ++byte) number = number << 8U | hash[i / 6 * 4 + byte];
    }
    made.push_back(static_cast<char>('a' + static_cast<char>(number % 26)));
    number /= 26;
  }
  return made;
}

/// Letters in upper case where the name has some, by a hash of it as it is.
std::string Pseudonyms::with_case(std::string letters, std::string_view name) const {
  if (lower(name) == name) return letters;
  const Sha256 hash = hmac_sha256(key_, std::string("case ").append(name));
  letters[hash[31] % letters.size()] = ascii_upper(letters[hash[31] % letters.size()]);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if ((hash[i] & 1U) != 0) letters[i] = ascii_upper(letters[i]);
  }
  return letters;
}

std::string_view Pseudonyms::domain(std::string_view name) {
  const std::string folded = lower(name);
  return get(Kind::domain, folded, [&] { return "d" + letters(Kind::domain, folded, kLetters); });
}

std::string Pseudonyms::made_identity(std::string_view name) {
  const std::size_t at = name.rfind('@');
  const std::string_view local = name.substr(0, at);
  std::string made;
  if (!local.empty()) {
    made = with_case("u" + letters(Kind::identity, lower(name), kLetters), local);
  }
  if (at == std::string_view::npos) return made;
  return made.append("@").append(domain(name.substr(at + 1)));
}

std::string_view Pseudonyms::identity(std::string_view name) {
  if (name == "<>") return "<>";
  // An address that somebody typed, or that an export has, compares like one of a log.
  const std::size_t at = std::min(name.rfind('@'), name.size());
  const std::string folded = std::string(name.substr(0, at)) + lower(name.substr(at));
  return get(Kind::identity, folded, [&] { return made_identity(folded); });
}

std::string Pseudonyms::made_client(std::string_view name) const {
  const std::size_t zone = std::min(name.find('%'), name.size());
  std::string made = address_pseudonym(key_, name.substr(0, zone));
  if (made.empty()) return "c" + letters(Kind::client, name, kLetters);
  if (zone < name.size()) made += "%" + letters(Kind::client, name.substr(zone), kWordLetters);
  return made;
}

std::string_view Pseudonyms::client(std::string_view name) {
  if (name == "unknown") return "unknown";
  const std::string_view made = get(Kind::client, name, [&] { return made_client(name); });
  // Of two networks with one pseudonym, the counts would be wrong.
  (void)get(Kind::network, network_of(name), [&] { return network_of(made); });
  return made;
}

std::string_view Pseudonyms::host(std::string_view name) {
  return get(Kind::host, name, [&] { return "h" + letters(Kind::host, name, kLetters); });
}

/// "EX1\Client Proxy EX1".
std::string Pseudonyms::made_service(std::string_view name) {
  const std::size_t slash = name.find('\\');
  if (slash == std::string_view::npos) return std::string(name);
  std::string made = std::string(host(name.substr(0, slash))) + "\\";
  const std::string_view connector = name.substr(slash + 1);
  for (const std::string_view own : kOwnConnectors) {
    if (!connector.starts_with(own)) continue;
    return made.append(own).append(host(connector.substr(own.size())));
  }
  return made + "s" + letters(Kind::service, connector, kLetters);
}

std::string_view Pseudonyms::service(std::string_view name) {
  return get(Kind::service, name, [&] { return made_service(name); });
}

/// A text of one word, of a kind that its first letter tells.
std::string_view Pseudonyms::word(char kind, std::string_view text) {
  return get(Kind::word, text,
             [&] { return std::string(1, kind) + letters(Kind::word, text, kLetters); });
}

std::string_view Pseudonyms::reason(std::string_view text) {
  if (text.empty() || is_plain_reason(text))
    return get(Kind::word, text, [&] { return std::string(text); });
  return word('r', text);
}

std::string_view Pseudonyms::path(std::string_view name) {
  if (name == "-") return "-";
  return get(Kind::path, name, [&] { return made_path(name); });
}

Message Pseudonyms::renamed(const Message& message, MessageText& text) {
  Message made = message;
  // Binding every field makes this line fail to compile when one is added, which may be a name.
  auto& [time, its_host, its_service, number, dialect, id, account, mechanism, envelope, its_client,
         cipher, recipients, bytes, count, tls, authenticated, estimated, has_envelope, widest] =
      made;
  account = identity(text.get(Dimension::account, message));
  if (!envelope.empty()) envelope = identity(text.get(Dimension::envelope_sender, message));
  its_host = host(its_host);
  its_service = service(its_service);
  its_client = client(its_client);
  if (!is_plain_id(id)) id = word('q', id);
  if (!is_plain_id(mechanism)) mechanism = word('m', mechanism);
  return made;
}

Failure Pseudonyms::renamed(const Failure& failure, MessageText& text) {
  Failure made = failure;
  auto& [kind, time, its_host, its_service, account, its_client, mechanism, reason_class, why] =
      made;
  account = identity(text_of(failure, Dimension::account, text));
  its_host = host(its_host);
  its_service = service(its_service);
  its_client = client(its_client);
  why = reason(why);
  if (!is_plain_id(mechanism)) mechanism = word('m', mechanism);
  return made;
}

std::string_view Pseudonyms::original(std::string_view pseudonym) {
  const std::lock_guard lock(mutex_);
  for (const Kind kind : {Kind::identity, Kind::client}) {
    const auto found = names_.find({kind, std::string(pseudonym)});
    if (found != names_.end()) return found->second;
  }
  return pseudonym;
}

bool Pseudonyms::has_twins() {
  const std::lock_guard lock(mutex_);
  return twins_;
}

}  // namespace smtptally
