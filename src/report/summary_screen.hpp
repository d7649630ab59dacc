#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pivot/failure.hpp"
#include "smtptally/config.hpp"
#include "smtptally/report.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// The numbers that the sentences of the summary's screen are made of.
struct SummaryFacts {
  std::uint64_t senders = 0;
  std::uint64_t old_senders = 0;
  std::uint64_t plain_senders = 0;
  std::uint64_t messages = 0;
  ClassCounts classes{};
  /// By FailureKind; nothing where the filters cannot judge them.
  std::array<std::optional<std::uint64_t>, kFailureKindNames.size()> refused{};
  std::string before;  ///< How it differs from the period before, as a sentence; empty without one.
  std::string unusual;    ///< About those that do not behave as before; empty for nothing.
  std::string first_old;  ///< The sender with the most messages with old TLS; empty for none.

  [[nodiscard]] std::uint64_t old() const noexcept { return old_messages(classes); }
};

/// The verdict and the mix.
[[nodiscard]] std::vector<Section> summary_head(const SummaryFacts& facts);
/// What the log does not tell and why, and what to type next.
[[nodiscard]] std::vector<Line> summary_end(const SummaryFacts& facts);

/// How many rows the lists may have.
struct SummaryRoom {
  std::size_t senders = 0;
  std::size_t clients = 0;
};
/// So that all of it fits the terminal of `config`, or one of 24 lines where there is none. Lists
/// are cut, sums never; the list of clients is left out where there is no line for a client.
[[nodiscard]] SummaryRoom summary_room(const Config& config, const SummaryFacts& facts,
                                       std::size_t senders, std::size_t clients);

}  // namespace smtptally
