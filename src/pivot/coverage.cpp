// Names, definitions and sums of the coverage counters.

#include "smtptally/coverage.hpp"

#include <algorithm>
#include <functional>

#include "smtptally/to_tr.hpp"

namespace smtptally {

const std::array<CoverageText, kCoverageItemCount> kCoverageItems{{
    {"lines", to_tr("lines read from all inputs")},
    {"bytes", to_tr("bytes read from all inputs, after decompression")},
    {"bytes_skipped",
     to_tr("bytes of files, as stored, not read because they lie outside the range")},
    {"lines_understood", to_tr("lines that tell something about a session or a message")},
    {"lines_irrelevant", to_tr("well-formed lines that tell nothing about a session or a message")},
    {"lines_malformed", to_tr("lines that fit no known log format, or are cut or damaged")},
    {"lines_outside_range", to_tr("lines whose time is outside --since and --until")},
    {"lines_repeated", to_tr("repetitions that a \"message repeated N times\" line stands for")},
    {"messages_accepted", to_tr("messages the server accepted, before range, --auth and filters")},
    {"messages_counted", to_tr("accepted messages that the report counts")},
    {"messages_outside_range", to_tr("accepted messages left out: outside --since and --until")},
    {"messages_out_of_scope", to_tr("accepted messages left out: by --auth")},
    {"messages_filtered", to_tr("accepted messages left out: by --domain or a --where on texts")},
    {"messages_estimated",
     to_tr("counted messages whose TLS is estimated by client address and time")},
    {"messages_reinjected",
     to_tr("second passes of a message through a content filter, not counted")},
    {"server_hops", to_tr("messages that another Exchange server handed over, not counted")},
    {"probes", to_tr("messages of Exchange's own monitoring, not counted")},
    {"messages_not_accepted", to_tr("messages begun, then aborted, rejected or refused")},
    {"messages_left_open", to_tr("messages begun whose fate is not in the input, not counted")},
    {"messages_by_statistics",
     to_tr("messages accepted by the evidence of a disconnect line alone")},
    {"messages_without_size", to_tr("counted messages whose size is not in the input")},
    {"sessions", to_tr("client sessions whose beginning is in the input")},
    {"sessions_cut", to_tr("sessions whose beginning is not in the input: their TLS is unknown")},
    {"sessions_left_open", to_tr("sessions whose end is not in the input")},
    {"sessions_handed_over",
     to_tr("Front End logins handed to a Hub whose log is not in the input")},
    {"duplicate_lines", to_tr("lines that stand in the log more than once, used once")},
    {"duplicate_messages", to_tr("messages that stand in the log more than once, counted once")},
    {"queue_ids_reused",
     to_tr("queue ids given again before the end of the first message was seen")},
    {"ambiguous_lines", to_tr("lines of Exim that can be read in two ways, or were cut")},
    {"invented_ids", to_tr("lines of Exim whose message id is of another time, not counted")},
    {"auth_failures", to_tr("logins that failed")},
    {"handshake_failures", to_tr("TLS sessions that one side broke off before they stood")},
    {"blob_lines", to_tr("lines that journalctl shows only as [N blob data]")},
    {"loss_markers", to_tr("lines of the range in which a logger says that it dropped lines")},
    {"lines_lost", to_tr("lines that loggers say they dropped, in the range")},
    {"expired_by_age", to_tr("sessions and messages given up because nothing more came in time")},
    {"join_limit_reached",
     to_tr("times that the Exchange join was full and decided its older half")},
}};

void ServiceEvidence::merge(const ServiceEvidence& other) {
  // Binding every field makes these lines fail to compile when a field is added.
  auto& [into_sessions, into_tls_lines, into_starttls, into_implicit, into_statistics,
         into_messages, into_before] = *this;
  const auto& [from_sessions, from_tls_lines, from_starttls, from_implicit, from_statistics,
               from_messages, from_before] = other;
  into_sessions += from_sessions;
  into_tls_lines += from_tls_lines;
  into_starttls += from_starttls;
  into_implicit += from_implicit;
  into_statistics += from_statistics;
  std::transform(into_messages.begin(), into_messages.end(), from_messages.begin(),
                 into_messages.begin(), std::plus<>{});
  auto& [before_implicit, before_statistics, before_plain] = into_before;
  const auto& [other_implicit, other_statistics, other_plain] = from_before;
  before_implicit += other_implicit;
  before_statistics += other_statistics;
  before_plain += other_plain;
}

ServiceEvidence& Coverage::service(std::string_view host, std::string_view service) {
  const auto found = services.find(ServiceLess::View{host, service});
  if (found != services.end()) return found->second;
  return services[ServiceKey{host, service}];
}

PlainProof Coverage::plain_proof(std::string_view host, std::string_view service) const {
  const auto found = services.find(ServiceLess::View{host, service});
  return found != services.end() ? found->second.plain_proof() : PlainProof();
}

std::array<std::uint64_t, kTlsClassNames.size()> Coverage::messages_by_class() const {
  std::array<std::uint64_t, kTlsClassNames.size()> sums{};
  for (const auto& [key, evidence] : services) {
    for (std::size_t i = 0; i < evidence.messages.size(); ++i) {
      const TlsClass c = classify(static_cast<TlsEvidence>(i), evidence.plain_proof());
      sums[index_of(c)] += evidence.messages[i];
    }
  }
  return sums;
}

namespace {

/// The reason why messages of a service with this evidence are unknown.
TlsEvidence reason_of(TlsEvidence evidence, const ServiceEvidence& service) noexcept {
  if (!asks_service(evidence)) return evidence;
  if (service.tls_lines == 0) return TlsEvidence::plain;
  if (service.implicit_tls > 0) return TlsEvidence::not_logged;
  return TlsEvidence::statistics_differ;  // Other sessions of the service have statistics.
}

}  // namespace

std::array<std::uint64_t, kTlsEvidenceNames.size()> Coverage::unknown_by_reason() const {
  std::array<std::uint64_t, kTlsEvidenceNames.size()> sums{};
  for (const auto& [key, evidence] : services) {
    for (std::size_t i = 0; i < evidence.messages.size(); ++i) {
      const TlsClass c = classify(static_cast<TlsEvidence>(i), evidence.plain_proof());
      if (c != TlsClass::unknown) continue;
      sums[index_of(reason_of(static_cast<TlsEvidence>(i), evidence))] += evidence.messages[i];
    }
  }
  return sums;
}

std::uint64_t Coverage::missing_tls_lines() const {
  std::uint64_t sum = 0;
  for (const auto& [key, evidence] : services) {
    if (evidence.tls_lines == 0) continue;
    sum += evidence.messages[index_of(TlsEvidence::not_logged)];
    if (evidence.implicit_tls > 0) {
      sum += evidence.messages[index_of(TlsEvidence::plain)] +
             evidence.messages[index_of(TlsEvidence::plain_whole)];
    }
  }
  return sum;
}

void Coverage::merge(const Coverage& other) {
  auto& [into_counts, into_services] = *this;
  const auto& [from_counts, from_services] = other;
  std::transform(into_counts.begin(), into_counts.end(), from_counts.begin(), into_counts.begin(),
                 std::plus<>{});
  for (const auto& [key, evidence] : from_services) into_services[key].merge(evidence);
}

}  // namespace smtptally
