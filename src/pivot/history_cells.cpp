// HistoryCells: sums messages by way and hour, and hands them on again.

#include "pivot/history_cells.hpp"

#include <algorithm>

#include "containers/hash_index.hpp"

namespace smtptally {
namespace {

constexpr Micros kMinute = 60 * kMicrosPerSecond;

std::int64_t minute_of(Micros time) noexcept {
  return whole_seconds(time) >= 0 ? whole_seconds(time) / 60 : (whole_seconds(time) - 59) / 60;
}

HistoryWay way_of(const Message& message) {
  using Way = HistoryWay;
  Way way;
  way.evidence = message.tls;
  way.texts = {message.host,      message.service,         message.account, message.client,
               message.mechanism, message.envelope_sender, message.cipher,  message.dialect};
  const auto flag = [&](bool is, Way::Flag bit) {
    if (is) way.flags = static_cast<std::uint8_t>(way.flags | bit);
  };
  flag(message.authenticated, Way::authenticated);
  flag(message.estimated, Way::estimated);
  flag(message.has_envelope, Way::has_envelope);
  flag(message.recipients.has_value(), Way::has_recipients);
  flag(message.bytes.has_value(), Way::has_bytes);
  // What nobody reads must not tell ways apart.
  if (!message.authenticated) way.texts[Way::account] = way.texts[Way::mechanism] = {};
  if (!message.has_envelope) way.texts[Way::envelope] = {};
  return way;
}

HistoryWay way_of(const Failure& failure) {
  HistoryWay way;
  way.kind =
      failure.kind == FailureKind::login ? HistoryWay::Kind::login : HistoryWay::Kind::handshake;
  way.texts = {failure.host,      failure.service, failure.account,      failure.client,
               failure.mechanism, failure.reason,  failure.reason_class, {}};
  return way;
}

HandshakeReason reason_called(std::string_view name) noexcept {
  const auto found = std::find(kHandshakeReasonNames.begin(), kHandshakeReasonNames.end(), name);
  if (found == kHandshakeReasonNames.end()) return HandshakeReason::other;
  return static_cast<HandshakeReason>(found - kHandshakeReasonNames.begin());
}

void replay_message(const HistoryWay& way, const HistorySums& sums, MessageSink& sink) {
  using Way = HistoryWay;
  const auto has = [&](Way::Flag bit) { return (way.flags & bit) != 0; };
  Message message;
  message.host = way.texts[Way::host];
  message.service = way.texts[Way::service];
  message.account = way.texts[Way::account];
  message.client = way.texts[Way::client];
  message.mechanism = way.texts[Way::mechanism];
  message.envelope_sender = way.texts[Way::envelope];
  message.cipher = way.texts[Way::cipher];
  message.dialect = way.texts[Way::dialect];
  message.tls = way.evidence;
  message.authenticated = has(Way::authenticated);
  message.estimated = has(Way::estimated);
  message.has_envelope = has(Way::has_envelope);
  if (has(Way::has_recipients)) message.recipients = sums.recipients;
  if (has(Way::has_bytes)) message.bytes = sums.bytes;
  message.widest = sums.widest;
  const auto say = [&](Micros time, std::uint64_t count) {
    if (count == 0) return;
    message.time = time;
    message.count = count;
    sink.accept(message);
    if (message.recipients) message.recipients = 0;
    if (message.bytes) message.bytes = 0;
    message.widest.reset();
  };
  const auto& minutes = sums.minutes;
  if (minutes.empty()) {  // Then by_minute() says the same.
    const std::uint64_t late = sums.first == sums.last ? 0 : 1;
    say(sums.first, sums.messages - late);
    say(sums.last, late);
    return;
  }
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    const auto& [minute, count] = minutes[i];
    const Micros time = i == 0                    ? sums.first
                        : i + 1 == minutes.size() ? sums.last
                                                  : minute * kMinute;
    say(time, count);
  }
}

void replay_refusal(const HistoryWay& way, Micros time, MessageSink& sink) {
  using Way = HistoryWay;
  if (way.kind == Way::Kind::login) {
    sink.refused(LoginFailure{.time = time,
                              .host = way.texts[Way::host],
                              .service = way.texts[Way::service],
                              .account = way.texts[Way::account],
                              .client = way.texts[Way::client],
                              .mechanism = way.texts[Way::mechanism],
                              .reason = way.texts[Way::kReason]});
    return;
  }
  sink.refused(HandshakeFailure{.time = time,
                                .host = way.texts[Way::host],
                                .service = way.texts[Way::service],
                                .client = way.texts[Way::client],
                                .reason_class = reason_called(way.texts[Way::kReasonClass]),
                                .reason = way.texts[Way::kReason]});
}

}  // namespace

std::vector<std::pair<std::int64_t, std::uint64_t>> HistorySums::by_minute() const {
  if (!minutes.empty() || messages == 0) return minutes;
  const std::int64_t from = minute_of(first);
  const std::int64_t to = minute_of(last);
  if (from == to) return {{from, messages}};
  return {{from, messages - 1}, {to, 1}};
}

void HistorySums::merge(const HistorySums& other) {
  if (other.messages == 0) return;
  auto sum = by_minute();
  for (const auto& [minute, count] : other.by_minute()) {
    const auto place = std::lower_bound(sum.begin(), sum.end(), minute,
                                        [](const auto& a, std::int64_t b) { return a.first < b; });
    if (place != sum.end() && place->first == minute) {
      place->second += count;
    } else {
      sum.insert(place, {minute, count});
    }
  }
  messages += other.messages;
  recipients += other.recipients;
  bytes += other.bytes;
  widest = std::max(widest, other.widest);
  first = std::min(first, other.first);
  last = std::max(last, other.last);
  minutes.clear();
  if (by_minute() != sum) minutes = std::move(sum);
}

/// PERF: most ways have few messages in an hour, and those come in their order.
void HistorySums::add(const HistorySums& moment) {
  if (messages == 0) {
    *this = moment;
    return;
  }
  const bool in_order = moment.first >= last;
  const bool same_minute = in_order && minute_of(moment.first) == minute_of(last);
  const bool derived = minutes.empty() && minute_of(first) == minute_of(last);
  if (!same_minute || !(derived || !minutes.empty())) return merge(moment);
  if (!derived) minutes.back().second += moment.messages;
  messages += moment.messages;
  recipients += moment.recipients;
  bytes += moment.bytes;
  widest = std::max(widest, moment.widest);
  last = moment.last;
}

void replay(const HistoryWay& way, const HistorySums& sums, MessageSink& sink) {
  if (way.kind == HistoryWay::Kind::message) return replay_message(way, sums, sink);
  const auto minutes = sums.by_minute();
  std::uint64_t said = 0;
  for (const auto& [minute, count] : minutes) {
    for (std::uint64_t i = 0; i < count; ++i, ++said) {
      const Micros time = said == 0                   ? sums.first
                          : said + 1 == sums.messages ? sums.last
                                                      : std::max(minute * kMinute, sums.first);
      replay_refusal(way, time, sink);
    }
  }
}

std::size_t HistoryCells::HashKey::operator()(const Key& key) const noexcept {
  std::uint64_t hash = key.rest;
  for (const std::uint32_t text : key.texts) hash = combine(hash, text);
  return hash;
}

std::size_t HistoryCells::HashPlace::operator()(
    const std::pair<Micros, std::uint32_t>& place) const noexcept {
  return combine(static_cast<std::uint64_t>(place.first), place.second);
}

Micros HistoryCells::start_of(Micros time) const noexcept {
  const Micros behind = time % width_;
  return time - (behind < 0 ? behind + width_ : behind);
}

std::uint32_t HistoryCells::number_of(const HistoryWay& way) {
  Key key;
  texts_.number(way.texts, key.texts);
  key.rest = (static_cast<std::uint32_t>(way.kind) << 16U) |
             (static_cast<std::uint32_t>(index_of(way.evidence)) << 8U) | way.flags;
  const auto found = way_numbers_.find(key);
  if (found != way_numbers_.end()) return found->second;
  const auto number = static_cast<std::uint32_t>(ways_.size());
  ways_.push_back(key);
  way_numbers_.emplace(key, number);
  return number;
}

HistorySums& HistoryCells::at(Micros start, std::uint32_t way) {
  const auto [found, added] = places_.emplace(std::pair(start, way), cells_.size());
  if (added) cells_.push_back({start, way, {}});
  return cells_[found->second].sums;
}

void HistoryCells::add(const Message& message) {
  const std::uint64_t recipients = message.recipients.value_or(0);
  at(start_of(message.time), number_of(way_of(message)))
      .add({.messages = message.count,
            .recipients = recipients,
            .bytes = message.bytes.value_or(0),
            .widest = recipients / std::max<std::uint64_t>(1, message.count),
            .first = message.time,
            .last = message.time});
}

void HistoryCells::add(const Failure& failure) {
  at(start_of(failure.time), number_of(way_of(failure)))
      .add({.messages = 1, .first = failure.time, .last = failure.time});
}

void HistoryCells::add(const HistoryWay& way, Micros start, const HistorySums& sums) {
  at(start, number_of(way)).merge(sums);
}

void HistoryCells::merge(const HistoryCells& other) {
  if (&other == this) return merge(HistoryCells(other));
  std::vector<std::uint32_t> numbers;
  numbers.reserve(other.ways());
  for (std::uint32_t i = 0; i < other.ways(); ++i) numbers.push_back(number_of(other.way(i)));
  for (const Cell& cell : other.cells_) at(cell.start, numbers[cell.way]).merge(cell.sums);
}

HistoryWay HistoryCells::way(std::uint32_t number) const {
  const Key& key = ways_[number];
  HistoryWay way;
  way.kind = static_cast<HistoryWay::Kind>(key.rest >> 16U);
  way.evidence = static_cast<TlsEvidence>((key.rest >> 8U) & 0xFFU);
  way.flags = static_cast<std::uint8_t>(key.rest & 0xFFU);
  for (std::size_t i = 0; i < way.texts.size(); ++i) way.texts[i] = texts_.text(key.texts[i]);
  return way;
}

void HistoryCells::replay(MessageSink& sink) const {
  for (const Cell& cell : cells_) smtptally::replay(way(cell.way), cell.sums, sink);
}

}  // namespace smtptally
