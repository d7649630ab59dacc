#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

/// A line of a log of which the truth is known.
struct TruthLine {
  std::string text;
  std::string kind;  ///< "connect", "tls", "client", "disconnect", "cleanup", "qmgr", "delivery", …
  unsigned pid = 0;
};

/// A log as a Postfix since 3.0 writes it, and what really happened.
struct TruthLog {
  std::vector<TruthLine> lines;
  std::map<std::string, std::string> tls_of;  ///< Queue id of an accepted message → TLS class.
  /// Messages in plaintext in front of the STARTTLS of a session that had a recipient refused: it
  /// has more transactions than queue ids, so that the TLS line may be another session's.
  std::set<std::string> unproven;
};

/// Whether a client address has one TLS version, or another one in every session.
enum class Versions : std::uint8_t { keep, change };

/// A random log with a few processes and addresses for each service: STARTTLS or none, implicit TLS
/// under a tag that tells of it, and under one that does not. The same seed gives the same log.
[[nodiscard]] TruthLog truth_log(unsigned seed, std::size_t sessions, Versions versions);

/// What was deleted from a log: lines of one kind, of one process, of a stretch, or at random.
[[nodiscard]] std::vector<std::string> with_losses(const TruthLog& log, unsigned seed);
