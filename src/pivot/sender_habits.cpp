// SenderHabits: sorts messages into hours of accounts.

#include "pivot/sender_habits.hpp"

#include <algorithm>

#include "text/ascii.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kManyTexts = 200'000;  // Of which clear() keeps none.

bool equal_folded(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return ascii_lower(x) == ascii_lower(y);
         });
}

}  // namespace

bool is_own_address(std::string_view account, std::string_view address) noexcept {
  if (account == address || equal_folded(account, address)) return true;
  if (account.find('@') != std::string_view::npos) return false;
  // "CORP\weber" is weber@…, too.
  const std::string_view user = account.substr(account.find('\\') + 1);
  return !user.empty() && equal_folded(user, address.substr(0, address.rfind('@')));
}

std::uint32_t SenderHabits::number_of(const Way& way) {
  const auto found = std::find(ways_.begin(), ways_.end(), way);
  if (found == ways_.end()) {
    ways_.push_back(way);
    return static_cast<std::uint32_t>(ways_.size() - 1);
  }
  return static_cast<std::uint32_t>(found - ways_.begin());
}

/// PERF: the next message is mostly sent in the way of the last one.
std::uint32_t SenderHabits::way_of(const Message& message) {
  const bool asks = asks_service(message.tls);
  const auto is = [&](const Way& way) {
    return way.tls == message.tls && way.mechanism == message.mechanism &&
           (!asks || (way.service == message.service && way.host == message.host));
  };
  if (last_way_ < ways_.size() && is(ways_[last_way_])) return last_way_;
  Way way{message.tls, std::string(message.mechanism), {}, {}};
  if (asks) way.host = message.host;
  if (asks) way.service = message.service;
  last_way_ = number_of(way);
  return last_way_;
}

void SenderHabits::add(const Message& message, MessageText& text, const Zone& zone) {
  if (!message.authenticated) return;
  Waiting& waiting = waiting_.emplace_back();
  const Seconds at = seconds_of(message.time);
  const std::uint32_t recipients = saturating_sum(0, message.recipients.value_or(0));
  waiting.cell = {.hour = hour_of(zone.to_local(message.time)),
                  .client = 0,
                  .way = way_of(message),
                  .messages = saturating_sum(0, message.count),
                  .recipients = recipients,
                  .widest = message.widest
                                ? saturating_sum(0, *message.widest)
                                : recipients / std::max(1U, saturating_sum(0, message.count)),
                  .first = at,
                  .last = at};
  const std::size_t begin = waiting_texts_.size();
  waiting_texts_ += text.get(Dimension::account, message);
  waiting.account_size = waiting_texts_.size() - begin;
  waiting_texts_ += message.client;
  waiting.client_size = message.client.size();
  if (message.has_envelope && !message.envelope_sender.empty()) {
    const std::string_view address = text.get(Dimension::envelope_sender, message);
    const auto account = std::string_view(waiting_texts_).substr(begin, waiting.account_size);
    waiting.foreign = !is_own_address(account, address);
    if (waiting.foreign) {
      waiting.address_size = address.size();
      waiting_texts_ += address;
    }
  }
  if (waiting_.size() == kMostWaiting) count_waiting();
}

std::uint32_t SenderHabits::account_called(std::uint32_t name) {
  if (name >= account_of_.size()) account_of_.resize(texts_.size(), kTooMany);
  std::uint32_t& number = account_of_[name];
  if (number == kTooMany) {
    number = static_cast<std::uint32_t>(accounts_.size());
    accounts_.emplace_back();
    names_.push_back(name);
  }
  return number;
}

/// PERF: looks texts up together, see Dictionary::number().
void SenderHabits::number_waiting() {
  views_.clear();
  std::string_view rest = waiting_texts_;
  const auto take = [&](std::size_t size) {
    views_.push_back(rest.substr(0, size));
    rest.remove_prefix(size);
  };
  for (const Waiting& waiting : waiting_) {
    take(waiting.account_size);
    take(waiting.client_size);
    if (waiting.foreign) take(waiting.address_size);
  }
  numbers_.resize(views_.size());
  texts_.number(views_, numbers_);
}

/// PERF: the cells of an account are seldom in the cache when its next message is counted, so they
/// are asked for some messages ahead.
void SenderHabits::count_waiting() {
  number_waiting();
  accounts_hit_.clear();
  std::size_t next = 0;
  for (const Waiting& waiting : waiting_) {
    accounts_hit_.push_back(waiting.refused ? 0 : account_called(numbers_[next]));
    next += waiting.foreign ? 3 : 2;
  }
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    if (!waiting_[i].refused) accounts_[accounts_hit_[i]].prefetch();
  }
  next = 0;
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    SentCell& cell = waiting_[i].cell;
    const std::uint32_t name = numbers_[next++];
    cell.client = numbers_[next++];
    if (waiting_[i].refused) {
      refusals_.add({cell.client, cell.first / 60, name, 1});
      continue;
    }
    AccountHabits& account = accounts_[accounts_hit_[i]];
    account.add(cell);
    account.add(MinuteCell{cell.first / 60, cell.messages});
    if (!waiting_[i].foreign) continue;
    account.add(ForeignCell{cell.day(), numbers_[next++], cell.messages, cell.first, cell.first});
  }
  waiting_.clear();
  waiting_texts_.clear();
}

void SenderHabits::add(const Failure& failure, MessageText& text) {
  const Seconds at = seconds_of(failure.time);
  if (failure.kind == FailureKind::handshake) {
    auto found = handshakes_.find(failure.client);
    if (found == handshakes_.end()) {
      found = handshakes_.emplace(failure.client, Handshakes{0, at}).first;
    }
    ++found->second.refused;
    found->second.first = std::min(found->second.first, at);
    return;
  }
  Waiting& waiting = waiting_.emplace_back();
  waiting.refused = true;
  waiting.cell.first = at;
  const std::string_view account = text_of(failure, Dimension::account, text);
  waiting.account_size = account.size();
  waiting_texts_ += account;
  waiting.client_size = failure.client.size();
  waiting_texts_ += failure.client;
  if (waiting_.size() == kMostWaiting) count_waiting();
}

void SenderHabits::finish() {
  count_waiting();
  for (AccountHabits& account : accounts_) account.tidy();
  refusals_.tidy();
}

void SenderHabits::merge(const SenderHabits& other) {
  if (!other.waiting_.empty() || &other == this) {
    SenderHabits copy = other;
    copy.count_waiting();
    return merge(copy);
  }
  std::vector<std::uint32_t> texts(other.texts_.size(), kTooMany);
  const auto text = [&](std::uint32_t theirs) {
    if (theirs == kTooMany) return theirs;
    if (texts[theirs] == kTooMany) texts[theirs] = texts_.number(other.texts_.text(theirs));
    return texts[theirs];
  };
  std::vector<std::uint32_t> ways;
  for (const Way& way : other.ways_) ways.push_back(number_of(way));
  for (std::size_t i = 0; i < other.accounts_.size(); ++i) {
    const AccountHabits& theirs = other.accounts_[i];
    if (theirs.sent.cells().empty()) continue;
    AccountHabits& ours = accounts_[account_called(text(other.names_[i]))];
    for (SentCell cell : theirs.sent.cells()) {
      cell.client = text(cell.client);
      cell.way = ways[cell.way];
      ours.add(cell);
    }
    for (ForeignCell cell : theirs.foreign.cells()) {
      cell.address = text(cell.address);
      ours.add(cell);
    }
    for (const MinuteCell& cell : theirs.minutes.cells()) ours.add(cell);
  }
  for (RefusedCell cell : other.refusals()) {
    cell.client = text(cell.client);
    cell.account = text(cell.account);
    refusals_.add(cell);
  }
  for (const auto& [client, theirs] : other.handshakes_) {
    const auto [ours, added] = handshakes_.emplace(client, theirs);
    if (added) continue;
    ours->second.refused += theirs.refused;
    ours->second.first = std::min(ours->second.first, theirs.first);
  }
}

void SenderHabits::clear() {
  if (texts_.size() > kManyTexts) {
    *this = SenderHabits();
    return;
  }
  for (AccountHabits& account : accounts_) account.clear();
  refusals_.cells.clear();
  handshakes_.clear();
  waiting_.clear();
  waiting_texts_.clear();
}

}  // namespace smtptally
