#include "pivot/refusal_filter.hpp"

#include <algorithm>
#include <array>

#include "pivot/calendar.hpp"
#include "pivot/message_filter.hpp"

namespace smtptally {
namespace {

constexpr std::array<std::string_view, 14> kFields{
    "sender",  "account", "domain", "day",     "hour",      "week",    "month",
    "weekday", "client",  "host",   "network", "mechanism", "service", "reason"};

/// As if it were a message of the account that was tried, so that both print it in the same way.
Message as_message(const LoginFailure& login) {
  Message message;
  message.time = login.time;
  message.host = login.host;
  message.service = login.service;
  message.account = login.account;
  message.client = login.client;
  message.mechanism = login.mechanism;
  message.authenticated = true;
  return message;
}

}  // namespace

RefusalFilter::RefusalFilter(const Selection& selection, const Zone& zone)
    : selection_(selection), zone_(zone), text_(selection.sender, selection.fold_case) {}

bool RefusalFilter::has_field(std::string_view field) noexcept {
  return std::find(kFields.begin(), kFields.end(), field) != kFields.end();
}

RefusalFilter::Field RefusalFilter::field(std::string_view name, const LoginFailure& login) {
  if (!has_field(name)) return {};
  if (name == "reason") return {login.reason, true};  // A log that has none says so.
  const Dimension dimension = *find_dimension(name);
  if (is_calendar(dimension) || dimension == Dimension::weekday) {
    period_ = period_text(dimension, period_of(dimension, login.time, zone_));
    return {period_, true};
  }
  const bool of_account = dimension == Dimension::sender || dimension == Dimension::account ||
                          dimension == Dimension::domain;
  // Nobody says MAIL FROM before the login.
  const bool no_sender =
      dimension != Dimension::account && selection_.sender == SenderKind::envelope;
  if (of_account && (login.account.empty() || no_sender)) return {};
  if (dimension == Dimension::mechanism && login.mechanism.empty()) return {};
  return {text_.get(dimension, as_message(login)), true};
}

Judgement RefusalFilter::judge(const LoginFailure& login) {
  bool all_told = true;
  if (!selection_.domains.empty()) {
    const Field domain = field("domain", login);
    const auto& wanted = selection_.domains;
    const bool is_wanted = std::find(wanted.begin(), wanted.end(), domain.text) != wanted.end();
    if (domain.told && !is_wanted) return Judgement::no;
    all_told = domain.told;
  }
  for (const Condition& condition : selection_.conditions) {
    const Field found = field(condition.field, login);
    if (found.told && !holds(condition, found.text)) return Judgement::no;
    all_told = all_told && found.told;
  }
  return all_told ? Judgement::yes : Judgement::cannot_tell;
}

}  // namespace smtptally
