#include "correlate/exchange_join.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "parse/ascii.hpp"
#include "parse/cursor.hpp"
#include "parse/stamp.hpp"

namespace smtptally {
namespace {

/// Monitoring mailboxes of Managed Availability and of Test-SmtpConnectivity.
bool is_probe(std::string_view address) noexcept {
  return starts_with_folded(address, "healthmailbox") ||
         starts_with_folded(address, "inboundproxy@") || starts_with_folded(address, "extest_");
}

/// message-info of a RECEIVE row: two hexadecimal digits (X-MS-Exchange-Organization-AuthMechanism)
/// and a letter (AuthAs): "06I: ".
struct MessageInfo {
  std::string_view digits;
  char letter = ' ';
};
MessageInfo parse_message_info(std::string_view text) noexcept {
  if (text.size() < 4 || text[3] != ':') return {};
  return {text.substr(0, 2), text[2]};
}

/// Digits of a client's login: AUTH LOGIN with and without TLS, NTLM, GSSAPI.
std::string_view mechanism_of(std::string_view digits) noexcept {
  if (digits == "06" || digits == "07") return "LOGIN";
  if (digits == "0a" || digits == "0A") return "NTLM";
  if (digits == "0b" || digits == "0B") return "GSSAPI";
  return {};
}

/// The value of "S:NAME=" in custom-data, whose members are joined by ';'; a member that holds one
/// is wrapped in '…'. False if it is not there.
bool custom_value(std::string_view data, std::string_view name, std::string_view& out) noexcept {
  while (!data.empty()) {
    std::size_t end = 0;
    if (data.front() == '\'') {
      end = data.find("';", 1);
      end = end == std::string_view::npos ? data.size() : end + 1;
    } else {
      end = std::min(data.find(';'), data.size());
    }
    const std::string_view member = data.substr(0, end);
    if (member.size() > name.size() + 2 && member.starts_with("S:") &&
        starts_with_folded(member.substr(2), name) && member[2 + name.size()] == '=') {
      out = member.substr(name.size() + 3);
      return true;
    }
    data.remove_prefix(std::min(data.size(), end + 1));
  }
  return false;
}

/// Exchange Online tells the version itself: S:tlsversion= in custom_data.
TlsEvidence online_tls(std::string_view custom_data) noexcept {
  std::string_view version;
  if (!custom_value(custom_data, "tlsversion", version)) return TlsEvidence::not_stated;
  if (version.empty() || version == "None" || version == "NA") return TlsEvidence::proven_plain;
  return exchange_tls_version(version);
}

std::uint64_t combine(std::uint64_t a, std::uint64_t b) noexcept {
  a = (a ^ b) * 0xD6E8FEB86659FD93ULL;
  return a ^ (a >> 32U);
}

std::uint64_t number_of(std::string_view text, bool& valid) noexcept {
  Cursor at(text);
  std::uint64_t number = 0;
  valid = at.take_number(number) && at.at_end();
  return valid ? number : 0;
}

}  // namespace

bool ExchangeJoin::is_client_connector(std::string_view connector) const {
  const std::size_t slash = connector.find('\\');
  if (slash == std::string_view::npos) return false;
  const std::string_view name = connector.substr(slash + 1);
  return std::any_of(options_.client_connectors.begin(), options_.client_connectors.end(),
                     [&](const std::string& prefix) { return name.starts_with(prefix); });
}

ExchangeJoin::Origin ExchangeJoin::origin_of(const TrackingRow& row) const {
  if (!options_.count_probes && (is_probe(row.sender) || is_probe(row.return_path))) {
    return Origin::probe;
  }
  const MessageInfo info = parse_message_info(row.message_info);
  if (row.online && !row.directionality.empty() && row.directionality != "Originating") {
    return Origin::anonymous;  // Mail that came in.
  }
  if (info.letter == ' ') {
    if (row.online && row.event.empty()) return Origin::anonymous;  // The summary tells nothing.
    const bool client =
        row.online ? row.directionality == "Originating" : is_client_connector(row.connector);
    return client ? Origin::client : Origin::anonymous;
  }
  if (info.letter != 'I') return Origin::anonymous;
  const bool client = !mechanism_of(info.digits).empty() || is_client_connector(row.connector);
  return client ? Origin::client : Origin::hop;
}

bool ExchangeJoin::add(const TrackingRow& row) {
  const bool summary = row.online && row.event.empty() && row.source.empty();
  if (!summary && (row.event != "RECEIVE" || row.source != "SMTP")) return false;
  Tracked t;
  t.time = row.time;
  t.online = row.online;
  t.origin = origin_of(row);
  std::string_view id;
  Cursor context(row.source_context);
  if (context.take_until(';', id)) {
    t.session = session_number(id);
    StampReader stamps(Zone(), 2000);
    Cursor start(context.rest());
    if (!stamps.take_rfc3339(start, t.session_start, true)) t.session_start = kEndOfTime;
  }
  bool has_id = false;
  t.internal_id = number_of(row.internal_id, has_id);
  t.message_id = text_hash(without_brackets(row.message_id));
  t.network_id = text_hash(row.network_id);
  t.envelope =
      combine(combine(t.message_id, text_hash(row.return_path)), text_hash(row.recipients));
  t.bytes = number_of(row.total_bytes, t.has_size);
  t.recipients = number_of(row.recipient_count, t.has_recipients);
  const auto number = [&](std::string_view text) { return texts_.number(text); };
  const std::string_view host =
      row.server.empty() ? row.connector.substr(0, row.connector.find('\\')) : row.server;
  t.host = number(host);
  t.server = number(first_label(host));
  t.connector = number(row.connector);
  t.return_path = number(without_brackets(row.return_path.empty() ? row.sender : row.return_path));
  std::string_view client = row.original_client;
  if (client.empty()) (void)custom_value(row.custom_data, "ProxiedClientIPAddress", client);
  t.has_client = !client.empty();
  t.client = number(client.empty() ? row.client : client);
  const MessageInfo info = parse_message_info(row.message_info);
  t.mechanism = number(mechanism_of(info.digits));
  t.said_plain = info.digits == "07";
  t.said_tls = info.digits == "06";
  t.dialect = number(row.dialect);
  if (row.online) {
    t.tls = online_tls(row.custom_data);
    std::string_view cipher;
    if (custom_value(row.custom_data, "tlscipher", cipher)) t.cipher = number(cipher);
  }
  tracked_.push_back(t);
  keep_limit();
  return true;
}

ExchangeJoin::Tracked ExchangeJoin::translated(Tracked t, const Dictionary& from) {
  for (TextId* id : {&t.host, &t.server, &t.connector, &t.return_path, &t.client, &t.mechanism,
                     &t.cipher, &t.dialect}) {
    *id = texts_.number(from.text(*id));
  }
  return t;
}

void ExchangeJoin::merge(ExchangeJoin& next) {
  sessions_.merge(next.sessions_);
  tracked_.reserve(tracked_.size() + next.tracked_.size());
  for (const Tracked& t : next.tracked_) tracked_.push_back(translated(t, next.texts_));
  next.tracked_.clear();
  keep_limit();
}

/// A piece from the middle waits for the one before, which keeps the limit for both.
void ExchangeJoin::keep_limit() {
  const std::size_t held = tracked_.size() + sessions_.all().size();
  if (open_world_ || held <= options_.join_limit) return;
  std::vector<Micros> times;
  times.reserve(held);
  for (const Tracked& t : tracked_) times.push_back(t.time);
  for (const ProtocolSession& session : sessions_.all()) times.push_back(session.last);
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  ++(*coverage_)[CoverageItem::join_limit_reached];
  settle(*middle + 1);
}

/// Decides what is older than `before`, with all sessions that are known.
void ExchangeJoin::settle(Micros before) {
  index_sessions();
  const auto is_older = [&](const Tracked& t) { return t.time < before; };
  const auto newer = std::stable_partition(tracked_.begin(), tracked_.end(), is_older);
  std::vector<Tracked> later(newer, tracked_.end());
  tracked_.erase(newer, tracked_.end());
  drop_second_copies();
  emit_tracked();
  emit_protocol(true, before);  // Before the Front End, whose replies repeat the Hub's.
  emit_protocol(false, before);
  emit_refused(before);
  tracked_ = std::move(later);
  settled_ = before;
  by_id_.clear();
  logins_by_client_.clear();
  by_mail_.clear();
  if (before == kEndOfTime) return;
  sessions_.forget(before - kEstimateSlack);
  settled_ids_.insert(emitted_ids_.begin(), emitted_ids_.end());
  emitted_.clear();
  emitted_ids_.clear();
}

void ExchangeJoin::finish() {
  sessions_.finish();
  settle(kEndOfTime);
}

void ExchangeJoin::index_sessions() {
  std::uint32_t number = 0;
  for (const ProtocolSession& session : sessions_.all()) {
    by_id_.push_back({session.id, number, 0});
    if (session.authenticated && !session.hop) {
      logins_by_client_.push_back({session.client, number, 0});
    }
    for (std::uint32_t m = 0; m < session.mails.size(); ++m) {
      const AcceptedMail& mail = session.mails[m];
      by_mail_.push_back({mail_key(mail.hostname, mail.internal_id), number, m});
    }
    ++number;
  }
  for (std::vector<Place>* places : {&by_id_, &logins_by_client_, &by_mail_}) {
    std::sort(places->begin(), places->end());
  }
}

std::span<const ExchangeJoin::Place> ExchangeJoin::find(const std::vector<Place>& places,
                                                        std::uint64_t key) {
  const auto by_key = [](const Place& a, const Place& b) { return a.key < b.key; };
  const auto [first, last] =
      std::equal_range(places.begin(), places.end(), Place{key, 0, 0}, by_key);
  return {first, last};
}

/// The same row twice; then a second RECEIVE of one message, which has
/// the same network-message-id; before 2013, the same message id, sender and recipients.
void ExchangeJoin::drop_second_copies() {
  const auto order = [this](const Tracked& a, const Tracked& b) {
    if (a.time != b.time) return a.time < b.time;
    if (a.server != b.server) return texts_.text(a.server) < texts_.text(b.server);
    return std::tie(a.internal_id, a.network_id, a.envelope) <
           std::tie(b.internal_id, b.network_id, b.envelope);
  };
  std::sort(tracked_.begin(), tracked_.end(), order);
  tsl::robin_set<std::uint64_t> rows;
  tsl::robin_set<std::uint64_t> messages;
  const auto is_copy = [&](const Tracked& t) {
    const std::uint64_t row = combine(mail_key(t.server, t.internal_id),
                                      combine(static_cast<std::uint64_t>(t.time), t.network_id));
    if (!rows.insert(row).second) return true;
    const std::uint64_t message = t.network_id != 0   ? t.network_id
                                  : t.message_id != 0 ? t.envelope
                                                      : 0;
    const bool counts = t.origin == Origin::client || t.origin == Origin::anonymous;
    if (!counts || message == 0 || messages.insert(message).second) return false;
    (void)take_first(t.server, t.internal_id, t.message_id);
    return true;
  };
  std::size_t kept = 0;
  for (const Tracked& t : tracked_) {  // In order: the earliest copy stays.
    if (is_copy(t)) {
      ++(*coverage_)[CoverageItem::duplicate_messages];
    } else {
      tracked_[kept++] = t;
    }
  }
  tracked_.resize(kept);
}

std::uint64_t ExchangeJoin::mail_key(TextId server, std::uint64_t internal_id) const noexcept {
  return combine(internal_id, server);
}

/// Whether no message of this server and id was handed on or refused before. Internal ids begin
/// anew with a new queue database, so the message id decides where both are known.
bool ExchangeJoin::take_first(TextId server, std::uint64_t internal_id, std::uint64_t message_id) {
  const std::uint64_t key = mail_key(server, internal_id);
  const auto [entry, is_new] = emitted_.try_emplace(key, message_id == 0);
  if (!is_new && (message_id == 0 || entry->second)) return false;
  const std::uint64_t id = combine(key, message_id);
  return !settled_ids_.contains(id) && emitted_ids_.insert(id).second;
}

ExchangeJoin::Joined ExchangeJoin::from_own(const ProtocolSession& session) const {
  Joined joined;
  joined.tls = session.evidence();
  joined.session = &session;
  joined.account = session.account();
  joined.client = session.client;
  joined.client_login = session.authenticated;
  return joined;
}

/// From a message in a Hub session to the client's session on the Front End. `mail` is null where
/// the Hub's log does not show the message itself.
ExchangeJoin::Joined ExchangeJoin::through_hub(const ProtocolSession& hub, const AcceptedMail* mail,
                                               Micros time) const {
  Joined joined;
  const ProxyLink* link = nullptr;
  for (const ProxyLink& l : hub.links) {
    // An XPROXYFROM speaks for the transactions behind it, up to the next one.
    if (mail != nullptr && l.sequence > mail->sequence) continue;
    if (mail == nullptr && link != nullptr && link->session != l.session) {
      joined.tls = TlsEvidence::ambiguous;
      return joined;
    }
    link = &l;
  }
  joined.tls = TlsEvidence::frontend_log_missing;
  if (link == nullptr) return joined;
  joined.client_login = link->client;
  joined.client = link->client_address;
  bool first = true;
  for (const Place& place : find(by_id_, link->session)) {
    const ProtocolSession& front = sessions_.all()[place.session];
    if (&front == &hub || front.hop || front.began > time) continue;
    const bool same_client = link->client_address == 0 || front.client == link->client_address;
    if (!same_client) continue;
    const Joined candidate = from_own(front);
    if (!first && (candidate.tls != joined.tls || candidate.account != joined.account)) {
      joined.tls = TlsEvidence::ambiguous;
      joined.session = nullptr;
      joined.account = 0;
      return joined;
    }
    const bool login = joined.client_login;
    joined = candidate;
    joined.client_login = login;
    first = false;
  }
  return joined;
}

/// The mail of a session that has this InternalId; null where its log does not show it.
const AcceptedMail* ExchangeJoin::mail_of(const ProtocolSession& session, const Tracked& t) {
  const auto mail = std::find_if(session.mails.begin(), session.mails.end(),
                                 [&](const auto& m) { return m.internal_id == t.internal_id; });
  return mail == session.mails.end() ? nullptr : &*mail;
}

/// The session that the source-context names: the same server, the same id, and a start that does
/// not say otherwise, because ids are unique in one process only. Null if there is none.
const ProtocolSession* ExchangeJoin::named_session(const Tracked& t) const {
  if (t.session == 0) return nullptr;
  const ProtocolSession* found = nullptr;
  for (const Place& place : find(by_id_, t.session)) {
    const ProtocolSession& session = sessions_.all()[place.session];
    const bool both_starts = t.session_start != kEndOfTime && session.start_seen;
    const bool starts_apart = both_starts && (session.began > t.session_start + kStartSlack ||
                                              session.began + kStartSlack < t.session_start);
    if (session.server != t.server || starts_apart) continue;
    if (found == nullptr || mail_of(session, t) != nullptr) found = &session;
  }
  return found;
}

ExchangeJoin::Joined ExchangeJoin::join(const Tracked& t) const {
  if (const ProtocolSession* const session = named_session(t)) {
    if (!session->hop) return from_own(*session);
    const Joined joined = through_hub(*session, mail_of(*session, t), t.time);
    return joined.session == nullptr ? estimate(t, joined) : joined;
  }
  // The Front End's own reply names the Hub and the id there.
  for (const Place& place : find(by_mail_, mail_key(t.server, t.internal_id))) {
    const ProtocolSession& session = sessions_.all()[place.session];
    const AcceptedMail& mail = session.mails[place.mail];
    if (session.hop || (mail.message_id != t.message_id && t.message_id != 0)) continue;
    return from_own(session);
  }
  return estimate(t, Joined{});
}

/// Case B: client address and time. Only when all sessions that it could have been agree.
ExchangeJoin::Joined ExchangeJoin::estimate(const Tracked& t, const Joined& without) const {
  Joined joined = without;
  if (!options_.estimates || t.origin != Origin::client || !t.has_client) return joined;
  bool any = false;
  for (const Place& place : find(logins_by_client_, t.client)) {
    const ProtocolSession& front = sessions_.all()[place.session];
    if (front.began > t.time || front.last + kEstimateSlack < t.time) continue;
    const Joined candidate = from_own(front);
    if ((t.said_tls && candidate.tls == TlsEvidence::proven_plain) ||
        (t.said_plain && candidate.tls != TlsEvidence::proven_plain)) {
      continue;
    }
    if (any && candidate.tls != joined.tls) {
      joined = without;
      joined.tls = TlsEvidence::ambiguous;
      return joined;
    }
    if (any && candidate.account != joined.account) {
      joined.account = 0;  // The TLS is safe, the user is not.
      continue;
    }
    if (!any) joined = candidate;
    joined.estimated = true;
    any = true;
  }
  return joined;
}

void ExchangeJoin::emit_tracked() {
  for (const Tracked& t : tracked_) {
    const bool settled =
        settled_ids_.contains(combine(mail_key(t.server, t.internal_id), t.message_id));
    if (settled) {
      ++(*coverage_)[CoverageItem::duplicate_messages];
      continue;
    }
    (void)take_first(t.server, t.internal_id, t.message_id);
    switch (t.origin) {
      case Origin::hop:
        ++(*coverage_)[CoverageItem::server_hops];
        break;
      case Origin::probe:
        ++(*coverage_)[CoverageItem::probes];
        break;
      case Origin::client:
      case Origin::anonymous:
        if (t.online) {
          Joined joined;
          joined.tls = t.tls;
          emit(t, joined);
        } else {
          emit(t, join(t));
        }
        break;
    }
  }
}

void ExchangeJoin::emit(const Tracked& t, const Joined& joined) {
  Message message;
  message.time = t.time;
  message.host = texts_.text(t.host);
  message.service =
      texts_.text(joined.session != nullptr ? joined.session->connector : t.connector);
  message.dialect = texts_.text(t.dialect);
  const std::string id = t.internal_id == 0 ? "" : std::to_string(t.internal_id);
  message.queue_id = id;
  message.authenticated = t.origin == Origin::client;
  // The return-path stands in for a user that no log names; an empty one is the null sender.
  const TextId account = joined.account != 0 ? joined.account : t.return_path;
  message.account = account != 0 ? texts_.text(account) : std::string_view("<>");
  const bool own_mechanism = joined.session != nullptr && joined.session->mechanism != 0;
  message.mechanism = texts_.text(own_mechanism ? joined.session->mechanism : t.mechanism);
  message.envelope_sender = texts_.text(t.return_path);
  message.has_envelope = true;
  message.client = texts_.text(joined.client != 0 ? joined.client : t.client);
  message.cipher = texts_.text(joined.session != nullptr ? joined.session->cipher : t.cipher);
  if (t.has_size) message.bytes = t.bytes;
  if (t.has_recipients) message.recipients = t.recipients;
  message.tls = joined.tls;
  message.estimated = joined.estimated;
  const bool not_found =
      joined.tls == TlsEvidence::hub_log_missing || joined.tls == TlsEvidence::frontend_log_missing;
  if (not_found && t.said_plain) message.tls = TlsEvidence::proven_plain;
  sink_->accept(message);
}

/// Messages that no tracking row tells of.
void ExchangeJoin::emit_protocol(bool hubs, Micros before) {
  for (const ProtocolSession& session : sessions_.all()) {
    if (session.hop != hubs) continue;
    for (const AcceptedMail& mail : session.mails) {
      if (mail.time < settled_ || mail.time >= before) continue;
      if (take_first(mail.hostname, mail.internal_id, mail.message_id)) emit(session, mail);
    }
  }
}

void ExchangeJoin::emit(const ProtocolSession& session, const AcceptedMail& mail) {
  const Joined joined = session.hop ? through_hub(session, &mail, mail.time) : from_own(session);
  if (session.hop && joined.client == 0 && joined.session == nullptr) {
    ++(*coverage_)[CoverageItem::server_hops];
    return;
  }
  const std::string_view from = texts_.text(mail.mail_from);
  const TextId account = joined.account != 0 ? joined.account : mail.mail_from;
  if (!options_.count_probes && (is_probe(from) || is_probe(texts_.text(account)))) {
    ++(*coverage_)[CoverageItem::probes];
    return;
  }
  Message message;
  message.time = mail.time;
  message.host = texts_.text(session.host);
  message.service =
      texts_.text(joined.session != nullptr ? joined.session->connector : session.connector);
  message.dialect = "exchange-receive";
  const std::string id = std::to_string(mail.internal_id);
  message.queue_id = id;
  message.authenticated = joined.client_login;
  message.account = account != 0 || !mail.has_mail_from ? texts_.text(account) : "<>";
  if (joined.session != nullptr) {
    message.mechanism = texts_.text(joined.session->mechanism);
    message.cipher = texts_.text(joined.session->cipher);
  }
  message.envelope_sender = from;
  message.has_envelope = mail.has_mail_from;
  message.client = texts_.text(joined.client);
  if (mail.recipients > 0) message.recipients = mail.recipients;
  message.tls = joined.tls;
  sink_->accept(message);
}

void ExchangeJoin::emit_refused(Micros before) const {
  for (const ProtocolSession& session : sessions_.all()) {
    for (const RefusedLogin& login : session.refused) {
      if (login.time < settled_ || login.time >= before) continue;
      sink_->refused({.time = login.time,
                      .host = texts_.text(session.host),
                      .service = texts_.text(session.connector),
                      .account = texts_.text(login.user),
                      .client = texts_.text(session.client),
                      .mechanism = texts_.text(login.mechanism),
                      .reason = texts_.text(login.reason)});
    }
  }
}

}  // namespace smtptally
