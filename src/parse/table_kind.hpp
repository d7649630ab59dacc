#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parse/dialect_properties.hpp"

namespace smtptally {

/// What a CSV header announces.
enum class TableKind : std::uint8_t {
  none,
  tracking,         ///< Message tracking log.
  tracking_export,  ///< Get-MessageTrackingLog | Export-Csv.
  online_trace,     ///< Extended message trace of Exchange Online.
  online_summary,   ///< Enhanced summary: one row a message, nothing on login or TLS.
  online_clients,   ///< Detailed SMTP AUTH clients report: login and TLS of each message.
  receive,          ///< SMTP receive protocol log.
  send,             ///< SMTP send protocol log: mail that leaves, never a submission.
  iis_smtp,         ///< W3C extended log, as the SMTP service of IIS writes it: no TLS in it.
};
inline constexpr std::size_t kTableKinds = static_cast<std::size_t>(TableKind::iis_smtp) + 1;

[[nodiscard]] constexpr DialectProperties exchange_log(std::string_view name, LogKind kind) {
  return {.name = name, .server = LogServer::exchange, .kind = kind};
}
[[nodiscard]] constexpr DialectProperties exchange_export(std::string_view name, LogKind kind) {
  return {.name = name,
          .server = LogServer::exchange,
          .kind = kind,
          .multi_line = true,
          .exported = true};
}

/// Dialects, in the order of the kinds.
inline constexpr std::array<DialectProperties, kTableKinds> kTables{{
    {.name = "none"},
    exchange_log("exchange-tracking", LogKind::tracking),
    exchange_export("exchange-tracking-csv", LogKind::tracking),
    exchange_export("exchange-online-trace", LogKind::online),
    exchange_export("exchange-online-summary", LogKind::online),
    exchange_export("exchange-online-clients", LogKind::online),
    exchange_log("exchange-receive", LogKind::receive),
    exchange_log("exchange-send", LogKind::send),
    {.name = "iis-smtp", .server = LogServer::iis, .kind = LogKind::web},
}};
[[nodiscard]] constexpr const DialectProperties& properties_of(TableKind kind) noexcept {
  return kTables[static_cast<std::size_t>(kind)];
}
[[nodiscard]] constexpr std::string_view name_of(TableKind kind) noexcept {
  return properties_of(kind).name;
}

}  // namespace smtptally
