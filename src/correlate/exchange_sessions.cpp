#include "correlate/exchange_sessions.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "parse/ascii.hpp"
#include "parse/cursor.hpp"

namespace smtptally {
namespace {

/// "192.0.2.1:50100" and "[2001:db8::1%3]:50100" without the port.
std::string_view address_of(std::string_view endpoint) noexcept {
  if (endpoint.starts_with('[')) {
    const std::size_t end = endpoint.find(']');
    return end == std::string_view::npos ? std::string_view() : endpoint.substr(1, end - 1);
  }
  return endpoint.substr(0, endpoint.rfind(':'));
}

/// The value of "NAME=" at the front of one of the blank-separated words.
std::string_view parameter(std::string_view words, std::string_view name) noexcept {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (word.size() > name.size() && word.starts_with(name) && word[name.size()] == '=') {
      return word.substr(name.size() + 1);
    }
    words.remove_prefix(std::min(words.size(), word.size() + 1));
  }
  return {};
}

/// The address in "<…>" at the front. A quoted local part may hold anything (RFC 5321, 4.1.2).
bool take_path(Cursor& at, std::string_view& out) noexcept {
  const std::string_view text = at.rest();
  if (!text.starts_with('<')) return false;
  bool quoted = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == '>' && !quoted) {
      out = text.substr(1, i - 1);
      at = Cursor(text.substr(i + 1));
      return true;
    }
  }
  return false;
}

struct VersionName {
  std::string_view name;
  TlsEvidence evidence;
};
/// Schannel's names without "SP_PROT_" and "_SERVER"; its numbers, in case a version has no name in
/// Exchange's build; and the spellings of Exchange Online.
constexpr std::array<VersionName, 20> kVersions{{
    {"TLS1_0", TlsEvidence::tls1_0},  {"TLS1", TlsEvidence::tls1_0},
    {"TLS1_1", TlsEvidence::tls1_1},  {"TLS1_2", TlsEvidence::tls1_2},
    {"TLS1_3", TlsEvidence::tls1_3},  {"SSL3", TlsEvidence::ssl},
    {"SSL2", TlsEvidence::ssl},       {"PCT1", TlsEvidence::ssl},
    {"64", TlsEvidence::tls1_0},      {"256", TlsEvidence::tls1_1},
    {"1024", TlsEvidence::tls1_2},    {"4096", TlsEvidence::tls1_3},
    {"16", TlsEvidence::ssl},         {"4", TlsEvidence::ssl},
    {"TLSV1_0", TlsEvidence::tls1_0}, {"TLSV1_1", TlsEvidence::tls1_1},
    {"TLSV1_2", TlsEvidence::tls1_2}, {"TLSV1_3", TlsEvidence::tls1_3},
    {"TLSV1", TlsEvidence::tls1_0},   {"SSLV3", TlsEvidence::ssl},
}};

}  // namespace

std::string first_label(std::string_view name) {
  return ascii_lower(name.substr(0, name.find_first_of("\\.")));
}

std::uint64_t text_hash(std::string_view text) noexcept {
  return text.empty() ? 0 : std::hash<std::string_view>{}(text);
}

std::uint64_t session_number(std::string_view text) noexcept {
  std::uint64_t number = 0;
  for (const char c : text) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                             : -1;
    if (digit < 0 || text.size() != 16) return text_hash(text);
    number = number << 4U | static_cast<std::uint64_t>(digit);
  }
  return number;
}

std::string_view without_brackets(std::string_view text) noexcept {
  if (text.size() >= 2 && text.front() == '<' && text.back() == '>') {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

TlsEvidence exchange_tls_version(std::string_view name) noexcept {
  std::array<char, 24> buffer{};
  if (name.size() > buffer.size() + 15) return TlsEvidence::contradictory;
  if (name.starts_with("SP_PROT_") || name.starts_with("SP_PROT-")) name.remove_prefix(8);
  for (const std::string_view side : {"_SERVER", "_CLIENT"}) {
    if (name.ends_with(side)) name.remove_suffix(side.size());
  }
  if (name.size() > buffer.size()) return TlsEvidence::contradictory;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    buffer[i] = c == '.' || c == ' ' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
  }
  std::string_view plain(buffer.data(), name.size());
  if (plain.starts_with("TLS_")) {  // "TLS 1.2"
    buffer[3] = 'V';
    plain = {buffer.data(), name.size()};
  }
  const auto found = std::find_if(kVersions.begin(), kVersions.end(),
                                  [&](const VersionName& known) { return known.name == plain; });
  return found == kVersions.end() ? TlsEvidence::contradictory : found->evidence;
}

void ProtocolSessions::add(const ProtocolRow& row) {
  const Key key{text(row.connector), session_number(row.session)};
  if (open_world_) {
    if (row.event == '+') {
      own_.insert(key);
    } else if (!own_.contains(key)) {
      return wait(row);
    }
  }
  process(row, key);
}

void ProtocolSessions::wait(const ProtocolRow& row) {
  Waiting& waiting = waiting_.emplace_back();
  const auto views = [](ProtocolRow& r) {
    return std::array{&r.connector, &r.session, &r.remote, &r.data, &r.context};
  };
  waiting.row = row;
  for (const std::string_view* view : views(waiting.row)) waiting.text += *view;
  std::size_t at = 0;
  for (std::string_view* view : views(waiting.row)) {
    *view = {waiting.text.data() + at, view->size()};
    at += view->size();
  }
}

void ProtocolSessions::process(const ProtocolRow& row, const Key& key) {
  auto found = open_.find(key);
  if (row.event == '+' && found != open_.end()) {
    close(std::move(found.value()));
    open_.erase(found);
    found = open_.end();
  }
  if (found == open_.end()) {
    ProtocolSession fresh;
    fresh.id = key.id;
    fresh.connector = key.connector;
    fresh.host = text(row.connector.substr(0, row.connector.find('\\')));
    fresh.server = text(first_label(row.connector));
    fresh.client = text(address_of(row.remote));
    fresh.start_seen = row.event == '+';
    if (fresh.start_seen) fresh.began = row.time;
    ++(*coverage_)[fresh.start_seen ? CoverageItem::sessions : CoverageItem::sessions_cut];
    found = open_.emplace(key, std::move(fresh)).first;
  }
  ProtocolSession& session = found.value();
  session.began = std::min(session.began, row.time);
  session.last = std::max(session.last, row.time);
  switch (row.event) {
    case '<':
      return on_command(session, row);
    case '>':
      return on_reply(session, row);
    case '-':
      close(std::move(session));
      open_.erase(found);
      return;
    case '+':
      return;
    default:
      return on_remark(session, row);
  }
}

void ProtocolSessions::on_command(ProtocolSession& session, const ProtocolRow& row) {
  Cursor at(row.data);
  const auto forget_transaction = [&] {
    session.mail_from = 0;
    session.has_mail_from = false;
    session.recipients = 0;
  };
  if (at.take("MAIL FROM:")) {
    forget_transaction();
    session.mail_seen = true;
    (void)at.take(' ');
    std::string_view path;
    if (take_path(at, path)) {
      session.mail_from = text(path);
      session.has_mail_from = true;
    }
  } else if (at.take("RCPT TO:")) {
    ++session.recipients;
  } else if (at.take("RSET") || at.take("EHLO") || at.take("HELO")) {
    forget_transaction();
  } else if (at.take("STARTTLS")) {
    session.starttls_asked = true;
  } else if (at.take("X-ANONYMOUSTLS") || at.take("X-EXPS")) {
    session.hop = true;
  } else if (at.take("AUTH ")) {
    session.mechanism = text(at.rest().substr(0, at.rest().find(' ')));
    session.login_open = true;
  } else if (at.take("XPROXY ")) {
    on_proxy(session, row, true);
  } else if (at.take("XPROXYFROM ")) {
    on_proxy(session, row, false);
  }
}

void ProtocolSessions::on_proxy(ProtocolSession& session, const ProtocolRow& row, bool client) {
  session.hop = true;
  ProxyLink link;
  link.sequence = row.sequence;
  link.session = session_number(parameter(row.data, "SID"));
  link.client = client;
  link.client_address = text(parameter(row.data, "IP"));
  session.links.push_back(link);
}

void ProtocolSessions::on_reply(ProtocolSession& session, const ProtocolRow& row) {
  Cursor at(row.data);
  if (at.take("220 2.0.0 ")) {
    session.starttls_ready = session.starttls_ready || session.starttls_asked;
  } else if (at.take("235 ")) {
    if (session.login_open) session.authenticated = true;
    session.login_open = false;
  } else if (at.take("535 ") || at.take("504 5.7.")) {
    if (session.login_open) refuse(session, row, row.data);
  } else if (at.take("250 2.6.0 ")) {
    on_accepted(session, row);
  } else if (session.recipients > 0 && !row.data.empty() &&
             (row.data.front() == '4' || row.data.front() == '5')) {
    --session.recipients;  // Only recipients can be refused between MAIL and DATA.
  }
}

/// "250 2.6.0 <ID> [InternalId=N, Hostname=H] … Queued mail for delivery". The id is a stranger's
/// text, so the bracket is looked for from the right.
void ProtocolSessions::on_accepted(ProtocolSession& session, const ProtocolRow& row) {
  const std::string_view reply = trimmed(row.data);
  constexpr std::string_view kId = " [InternalId=";
  const std::size_t bracket = reply.rfind(kId);
  if (bracket == std::string_view::npos || !reply.ends_with("Queued mail for delivery")) return;
  AcceptedMail mail;
  mail.sequence = row.sequence;
  mail.time = row.time;
  mail.message_id = text_hash(without_brackets(trimmed(reply.substr(10, bracket - 10))));
  Cursor at(reply.substr(bracket + kId.size()));
  if (!at.take_number(mail.internal_id)) return;
  std::string_view host;
  if (at.take(", Hostname=") && at.take_until(']', host)) mail.hostname = text(first_label(host));
  if (mail.hostname == 0) mail.hostname = session.server;
  mail.mail_from = session.mail_from;
  mail.has_mail_from = session.has_mail_from;
  mail.recipients = session.recipients;
  session.mails.push_back(mail);
  session.mail_from = 0;
  session.has_mail_from = false;
  session.recipients = 0;
}

void ProtocolSessions::refuse(ProtocolSession& session, const ProtocolRow& row,
                              std::string_view reason) {
  session.login_open = false;
  session.refused.push_back({row.time, 0, session.mechanism, text(reason)});
}

/// Behind "TLS protocol ": "VERSION negotiation succeeded[ using bulk encryption algorithm
/// CIPHER…".
void ProtocolSessions::on_tls(ProtocolSession& session, Cursor at) {
  std::string_view version;
  if (!at.take_until(' ', version) || !at.take("negotiation succeeded")) return;
  session.has_tls = true;
  session.tls = exchange_tls_version(version);
  const bool named = at.take(" using bulk encryption algorithm ");
  session.cipher = text(named ? at.rest().substr(0, at.rest().find(' ')) : std::string_view());
}

/// Behind "Inbound ": "AUTH MECHANISM failed because of REASON" and the like.
void ProtocolSessions::on_login_failure(ProtocolSession& session, const ProtocolRow& row,
                                        std::string_view remark) {
  constexpr std::string_view kWhy = " failed because of ";
  const std::size_t why = remark.find(kWhy);
  if (why == std::string_view::npos) return;
  Cursor kind(remark.substr(0, why));
  constexpr std::size_t kLongestMechanism = 16;
  if (kind.take("AUTH ") || why <= kLongestMechanism) session.mechanism = text(kind.rest());
  // A second remark about the same attempt, of the same moment.
  const bool told =
      !session.refused.empty() && !session.login_open && session.refused.back().time == row.time;
  if (!told) refuse(session, row, remark.substr(why + kWhy.size()));
}

/// Behind "Proxy session was successfully set up. ": the Front End hands over a client that logged
/// in, and is blind to its mail from here on.
void ProtocolSessions::on_handed_over(ProtocolSession& session, std::string_view remark) {
  constexpr std::string_view kEnd = " will now be proxied";
  constexpr std::string_view kUser = "Session for";  // No blank behind it.
  if (!remark.ends_with(kEnd)) return;
  remark.remove_suffix(kEnd.size());
  session.authenticated = true;
  session.login_open = false;
  if (remark.starts_with(kUser)) session.proxied_user = text(trimmed(remark.substr(kUser.size())));
}

void ProtocolSessions::on_remark(ProtocolSession& session, const ProtocolRow& row) {
  const std::string_view context = trimmed(row.context);
  Cursor at(context);
  if (context == "authenticated") {
    if (session.hop && !session.login_open) return;  // X-EXPS: another server.
    session.user = text(row.data);
    session.authenticated = true;
  } else if (at.take("TLS protocol ")) {
    on_tls(session, at);
  } else if (at.take("Proxy session was successfully set up. ")) {
    on_handed_over(session, at.rest());
  } else if (at.take("Inbound ")) {
    on_login_failure(session, row, at.rest());
  } else if (at.take("User Name: ") && !session.refused.empty() && at.rest() != "NULL") {
    session.refused.back().user = text(at.rest());
  }
}

void ProtocolSessions::close(ProtocolSession&& session) {
  ServiceEvidence& service =
      coverage_->service(texts_->text(session.host), texts_->text(session.connector));
  if (session.start_seen) ++service.sessions;
  if (session.has_tls) ++service.tls_lines;
  if (session.starttls_ready) ++service.starttls_used;
  session.mails.shrink_to_fit();
  const bool useful = session.authenticated || session.mail_seen || !session.links.empty() ||
                      !session.refused.empty();
  if (useful) done_.push_back(std::move(session));
}

ProtocolSession ProtocolSessions::translated(ProtocolSession session, const Dictionary& from) {
  const auto translate = [&](TextId& id) { id = text(from.text(id)); };
  for (TextId* id :
       {&session.connector, &session.host, &session.server, &session.cipher, &session.client,
        &session.user, &session.proxied_user, &session.mechanism, &session.mail_from}) {
    translate(*id);
  }
  for (ProxyLink& link : session.links) translate(link.client_address);
  for (AcceptedMail& mail : session.mails) {
    translate(mail.hostname);
    translate(mail.mail_from);
  }
  for (RefusedLogin& login : session.refused) {
    translate(login.user);
    translate(login.mechanism);
    translate(login.reason);
  }
  return session;
}

void ProtocolSessions::merge(ProtocolSessions& next) {
  for (const Waiting& waiting : next.waiting_) add(waiting.row);
  next.waiting_.clear();
  for (const Key& theirs : next.own_) {
    const Key key{text(next.texts_->text(theirs.connector)), theirs.id};
    const auto found = open_.find(key);
    if (found != open_.end()) {
      close(std::move(found.value()));
      open_.erase(found);
    }
    if (open_world_) own_.insert(key);
  }
  for (auto session = next.open_.begin(); session != next.open_.end(); ++session) {
    ProtocolSession ours = translated(std::move(session.value()), *next.texts_);
    const Key key{ours.connector, ours.id};
    open_.insert_or_assign(key, std::move(ours));
  }
  next.open_.clear();
  for (ProtocolSession& session : next.done_) {
    done_.push_back(translated(std::move(session), *next.texts_));
  }
  next.done_.clear();
}

void ProtocolSessions::forget(Micros time) {
  const auto ended = [&](const ProtocolSession& session) { return session.last < time; };
  done_.erase(std::remove_if(done_.begin(), done_.end(), ended), done_.end());
  done_.shrink_to_fit();
}

void ProtocolSessions::finish() {
  for (auto session = open_.begin(); session != open_.end(); ++session) {
    ++(*coverage_)[CoverageItem::sessions_left_open];
    close(std::move(session.value()));
  }
  open_.clear();
}

}  // namespace smtptally
