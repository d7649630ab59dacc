#include "postfix/verdict.hpp"

#include <optional>

namespace smtptally {
namespace {

/// Whether a client= line was seen of every transaction that the statistics of a session count.
bool has_all_transactions(const SessionFacts& session) noexcept {
  return session.transactions >= session.statistics.transactions;
}

/// Of a transaction without a TLS line in front of it, in a session whose connect line is known.
TlsEvidence proven_plain(const SessionFacts& session, const TransactionFacts& t,
                         const Service& service) noexcept {
  const SessionStatistics& counts = session.statistics;
  if (!session.end_seen) return TlsEvidence::end_missing;
  if (service.wrapper || counts.starttls > session.tls_lines) return TlsEvidence::not_logged;
  if (!counts.present) return TlsEvidence::plain_whole;
  // In front of a TLS line it is plain if the line is of this session: all of it must be there.
  const bool in_front = session.tls_lines > 0 && t.number <= session.transactions_plain;
  const bool differs = in_front && !has_all_transactions(session);
  return differs ? TlsEvidence::statistics_differ : TlsEvidence::plain;
}

/// How many messages the statistics count besides those that are known to be taken; nullopt where
/// they prove nothing of the open ones. A message that came in BDAT chunks is not in `data`, so
/// that with BDAT nothing is proven.
std::optional<std::size_t> messages_left(const SessionFacts& session) noexcept {
  const SessionStatistics& counts = session.statistics;
  if (!counts.present || counts.bdat > 0 || transactions_of_others(session) > 0) {
    return std::nullopt;
  }
  return counts.data > session.accepted ? counts.data - session.accepted : 0;
}

}  // namespace

TlsEvidence proven_tls(const SessionFacts& session, const TransactionFacts& t,
                       const Service& service) noexcept {
  if (session.statistics.xclient) return TlsEvidence::proxied;
  if (t.tls != TlsEvidence::plain && !has_cipher(t.tls)) return t.tls;
  const std::uint32_t others = transactions_of_others(session);
  if (others == 0) {
    return t.tls == TlsEvidence::plain ? proven_plain(session, t, service) : t.tls;
  }
  if (t.number <= others) return t.tls == TlsEvidence::plain ? TlsEvidence::end_missing : t.tls;
  // It is of the session that ended: only a TLS line behind the others is, too.
  const bool own_tls = t.tls != TlsEvidence::plain && session.transactions_plain >= others;
  return own_tls ? t.tls : TlsEvidence::statistics_differ;
}

Verdict verdict_on_open(const SessionFacts& session, std::size_t open) noexcept {
  const std::optional<std::size_t> left = messages_left(session);
  if (!left) return Verdict::undecided;
  if (*left == 0) return Verdict::none_taken;
  // Without all of the session, `data` may count transactions that were not seen.
  const bool by_xclient =
      session.start == SessionFacts::Start::follows && session.statistics.xclient;
  const bool start_seen = session.start_seen() || by_xclient;
  const bool all_taken = start_seen && has_all_transactions(session) && *left == open;
  return all_taken ? Verdict::all_taken : Verdict::undecided;
}

StandingMarks marks_that_stand(const SessionFacts& session, const MarkCounts& marked) noexcept {
  const std::optional<std::size_t> left = messages_left(session);
  if (!left) return StandingMarks::of_cleanup;
  const std::size_t marks = marked.by_cleanup + marked.by_smtpd;
  if (session.start_seen() && marks == *left) return StandingMarks::all;
  return marked.by_cleanup <= *left ? StandingMarks::of_cleanup : StandingMarks::none;
}

}  // namespace smtptally
