#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pivot/refusal_counts.hpp"
#include "report/pivot_table.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Of one day of the subject, gaps included.
struct SubjectDay {
  std::string day;  ///< "2026-11-01"
  std::uint64_t messages = 0;
  std::uint64_t old = 0;
};

/// Envelope senders beside the accounts that sent as them.
struct EnvelopeFacts {
  std::uint64_t addresses = 0;
  std::uint64_t foreign = 0;  ///< Addresses that are not the account's.
  std::uint64_t foreign_messages = 0;
  std::uint64_t not_compared = 0;   ///< Messages of accounts that are no address, or of none.
  std::uint64_t null_messages = 0;  ///< Sent as <>.
  std::uint64_t untold = 0;         ///< Messages whose envelope sender is not in the input.
};

/// Refused logins or handshakes.
struct RefusedFacts {
  std::uint64_t known = 0;
  std::uint64_t unknown = 0;  ///< The log does not tell whose they are.
  Micros last = kBeginningOfTime;
  std::string_view whom;  ///< The other one of the last: a client, or an account.

  /// Nothing where it is not known.
  [[nodiscard]] std::optional<std::uint64_t> count() const {
    return unknown > 0 ? std::nullopt : std::optional(known);
  }
};

/// The numbers that the sentences about one sender or client are made of.
struct SubjectFacts {
  PivotSums total;
  std::uint64_t without_size = 0;
  std::vector<SubjectDay> days;  ///< From the first to the last that has a message.
  std::array<std::uint64_t, 24> hours{};
  std::uint64_t others = 0;  ///< Clients of a sender, senders of a client.
  EnvelopeFacts envelopes;
  RefusedFacts logins;
  RefusedFacts handshakes;
  std::vector<std::pair<std::string_view, std::uint64_t>> ciphers;  ///< Most messages first.
  std::vector<std::pair<std::string_view, std::uint64_t>> services;
};

/// Whether an envelope sender is the account's own, by the texts that reports print: "own",
/// "foreign", or nothing where there is nothing to compare: <>, or an account that is no address.
[[nodiscard]] Value own_or_foreign(std::string_view account, std::string_view envelope_sender);

}  // namespace smtptally
