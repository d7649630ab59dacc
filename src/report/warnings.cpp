#include "report/warnings.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "format/escape.hpp"

namespace smtptally {
namespace {

using Level = Warning::Level;

void version_not_logged(const Facts& facts, std::vector<Warning>& out) {
  const auto reasons = facts.coverage.unknown_by_reason();
  const std::uint64_t messages = facts.coverage[CoverageItem::messages_counted];
  const std::uint64_t not_logged =
      reasons[index_of(TlsEvidence::plain)] + reasons[index_of(TlsEvidence::not_logged)] -
      facts.coverage.missing_tls_lines();
  if (not_logged == 0) return;
  out.push_back({.text = fmt::format("the TLS version of {} of {} messages is not logged",
                                     not_logged, messages),
                 .advice = "set smtpd_tls_loglevel = 1 in main.cf and run 'postfix reload' "
                           "('smtptally check' tells more)",
                 .of_tls = true,
                 .told_by_check = true});
}

void version_not_stated(const Facts& facts, std::vector<Warning>& out) {
  const std::uint64_t not_stated =
      facts.coverage.unknown_by_reason()[index_of(TlsEvidence::not_stated)];
  if (not_stated == 0) return;
  out.push_back({.text = fmt::format("Exchange names no TLS version for {} of {} messages "
                                     "('smtptally check' tells more)",
                                     not_stated, facts.coverage[CoverageItem::messages_counted]),
                 .of_tls = true,
                 .told_by_check = true});
}

/// An Exchange server with messages whose session was not found.
std::string server_without_log(const Coverage& coverage) {
  for (const auto& [key, evidence] : coverage.services) {
    if (evidence.messages[index_of(TlsEvidence::hub_log_missing)] +
            evidence.messages[index_of(TlsEvidence::frontend_log_missing)] >
        0) {
      return key.first.substr(0, key.first.find('.'));
    }
  }
  return "SERVER";
}

void session_log_missing(const Facts& facts, std::vector<Warning>& out) {
  const auto reasons = facts.coverage.unknown_by_reason();
  const std::uint64_t not_joined = reasons[index_of(TlsEvidence::hub_log_missing)] +
                                   reasons[index_of(TlsEvidence::frontend_log_missing)];
  if (not_joined == 0) return;
  const std::string server = visible(server_without_log(facts.coverage));
  out.push_back(
      {.text = fmt::format("the TLS version of {} of {} messages stands in SMTP receive protocol "
                           "logs that were not given",
                           not_joined, facts.coverage[CoverageItem::messages_counted]),
       .advice = fmt::format("switch them on with Set-ReceiveConnector \"{0}\\Client Frontend "
                             "{0}\" -ProtocolLoggingLevel Verbose and Set-ReceiveConnector "
                             "\"{0}\\Client Proxy {0}\" -ProtocolLoggingLevel Verbose "
                             "('smtptally check' tells more)",
                             server),
       .of_tls = true,
       .told_by_check = true});
}

void lines_dropped(const Facts& facts, std::vector<Warning>& out) {
  const std::uint64_t markers = facts.coverage[CoverageItem::loss_markers];
  if (markers == 0) return;
  out.push_back({.text = fmt::format("the log says in {} places that lines were dropped; the "
                                     "counts are too low",
                                     markers),
                 .told_by_check = true});
}

/// In the order in which they are said.
constexpr std::array kKinds{&version_not_logged, &version_not_stated, &session_log_missing,
                            &lines_dropped};

}  // namespace

std::vector<Warning> find_warnings(const Facts& facts) {
  std::vector<Warning> warnings;
  for (const auto& find : kKinds) find(facts, warnings);
  return warnings;
}

}  // namespace smtptally
