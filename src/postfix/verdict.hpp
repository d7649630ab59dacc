#pragma once

#include <cstddef>
#include <cstdint>

#include "postfix/services.hpp"
#include "postfix/session.hpp"
#include "postfix/transaction.hpp"

namespace smtptally {

/// What the end of a session proves of its transactions. Everything here asks only what was noted
/// of the session, which has ended, and changes nothing.

/// How many of its transactions are not in the statistics of a session, and so were of an earlier
/// one of the same client, whose end was lost with the beginning of this one. They are the first.
[[nodiscard]] inline std::uint32_t transactions_of_others(const SessionFacts& session) noexcept {
  const SessionStatistics& counts = session.statistics;
  const std::uint32_t own = counts.bdat > 0 ? session.transactions : counts.transactions;
  return counts.present && session.transactions > own ? session.transactions - own : 0;
}

/// The TLS of a transaction by all that was seen of its session.
[[nodiscard]] TlsEvidence proven_tls(const SessionFacts& session, const TransactionFacts& t,
                                     const Service& service) noexcept;

/// Whether the transactions were taken of which no line tells it.
enum class Verdict : std::uint8_t { undecided, none_taken, all_taken };

/// `open` is how many there are.
[[nodiscard]] Verdict verdict_on_open(const SessionFacts& session, std::size_t open) noexcept;

/// How many of them are marked: hold or discard was said of them.
struct MarkCounts {
  std::size_t by_cleanup = 0;
  std::size_t by_smtpd = 0;  ///< And not by cleanup.

  void count(const TransactionFacts& t) noexcept {
    if (t.marked_cleanup) {
      ++by_cleanup;
    } else if (t.marked_smtpd) {
      ++by_smtpd;
    }
  }
};

/// Which marks are believed when no more lines will come.
enum class StandingMarks : std::uint8_t { none, of_cleanup, all };

[[nodiscard]] StandingMarks marks_that_stand(const SessionFacts& session,
                                             const MarkCounts& marked) noexcept;

/// Whether a transaction was taken by its mark.
[[nodiscard]] inline bool stands(StandingMarks standing, const TransactionFacts& t) noexcept {
  if (standing == StandingMarks::all) return t.is_marked();
  return standing == StandingMarks::of_cleanup && t.marked_cleanup;
}

}  // namespace smtptally
