#include "report/unusual_sentences.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "smtptally/tls.hpp"
#include "text/escape.hpp"
#include "text/grouped.hpp"

namespace smtptally {
namespace {

std::string at_most(const Sign& finding) {
  return fmt::format("before at most {}", grouped(finding.expected));
}

std::string new_networks(const Sign& finding, const SentenceClock& clock) {
  const std::string messages = counted(finding.observed, "message");
  std::string text =
      finding.parts == 1 && !finding.more
          ? fmt::format("new network {}, {} from there since {}", visible(finding.name), messages,
                        clock.minute(finding.since))
          : fmt::format("{}{} new networks, {} from there since {}", grouped(finding.parts),
                        finding.more ? " and more" : "", messages, clock.minute(finding.since));
  if (finding.expected > 0) {
    text += fmt::format(", before at most {} a day from new ones", grouped(finding.expected));
  }
  return text;
}

std::string foreign_envelope(const Sign& finding, const SentenceClock& clock) {
  std::string text;
  if (finding.parts == 1 && !finding.more) {
    text = fmt::format("sends as a foreign address, {}", visible(finding.name));
  } else {
    text = fmt::format("sends as {}{} foreign addresses", grouped(finding.parts),
                       finding.more ? " and more" : "");
    if (!finding.name.empty()) text += fmt::format(", e.g. {}", visible(finding.name));
  }
  text += fmt::format(": {} since {}", counted(finding.observed, "message"),
                      clock.minute(finding.since));
  if (finding.expected > 0) {
    text += fmt::format(", before at most {} a day as new ones", grouped(finding.expected));
  }
  return text;
}

std::string downgrade(const Sign& finding, const SentenceClock& clock) {
  const std::string messages = counted(finding.observed, "message");
  const std::string since = clock.minute(finding.since);
  if (finding.of == Sign::Of::plain) {
    return fmt::format("{} without TLS since {} from {}, whose TLS handshakes were refused before",
                       messages, since, visible(finding.name));
  }
  std::string with = fmt::format("login mechanism {}", visible(finding.name));
  if (finding.of == Sign::Of::tls) {
    const auto name = std::find(kTlsClassNames.begin(), kTlsClassNames.end(), finding.name);
    const auto tls = static_cast<TlsClass>(name - kTlsClassNames.begin());
    with = tls == TlsClass::none ? "no TLS"
                                 : fmt::format("{} or worse", kTlsClassLabels[index_of(tls)]);
  }
  return fmt::format("{} with {} since {}, by habit it would be {}", messages, with, since,
                     grouped(finding.expected));
}

std::string limit(const Sign& finding, const SentenceClock& clock) {
  if (finding.of == Sign::Of::minute) {
    return fmt::format("{} in one minute ({}), above the limit of {}",
                       counted(finding.observed, "message"), clock.minute(finding.at),
                       grouped(finding.expected));
  }
  const bool recipients = finding.of == Sign::Of::recipients;
  return fmt::format("{} in one day ({}), above the limit of {}{}",
                     counted(finding.observed, recipients ? "recipient" : "message"),
                     clock.day(finding.at), grouped(finding.expected),
                     recipients ? "" : " for a sender that was seldom seen");
}

std::string recipients(const Sign& finding, const SentenceClock& clock) {
  if (finding.of == Sign::Of::message) {
    return fmt::format("one message to {} ({}), {}", counted(finding.observed, "recipient"),
                       clock.minute(finding.at), at_most(finding));
  }
  return fmt::format("{} in one day ({}), {}", counted(finding.observed, "recipient"),
                     clock.day(finding.at), at_most(finding));
}

std::string volume(const Sign& finding, const SentenceClock& clock) {
  const bool hour = finding.of == Sign::Of::hour;
  return fmt::format("{} in one {} ({}), {}", counted(finding.observed, "message"),
                     hour ? "hour" : "day", hour ? clock.hour(finding.at) : clock.day(finding.at),
                     at_most(finding));
}

}  // namespace

std::string SentenceClock::minute(Seconds at) const {
  const Micros time = Micros{at} * kMicrosPerSecond;
  return screen_ != nullptr ? screen_->text(time, false) : minute_text(time, zone_);
}

std::string SentenceClock::hour(Seconds at) const {
  std::string text = minute(at);
  text.resize(text.size() - 3);
  return text + "h";
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
      return fmt::format("{} since {}, none in the {} before", counted(finding.observed, "message"),
                         clock.minute(finding.since),
                         counted(static_cast<std::uint64_t>(periods.base_days()), "day"));
    case Signal::foreign_envelope:
      return foreign_envelope(finding, clock);
    case Signal::refused_then_in:
      return fmt::format("{} in the hour before its first message from a new network, most from {}",
                         counted(finding.observed, "refused login"), visible(finding.name));
    case Signal::downgrade:
      return downgrade(finding, clock);
    case Signal::many_clients:
      return fmt::format("{} within one hour ({}), {}", counted(finding.observed, "client"),
                         clock.hour(finding.at), at_most(finding));
  }
  return {};
}

}  // namespace smtptally
