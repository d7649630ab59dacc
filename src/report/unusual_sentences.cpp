#include "report/unusual_sentences.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "smtptally/tls.hpp"
#include "text/escape.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

std::string messages_of(const Sign& finding) {
  return trn_count("{} message", "{} messages", finding.observed);
}
std::string recipients_of(const Sign& finding) {
  return trn_count("{} recipient", "{} recipients", finding.observed);
}

/// The sentence and what is usual: "… , before at most 7".
std::string with_most(const std::string& sentence, const Sign& finding) {
  return trs_format("{0}, before at most {1}", finding.expected, sentence,
                    grouped(finding.expected));
}

std::string new_networks(const Sign& finding, const SentenceClock& clock) {
  const std::string messages = messages_of(finding);
  const std::string since = clock.minute(finding.since);
  const std::string parts = grouped(finding.parts);
  std::string text;
  if (finding.parts == 1 && !finding.more) {
    // TRANSLATORS: {1} is "7 messages".
    text = tr_format("new network {0}, {1} from there since {2}", visible(finding.name), messages,
                     since);
  } else if (finding.more) {
    text = trs_format("{0} and more new networks, {1} from there since {2}", finding.parts, parts,
                      messages, since);
  } else {
    text = trs_format("{0} new networks, {1} from there since {2}", finding.parts, parts, messages,
                      since);
  }
  if (finding.expected > 0) {
    text = trs_format("{0}, before at most {1} a day from new ones", finding.expected, text,
                      grouped(finding.expected));
  }
  return text;
}

std::string foreign_envelope(const Sign& finding, const SentenceClock& clock) {
  const std::string name = visible(finding.name);
  const std::string parts = grouped(finding.parts);
  std::string text;
  if (finding.parts == 1 && !finding.more) {
    text = tr_format("sends as a foreign address, {}", name);
  } else {
    text = finding.more ? trs_format("sends as {} and more foreign addresses", finding.parts, parts)
                        : trs_format("sends as {} foreign addresses", finding.parts, parts);
    if (!name.empty()) text = tr_format("{0}, e.g. {1}", text, name);
  }
  // TRANSLATORS: {0} is "sends as a foreign address, anna@example.org", {1} is "7 messages".
  text = tr_format("{0}: {1} since {2}", text, messages_of(finding), clock.minute(finding.since));
  if (finding.expected > 0) {
    text = trs_format("{0}, before at most {1} a day as new ones", finding.expected, text,
                      grouped(finding.expected));
  }
  return text;
}

std::string downgrade(const Sign& finding, const SentenceClock& clock) {
  const std::string messages = messages_of(finding);
  const std::string since = clock.minute(finding.since);
  if (finding.of == Sign::Of::plain) {
    // TRANSLATORS: {0} is "7 messages", {2} a client address.
    return tr_format("{0} without TLS since {1} from {2}, whose TLS handshakes were refused before",
                     messages, since, visible(finding.name));
  }
  // TRANSLATORS: what messages were sent with, see "{0} with {1} since {2}, …".
  std::string with = tr_format("login mechanism {}", visible(finding.name));
  if (finding.of == Sign::Of::tls) {
    const auto name = std::find(kTlsClassNames.begin(), kTlsClassNames.end(), finding.name);
    const auto tls = static_cast<TlsClass>(name - kTlsClassNames.begin());
    with = tls == TlsClass::none ? std::string(tr("no TLS"))
                                 // TRANSLATORS: "TLS 1.0 or worse".
                                 : tr_format("{} or worse", kTlsClassLabels[index_of(tls)]);
  }
  return trs_format("{0} with {1} since {2}, by habit it would be {3}", finding.expected, messages,
                    with, since, grouped(finding.expected));
}

std::string limit(const Sign& finding, const SentenceClock& clock) {
  const std::string most = grouped(finding.expected);
  if (finding.of == Sign::Of::minute) {
    // TRANSLATORS: {0} is "70 messages", {1} a time, {2} a number of messages.
    return tr_format("{0} in one minute ({1}), above the limit of {2}", messages_of(finding),
                     clock.minute(finding.at), most);
  }
  const std::string day = clock.day(finding.at);
  if (finding.of == Sign::Of::recipients) {
    // TRANSLATORS: {0} is "700 recipients", {1} a day, {2} a number of recipients.
    return tr_format("{0} in one day ({1}), above the limit of {2}", recipients_of(finding), day,
                     most);
  }
  return tr_format("{0} in one day ({1}), above the limit of {2} for a sender that was seldom seen",
                   messages_of(finding), day, most);
}

std::string recipients(const Sign& finding, const SentenceClock& clock) {
  const std::string many = recipients_of(finding);
  if (finding.of == Sign::Of::message) {
    const std::string minute = clock.minute(finding.at);
    // TRANSLATORS: {0} is "700 recipients", {1} a time.
    return with_most(tr_format("one message to {0} ({1})", many, minute), finding);
  }
  return with_most(tr_format("{0} in one day ({1})", many, clock.day(finding.at)), finding);
}

std::string volume(const Sign& finding, const SentenceClock& clock) {
  const std::string messages = messages_of(finding);
  const std::string hour = clock.hour(finding.at);
  const std::string day = clock.day(finding.at);
  // TRANSLATORS: {0} is "700 messages" or "700 recipients", {1} the hour or the day.
  return with_most(finding.of == Sign::Of::hour ? tr_format("{0} in one hour ({1})", messages, hour)
                                                : tr_format("{0} in one day ({1})", messages, day),
                   finding);
}

}  // namespace

std::string SentenceClock::minute(Seconds at) const {
  const Micros time = Micros{at} * kMicrosPerSecond;
  return screen_ != nullptr ? screen_->text(time, false) : minute_text(time, zone_);
}

std::string SentenceClock::hour(Seconds at) const {
  std::string text = minute(at);
  text.resize(text.size() - 3);
  // TRANSLATORS: an hour of the day: "11-26 14h".
  return tr_format("{}h", text);
}

std::string SentenceClock::day(Seconds at) const {
  std::string text = minute(at);
  text.resize(text.size() - 6);
  return text;
}

std::string sentence(const Sign& finding, const Periods& periods, const SentenceClock& clock) {
  switch (finding.signal) {
    case Signal::new_networks:
      return new_networks(finding, clock);
    case Signal::volume:
      return volume(finding, clock);
    case Signal::recipients:
      return recipients(finding, clock);
    case Signal::limit:
      return limit(finding, clock);
    case Signal::awakened:
      // TRANSLATORS: {0} is "7 messages", {1} a time, {2} a number of days.
      return trn_format(
          "{0} since {1}, none in the {2} day before", "{0} since {1}, none in the {2} days before",
          static_cast<std::uint64_t>(periods.base_days()), messages_of(finding),
          clock.minute(finding.since), grouped(static_cast<std::uint64_t>(periods.base_days())));
    case Signal::foreign_envelope:
      return foreign_envelope(finding, clock);
    case Signal::refused_then_in:
      return trn_format(
          "{0} refused login in the hour before its first message from a new network, most from "
          "{1}",
          "{0} refused logins in the hour before its first message from a new network, most from "
          "{1}",
          finding.observed, grouped(finding.observed), visible(finding.name));
    case Signal::downgrade:
      return downgrade(finding, clock);
    case Signal::many_clients:
      return with_most(
          trn_format("{0} client within one hour ({1})", "{0} clients within one hour ({1})",
                     finding.observed, grouped(finding.observed), clock.hour(finding.at)),
          finding);
  }
  return {};
}

}  // namespace smtptally
