#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "smtptally/to_tr.hpp"

namespace smtptally {

/// The TLS class of a message, in the order of the report's columns. `none` is proven plaintext;
/// `unknown` means that the log proves no class. They are never mixed.
enum class TlsClass : std::uint8_t { tls1_0, tls1_1, tls1_2, tls1_3, ssl, none, unknown };

/// One name per TlsClass, in enum order: the column names of every output.
inline constexpr std::array<std::string_view, 7> kTlsClassNames{
    "tls1_0", "tls1_1", "tls1_2", "tls1_3", "ssl", "none", "unknown"};

/// As people's screens and pages call them.
inline constexpr std::array<std::string_view, 7> kTlsClassLabels{
    "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3", "SSL", to_tr("no TLS"), to_tr("unknown")};

/// TLS 1.0, TLS 1.1 and SSL.
[[nodiscard]] constexpr bool is_old(TlsClass tls) noexcept {
  return tls == TlsClass::tls1_0 || tls == TlsClass::tls1_1 || tls == TlsClass::ssl;
}

[[nodiscard]] constexpr std::size_t index_of(TlsClass c) noexcept {
  return static_cast<std::size_t>(c);
}
static_assert(index_of(TlsClass::unknown) + 1 == kTlsClassNames.size());

/// Messages by class, in enum order.
using ClassCounts = std::array<std::uint64_t, kTlsClassNames.size()>;

/// tls1_0 + tls1_1 + ssl.
[[nodiscard]] constexpr std::uint64_t old_messages(const ClassCounts& classes) noexcept {
  std::uint64_t sum = 0;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    if (is_old(static_cast<TlsClass>(c))) sum += classes[c];
  }
  return sum;
}

}  // namespace smtptally
