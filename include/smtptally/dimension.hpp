#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "smtptally/to_tr.hpp"

namespace smtptally {

/// The properties by which messages, refused logins and refused handshakes are grouped and
/// filtered.
enum class Dimension : std::uint8_t {
  sender,
  account,
  envelope_sender,
  domain,
  day,
  hour,
  week,
  month,
  weekday,
  client,
  network,
  tls,
  cipher,
  mechanism,
  service,
  host,
  dialect,
  kind,  // The rest exists only for refused logins and handshakes.
  reason_class,
  reason,
};

struct DimensionText {
  std::string_view name;        ///< For the command line and the column.
  std::string_view heading;     ///< For tables.
  std::string_view definition;  ///< One line for --help and the man page.
  /// One of them, see report/nouns.hpp.
  std::string_view noun{};
};

inline constexpr std::array<DimensionText, 20> kDimensions{{
    {"sender", to_tr("Sender"), "the identity chosen by --sender: account or envelope sender",
     "sender"},
    {"account", to_tr("Account"), "authenticated user as logged; empty without login", "account"},
    {"envelope_sender", to_tr("Envelope sender"), "MAIL FROM; <> for the null sender",
     "envelope sender"},
    {"domain", to_tr("Domain"), "of the sender, after the last @, in lower case", "domain"},
    {"day", to_tr("Day"), "calendar day in --tz, 2026-11-01", "day"},
    {"hour", to_tr("Hour"), "calendar hour in --tz, 2026-11-01 14:00", "hour"},
    {"week", to_tr("Week"), "ISO 8601 week in --tz, 2026-W45", "week"},
    {"month", to_tr("Month"), "calendar month in --tz, 2026-11", "month"},
    {"weekday", to_tr("Weekday"), "day of the week in --tz, Mon to Sun", "weekday"},
    {"client", to_tr("Client"), "client address", "client"},
    {"network", to_tr("Network"), "client network, /24 for IPv4 and /48 for IPv6", "network"},
    {"tls", "TLS", "TLS class", "TLS version"},
    {"cipher", to_tr("Cipher"), "TLS cipher", "cipher"},
    {"mechanism", to_tr("Mechanism"), "SASL mechanism, in upper case", "mechanism"},
    {"service", to_tr("Service"), "full tag of the service that received the message", "service"},
    {"host", to_tr("Host"), "log host", "host"},
    {"dialect", to_tr("Dialect"), "log dialect", "dialect"},
    // TRANSLATORS: a heading: login or handshake.
    {"kind", to_tr("Kind"), "with --failures: login or handshake", "kind"},
    // TRANSLATORS: a heading: the class of a reason why a handshake was refused.
    {"reason_class", to_tr("Class"), "with --failures: why a handshake broke off", "reason class"},
    {"reason", to_tr("Reason"), "with --failures: the reason as logged", "reason"},
}};

[[nodiscard]] constexpr std::size_t index_of(Dimension d) noexcept {
  return static_cast<std::size_t>(d);
}
static_assert(index_of(Dimension::reason) + 1 == kDimensions.size());

/// Whether only refused logins and handshakes have this dimension.
[[nodiscard]] constexpr bool is_only_of_failures(Dimension d) noexcept {
  return d == Dimension::kind || d == Dimension::reason_class || d == Dimension::reason;
}

[[nodiscard]] constexpr std::optional<Dimension> find_dimension(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kDimensions.size(); ++i) {
    if (kDimensions[i].name == name) return static_cast<Dimension>(i);
  }
  return std::nullopt;
}

/// Whether the dimension has an order, with gaps that a report fills with zero rows.
[[nodiscard]] constexpr bool is_calendar(Dimension d) noexcept {
  return d == Dimension::day || d == Dimension::hour || d == Dimension::week ||
         d == Dimension::month;
}

}  // namespace smtptally
