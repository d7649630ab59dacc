#include "report/warnings.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "format/escape.hpp"
#include "report/exchange_advice.hpp"

namespace smtptally {
namespace {

using Level = Warning::Level;

void version_not_logged(const Facts& facts, std::vector<Warning>& out) {
  const auto reasons = facts.coverage.unknown_by_reason();
  const std::uint64_t messages = facts.coverage[CoverageItem::messages_counted];
  const std::uint64_t not_logged = reasons[index_of(TlsEvidence::plain)] +
                                   reasons[index_of(TlsEvidence::not_logged)] -
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

void session_log_missing(const Facts& facts, std::vector<Warning>& out) {
  const auto reasons = facts.coverage.unknown_by_reason();
  const std::uint64_t not_joined = reasons[index_of(TlsEvidence::hub_log_missing)] +
                                   reasons[index_of(TlsEvidence::frontend_log_missing)];
  if (not_joined == 0) return;
  const std::string commands = commands_for_logs(facts.coverage);
  const std::string how =
      commands.empty() ? std::string() : fmt::format("switch them on with {} ", visible(commands));
  out.push_back(
      {.text = fmt::format("the TLS version of {} of {} messages stands in SMTP receive protocol "
                           "logs that were not given",
                           not_joined, facts.coverage[CoverageItem::messages_counted]),
       .advice = how + "('smtptally check' tells more)",
       .of_tls = true,
       .told_by_check = true});
}

void rows_missing(const Facts& facts, std::vector<Warning>& out) {
  const std::uint64_t missing =
      facts.coverage.unknown_by_reason()[index_of(TlsEvidence::rows_missing)];
  if (missing == 0) return;
  out.push_back({.text = fmt::format("the TLS version of {} of {} messages stood in rows that are "
                                     "missing from the middle of their session: its "
                                     "sequence-number jumps ('smtptally check' tells more)",
                                     missing, facts.coverage[CoverageItem::messages_counted]),
                 .of_tls = true,
                 .told_by_check = true});
}

void tls_estimated(const Facts& facts, std::vector<Warning>& out) {
  const std::uint64_t estimated = facts.coverage[CoverageItem::messages_estimated];
  if (estimated == 0) return;
  out.push_back({.level = Level::note,
                 .text = fmt::format("the TLS of {} of {} messages is estimated by client address "
                                     "and time",
                                     estimated, facts.coverage[CoverageItem::messages_counted]),
                 .advice = "the Hub's receive protocol log makes it exact (--no-estimates leaves "
                           "them unknown)",
                 .of_tls = true,
                 .told_by_check = true});
}

/// Front End logs without those of the Hub.
void handed_over(const Facts& facts, std::vector<Warning>& out) {
  const std::uint64_t sessions = facts.coverage[CoverageItem::sessions_handed_over];
  if (sessions == 0) return;
  out.push_back({.text = fmt::format("{} logins were handed over to a Hub, and their messages are "
                                     "not in the input: they stand in the Hub's receive protocol "
                                     "log (Hub\\ProtocolLog\\SmtpReceive) or in message tracking "
                                     "(TransportRoles\\Logs\\MessageTracking)",
                                     sessions),
                 .advice = "add one of them",
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
                            &rows_missing,       &tls_estimated,      &handed_over,
                            &lines_dropped};

}  // namespace

std::vector<Warning> find_warnings(const Facts& facts) {
  std::vector<Warning> warnings;
  for (const auto& find : kKinds) find(facts, warnings);
  return warnings;
}

}  // namespace smtptally
