#pragma once

#include <string>
#include <vector>

/// A random Postfix log of BSD-stamped lines with rising stamps: interleaved sessions on few
/// process ids, pids used again with and without disconnect, several messages, users and TLS
/// states in a session, RSET, aborts, lost and late qmgr lines, hold and discard, queue ids used
/// again, proxy-filter sessions, re-injection, bounces, local mail, lines that stand twice.
/// The same seed gives the same log on every machine.
[[nodiscard]] std::vector<std::string> random_log(unsigned seed, std::size_t sessions);

/// The same with content filters on this machine, behind the queue and in front of it, which give
/// back what they took without a word of whose it was: only their answers name the second queue id.
[[nodiscard]] std::vector<std::string> random_filter_log(unsigned seed, std::size_t sessions);

/// The lines from `begin` to `end` as the bytes of a file.
[[nodiscard]] std::string joined(const std::vector<std::string>& lines, std::size_t begin,
                                 std::size_t end);

/// A random log with pauses between its seconds, around the limits of age: an hour, a day, weeks.
/// Its stamps are of RFC 3339 then.
[[nodiscard]] std::vector<std::string> with_pauses(const std::vector<std::string>& log,
                                                   unsigned seed);

/// The lines of a random log, of which many stand behind others of the same or the next second.
[[nodiscard]] std::vector<std::string> out_of_order(std::vector<std::string> log, unsigned seed);
