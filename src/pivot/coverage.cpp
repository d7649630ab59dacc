// Names, definitions and sums of the coverage counters.

#include "smtptally/coverage.hpp"

#include <algorithm>
#include <functional>

namespace smtptally {

const std::array<CoverageText, kCoverageItemCount> kCoverageItems{{
    {"lines", "lines read from all inputs"},
    {"bytes", "bytes read from all inputs, after decompression"},
    {"bytes_skipped", "bytes of files, as stored, not read because they lie outside the range"},
    {"lines_understood", "lines that tell something about a session or a message"},
    {"lines_irrelevant", "well-formed lines that tell nothing about a session or a message"},
    {"lines_malformed", "lines that fit no known log format, or are cut or damaged"},
    {"lines_outside_range", "lines whose time is outside --since and --until"},
    {"lines_repeated", "repetitions that a \"message repeated N times\" line stands for"},
    {"messages_accepted", "messages the server accepted, before range, --auth and filters"},
    {"messages_counted", "accepted messages that the report counts"},
    {"messages_outside_range", "accepted messages left out: outside --since and --until"},
    {"messages_out_of_scope", "accepted messages left out: by --auth"},
    {"messages_filtered", "accepted messages left out: by --domain or a --where on texts"},
    {"messages_estimated", "counted messages whose TLS is estimated by client address and time"},
    {"messages_reinjected", "second passes of a message through a content filter, not counted"},
    {"server_hops", "messages that another Exchange server handed over, not counted"},
    {"probes", "messages of Exchange's own monitoring, not counted"},
    {"messages_not_accepted", "messages begun, then aborted, rejected or refused"},
    {"messages_left_open", "messages begun whose fate is not in the input, not counted"},
    {"messages_by_statistics", "messages accepted by the evidence of a disconnect line alone"},
    {"messages_without_size", "counted messages whose size is not in the input"},
    {"sessions", "client sessions whose beginning is in the input"},
    {"sessions_cut", "sessions whose beginning is not in the input: their TLS is unknown"},
    {"sessions_left_open", "sessions whose end is not in the input"},
    {"sessions_handed_over", "Front End logins handed to a Hub whose log is not in the input"},
    {"duplicate_lines", "lines that stand in the log more than once, used once"},
    {"duplicate_messages", "messages that stand in the log more than once, counted once"},
    {"queue_ids_reused", "queue ids given again before the end of the first message was seen"},
    {"auth_failures", "logins that failed"},
    {"handshake_failures", "TLS sessions that one side broke off before they stood"},
    {"blob_lines", "lines that journalctl shows only as [N blob data]"},
    {"loss_markers", "lines of the range in which a logger says that it dropped lines"},
    {"lines_lost", "lines that loggers say they dropped, in the range"},
    {"expired_by_age", "sessions and messages given up because nothing more came in time"},
    {"join_limit_reached", "times that the Exchange join was full and decided its older half"},
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
