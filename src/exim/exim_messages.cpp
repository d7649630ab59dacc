// EximLog: messages, refused logins and handshakes.

#include <algorithm>
#include <cstdlib>

#include "exim/exim_log.hpp"
#include "exim/refusals.hpp"
#include "exim/texts.hpp"
#include "parse/exim_file.hpp"

namespace smtptally {
namespace {

/// The id names the beginning of the reception, the stamp its end, in any zone.
constexpr std::int64_t kMostBetween = std::int64_t{2} * 24 * 3600;

/// Whether Exim gave the id at about the time of the line. What an administrator's logwrite makes
/// of a stranger's text has none of that time.
bool is_of_its_time(std::string_view id, Micros time) noexcept {
  const std::int64_t second = whole_seconds(time);
  return std::llabs(exim_id_second(id, second) - second) <= kMostBetween;
}

}  // namespace

/// by_id_ does not know it yet.
std::uint32_t EximLog::new_held(const EximLine& line, std::string_view id, std::uint64_t key) {
  const std::uint32_t slot = pool_.take();
  Held& held = pool_[slot];
  held.line.time = line.time;
  held.line.host.assign(line.host);
  held.line.tag.assign(line.tag);
  held.line.text.clear();
  held.line.dialect = line.dialect;
  held.line.form = line.form;
  held.id.assign(id);
  held.key = key;
  held.service = line.service;
  held.counts = false;
  held.distrusted = false;
  held.cut = line.cut;
  if (held_.empty()) first_held_ = line.time;
  held_.push_back(slot);
  return slot;
}

EximLog::Held& EximLog::hold(const EximLine& line, std::string_view id, std::uint64_t key) {
  const std::uint32_t slot = new_held(line, id, key);
  by_id_[key] = slot;
  return pool_[slot];
}

void EximLog::read(Held& held) {
  const std::string& text = held.line.text;
  // A line end is of a client that wrote into its own line; Exim's entries in syslog have it.
  const bool is_split =
      held.line.form == LineForm::logger && text.find('\n') != std::string_view::npos;
  held.reading = is_split ? read_unsure_reception(text, held.reception)
                          : read_reception(text, held.cut, held.reception);
}

void EximLog::accepted(const EximLine& line, const EximText& text) {
  const std::uint64_t key = exim_key(line.host, text.id);
  // PERF: one search of the map for both, whether it is there and where it goes.
  const auto [place, is_new] = by_id_.try_emplace(key, kNoSlot);
  if (!is_new || (remembers_all_ && seen_.contains(key))) {
    if (is_new) by_id_.erase(place);
    ++(*coverage_)[CoverageItem::duplicate_lines];
    return;
  }
  if (!is_of_its_time(text.id, line.time)) {
    by_id_.erase(place);
    if (range_.contains(line.time)) ++(*coverage_)[CoverageItem::invented_ids];
    return;
  }
  if (remembers_all_) seen_.insert(key);
  place.value() = new_held(line, text.id, key);
  Held& held = pool_[place.value()];
  held.counts = true;
  const std::string_view fields = text.text.substr(3);
  if (line.form == LineForm::logger) {
    append_without_syslog_escapes(fields, held.line.text);
  } else {
    held.line.text.assign(fields);
    held.distrusted = cut_left_ > 0 || gives_back_;
  }
  read(held);
  if (line.form == LineForm::writer && held.reading == ReadAs::cut) begin_cut(held);
}

/// A message that was refused behind its data, taken back, or answered with a pretended refusal.
/// Syslog has the line of a refused one twice.
void EximLog::not_accepted(const EximLine& line, const EximText& text) {
  const std::uint64_t key = exim_key(line.host, text.id);
  const auto found = by_id_.find(key);
  if (found != by_id_.end() && !pool_[found->second].counts) return;
  if (found != by_id_.end()) {
    pool_[found->second].counts = false;
  } else if (text.kind == EximKind::rescinded) {
    return;  // Of a message that is not in the input.
  } else {
    hold(line, text.id, key);
  }
  if (range_.contains(line.time)) ++(*coverage_)[CoverageItem::messages_not_accepted];
}

/// Whether the line is the second of two that syslog gets of an entry: one for the main log, one
/// for the log of rejects.
bool EximLog::is_second_entry(const EximLine& line, const EximText& text) {
  if (line.form != LineForm::logger) return false;
  const auto same = std::find_if(last_logins_.begin(), last_logins_.end(), [&](const KeptLine& k) {
    return k.pid == line.pid && k.host == line.host && k.tag == line.tag;
  });
  const bool is_second = same != last_logins_.end() && same->text == text.text &&
                         line.time <= same->time + kMicrosPerSecond;
  if (same != last_logins_.end()) last_logins_.erase(same);
  if (is_second) {
    ++(*coverage_)[CoverageItem::duplicate_lines];
    return true;
  }
  EximLine login = line;
  login.text = text.text;
  last_logins_.emplace_back(login);
  return false;
}

void EximLog::refused_login(const EximLine& line, const EximText& text) {
  LoginFailure failure;
  if (is_second_entry(line, text) || !read_refused_login(text.text, failure)) return;
  failure.time = line.time;
  failure.host = line.host;
  if (failure.service.empty()) failure.service = line.tag;
  scratch_.clear();
  std::string claimed;
  if (line.form == LineForm::logger) {
    append_without_syslog_escapes(failure.account, claimed);
  } else {
    claimed.assign(failure.account);
  }
  append_unescaped(claimed, scratch_);
  failure.account = scratch_;
  sink_->refused(failure);
}

void EximLog::refused_handshake(const EximLine& line, const EximText& text) {
  HandshakeFailure failure;
  if (!read_broken_handshake(text.text, failure)) return;
  failure.time = line.time;
  failure.host = line.host;
  if (failure.service.empty()) failure.service = line.tag;
  sink_->refused(failure);
}

void EximLog::emit(const Held& held) {
  const Reception& reception = held.reception;
  if (!held.counts || !reception.by_smtp) return;
  Message message;
  message.time = held.line.time;
  message.host = held.line.host;
  message.dialect = held.line.dialect;
  message.queue_id = held.id;
  message.service = reception.port.empty() ? std::string_view(held.line.tag) : reception.port;
  message.service_number = reception.port.empty() ? held.service : Message::kNoServiceNumber;
  message.authenticated = reception.logged_in;
  const bool is_sure = held.reading == ReadAs::whole && !held.distrusted;
  if (!is_sure) {
    if (range_.contains(message.time)) ++(*coverage_)[CoverageItem::ambiguous_lines];
    message.tls = TlsEvidence::two_readings;
    sink_->accept(message);
    return;
  }
  message.tls = reception.tls;
  if (reception.account.find('\\') == std::string_view::npos) {
    message.account = reception.account;
  } else {
    scratch_.clear();
    append_unescaped(reception.account, scratch_);
    message.account = scratch_;
  }
  message.mechanism = reception.driver;
  message.envelope_sender = reception.sender;
  message.has_envelope = true;
  message.client = reception.client;
  if (has_cipher(reception.tls)) message.cipher = reception.cipher;
  message.recipients = reception.recipients;
  message.bytes = reception.bytes;
  sink_->accept(message);
}

void EximLog::release_first() {
  const std::uint32_t slot = held_.front();
  held_.pop_front();
  if (!held_.empty()) first_held_ = pool_[held_.front()].line.time;
  const Held& held = pool_[slot];
  emit(held);
  const auto found = by_id_.find(held.key);
  if (found != by_id_.end() && found->second == slot) by_id_.erase(found);
  pool_.give_back(slot);
}

void EximLog::give_up_old() {
  while (!held_.empty() && first_held_ + kEximHeldFor < now_) release_first();
  for (std::size_t i = parts_.size(); i > 0; --i) {
    if (parts_[i - 1].line.time + kEximPartsAge < now_) end_parts(i - 1, true);
  }
  const bool none_waits =
      !waiting_keys_.empty() && !waiting_.empty() && now_ > waiting_.back().time + kEximPartsAge;
  if (none_waits) waiting_keys_.clear();
  if (last_logins_.empty()) return;
  last_logins_.erase(
      std::remove_if(last_logins_.begin(), last_logins_.end(),
                     [&](const KeptLine& login) { return login.time + kEximHeldFor < now_; }),
      last_logins_.end());
}

bool EximLog::awaits_more() {
  give_up_old();
  const auto is_watched = [&](std::uint32_t slot) {
    return watched_.contains(pool_[slot].line.time);
  };
  return cut_left_ > 0 || !parts_.empty() || std::any_of(held_.begin(), held_.end(), is_watched);
}

}  // namespace smtptally
