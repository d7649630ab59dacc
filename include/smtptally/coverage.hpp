#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "smtptally/mergeable.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// The counters of the input. Each enumerator is one number of --stats, of the JSON member
/// `coverage` and of `check`. kCoverageItems holds its name and definition.
enum class CoverageItem : std::uint8_t {
  lines,
  bytes,
  bytes_skipped,
  lines_understood,
  lines_irrelevant,
  lines_malformed,
  lines_outside_range,
  lines_repeated,
  messages_accepted,
  messages_counted,
  messages_outside_range,
  messages_out_of_scope,
  messages_filtered,
  messages_estimated,
  messages_reinjected,
  server_hops,
  probes,
  messages_not_accepted,
  messages_left_open,
  messages_by_statistics,
  messages_without_size,
  sessions,
  sessions_cut,
  sessions_left_open,
  sessions_handed_over,
  duplicate_lines,
  duplicate_messages,
  queue_ids_reused,
  ambiguous_lines,
  invented_ids,
  auth_failures,
  handshake_failures,
  blob_lines,
  loss_markers,
  lines_lost,
  expired_by_age,
  join_limit_reached,
};
inline constexpr std::size_t kCoverageItemCount =
    static_cast<std::size_t>(CoverageItem::join_limit_reached) + 1;

struct CoverageText {
  std::string_view name;        ///< Key in JSON and --stats.
  std::string_view definition;  ///< One line for the man page and `check`.
};
/// In enum order.
extern const std::array<CoverageText, kCoverageItemCount> kCoverageItems;

/// TLS evidence of one service (log host and full tag). Decides whether messages without a TLS line
/// are plaintext (classify()) and which setting `check` recommends.
struct ServiceEvidence {
  std::uint64_t sessions = 0;       ///< Sessions whose start was seen.
  std::uint64_t tls_lines = 0;      ///< Lines "TLS connection established from".
  std::uint64_t starttls_used = 0;  ///< Sessions whose statistics count a STARTTLS that succeeded.
  /// Sessions of the range with a TLS line and without a STARTTLS in their statistics: implicit
  /// TLS.
  std::uint64_t implicit_tls = 0;
  /// Sessions that ended in the range with statistics. Servers before Postfix 3.0 log none.
  std::uint64_t with_statistics = 0;
  /// Counted messages (in range, scope and filters) by evidence.
  std::array<std::uint64_t, kTlsEvidenceNames.size()> messages{};
  /// The same of the period that the range is compared with, where there is one.
  struct Before {
    std::uint64_t implicit_tls = 0;
    std::uint64_t with_statistics = 0;
    std::uint64_t plain = 0;  ///< Messages whose class the service decides.
    bool operator==(const Before&) const = default;
  } before;

  /// A session without a TLS line proves plaintext only if the service logs TLS lines. With
  /// smtpd_tls_loglevel = 0 there are none; with implicit TLS the line may have been lost.
  [[nodiscard]] PlainProof plain_proof() const noexcept {
    const bool shows_tls = tls_lines > 0 && implicit_tls == 0;
    return {.plain = shows_tls, .plain_whole = shows_tls && with_statistics == 0};
  }
  /// Whether messages wait for a TLS line, which may stand anywhere in the input.
  [[nodiscard]] bool asks_for_tls_line() const noexcept {
    const std::uint64_t plain = messages[index_of(TlsEvidence::plain)] +
                                messages[index_of(TlsEvidence::plain_whole)] + before.plain;
    return tls_lines == 0 && plain > 0;
  }

  void merge(const ServiceEvidence& other);
  bool operator==(const ServiceEvidence&) const = default;
};

/// Counts of the input and of what became of it. A commutative monoid.
struct Coverage {
  using ServiceKey = std::pair<std::string, std::string>;  ///< Log host, full tag.
  /// Transparent, so that a lookup with two views allocates no strings.
  struct ServiceLess {
    using is_transparent = void;
    using View = std::pair<std::string_view, std::string_view>;
    bool operator()(const View& a, const View& b) const noexcept { return a < b; }
  };

  std::array<std::uint64_t, kCoverageItemCount> counts{};
  std::map<ServiceKey, ServiceEvidence, ServiceLess> services;

  [[nodiscard]] std::uint64_t& operator[](CoverageItem item) noexcept {
    return counts[static_cast<std::size_t>(item)];
  }
  [[nodiscard]] std::uint64_t operator[](CoverageItem item) const noexcept {
    return counts[static_cast<std::size_t>(item)];
  }
  /// The evidence of a service; a new service gets an empty one. The reference is valid as long as
  /// the Coverage.
  [[nodiscard]] ServiceEvidence& service(std::string_view host, std::string_view service);
  [[nodiscard]] PlainProof plain_proof(std::string_view host, std::string_view service) const;
  /// Counted messages of all services by class.
  [[nodiscard]] std::array<std::uint64_t, kTlsClassNames.size()> messages_by_class() const;
  /// Counted messages of class unknown by evidence (`plain`: the service logs no TLS).
  [[nodiscard]] std::array<std::uint64_t, kTlsEvidenceNames.size()> unknown_by_reason() const;
  /// Messages with the reason not_logged of services that log TLS: their TLS line is missing.
  [[nodiscard]] std::uint64_t missing_tls_lines() const;

  void merge(const Coverage& other);
  bool operator==(const Coverage&) const = default;
};
static_assert(Mergeable<Coverage>);

}  // namespace smtptally
