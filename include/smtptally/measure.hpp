#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "smtptally/dimension.hpp"
#include "smtptally/to_tr.hpp"

namespace smtptally {

/// The values that are computed for each group.
enum class Measure : std::uint8_t {
  messages,
  percent,
  recipients,
  bytes,
  senders,
  clients,
  first,
  last,
  failures,
  old,
  old_pct,
  last_old,
  old_senders,
  old_new,
  old_gone,
  tls1_0,  // From here on the classes, in the order of TlsClass.
  tls1_1,
  tls1_2,
  tls1_3,
  ssl,
  none,
  unknown,
};

inline constexpr std::array<DimensionText, 22> kMeasures{{
    {"messages", to_tr("Messages"), "accepted messages"},
    {"percent", "%", "share of the row's messages; without columns, of all messages"},
    {"recipients", to_tr("Recipients"), "recipients of these messages"},
    {"bytes", to_tr("Bytes"), "sizes of these messages as the queue manager logged them"},
    {"senders", to_tr("Senders"), "distinct senders"},
    {"clients", to_tr("Clients"), "distinct client addresses"},
    // TRANSLATORS: headings: times of the first and of the last message.
    {"first", to_tr("First"), "time of the first message"},
    {"last", to_tr("Last"), "time of the last message"},
    {"failures", to_tr("Failures"), "with --failures: refused logins and handshakes"},
    // TRANSLATORS: a heading: messages with old TLS.
    {"old", to_tr("Old"), "messages with TLS 1.0, TLS 1.1 or SSL"},
    {"old_pct", to_tr("Old %"), "old / messages"},
    {"last_old", to_tr("Last old"), "time of the last message with old TLS"},
    {"old_senders", to_tr("Old senders"), "distinct senders with old TLS"},
    // TRANSLATORS: headings: senders that use old TLS in a week and did not in the week before, and
    // those that did and no longer do.
    {"old_new", to_tr("New"), "senders with old TLS that had none in the period before"},
    {"old_gone", to_tr("Gone"), "senders with old TLS in the period before that have none now"},
    {"tls1_0", "TLS 1.0", "messages with TLS 1.0"},
    {"tls1_1", "TLS 1.1", "messages with TLS 1.1"},
    {"tls1_2", "TLS 1.2", "messages with TLS 1.2"},
    {"tls1_3", "TLS 1.3", "messages with TLS 1.3"},
    {"ssl", "SSL", "messages with SSL 2 or SSL 3"},
    {"none", "None", "messages in plaintext, proven"},
    {"unknown", "Unknown", "messages whose TLS the log does not tell"},
}};

[[nodiscard]] constexpr std::size_t index_of(Measure m) noexcept {
  return static_cast<std::size_t>(m);
}
static_assert(index_of(Measure::unknown) + 1 == kMeasures.size());

[[nodiscard]] constexpr std::optional<Measure> find_measure(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kMeasures.size(); ++i) {
    if (kMeasures[i].name == name) return static_cast<Measure>(i);
  }
  return std::nullopt;
}

/// Whether a field is a measure, or the share that a class has of a row's messages.
[[nodiscard]] constexpr bool is_number_field(std::string_view field) noexcept {
  if (find_measure(field)) return true;
  if (!field.ends_with("_pct")) return false;
  field.remove_suffix(4);
  const auto measure = find_measure(field);
  return measure && *measure >= Measure::tls1_0;
}

}  // namespace smtptally
