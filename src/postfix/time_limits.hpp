#pragma once

#include "smtptally/time.hpp"

namespace smtptally {

/// How long the correlator waits for what.

/// A line that stands twice has the same stamp. Queue ids that left the queue are remembered this
/// long to tell a second copy of their lines from a new message with the same id.
inline constexpr Micros kDuplicateWindow = 2 * kMicrosPerSecond;
/// The first seconds of a piece, in which second copies of earlier lines may stand: twice as long,
/// because lines may be out of order, too.
inline constexpr Micros kWarmUp = 2 * kDuplicateWindow;
/// A content filter answers for the first queue file after it handed in the second.
inline constexpr Micros kFilterWindow = 60 * kMicrosPerSecond;
/// A transaction that the statistics of its session refute may be saved by a late line of the
/// queue: when lines were lost, two sessions can look like one.
inline constexpr Micros kRefutedWindow = 3600 * kMicrosPerSecond;
/// A transaction that its session's end left undecided, and of which the queue says nothing for
/// this long, was not taken; unless a hold or discard was said of it.
inline constexpr Micros kUndecidedWindow = 3600 * kMicrosPerSecond;
/// A session without any line for this long is given up (smtpd's own limits are minutes).
inline constexpr Micros kSessionAge = Micros{24} * 3600 * kMicrosPerSecond;
/// A transaction without a decision, or a message that does not leave the queue, is closed after
/// this time: three times the default maximal_queue_lifetime of 5 days.
inline constexpr Micros kTransactionAge = Micros{15} * 24 * 3600 * kMicrosPerSecond;

}  // namespace smtptally
