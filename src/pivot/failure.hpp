#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "pivot/message_text.hpp"
#include "smtptally/config.hpp"
#include "smtptally/dimension.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

enum class FailureKind : std::uint8_t { login, handshake };
inline constexpr std::array<std::string_view, 2> kFailureKindNames{"login", "handshake"};

[[nodiscard]] constexpr std::size_t index_of(FailureKind kind) noexcept {
  return static_cast<std::size_t>(kind);
}

/// A refused login or handshake in a common form for views and filters. The views are as in
/// Message; fields that a kind lacks are empty.
struct Failure {
  FailureKind kind = FailureKind::login;
  Micros time = 0;
  std::string_view host;
  std::string_view service;
  std::string_view account;
  std::string_view client;
  std::string_view mechanism;
  std::string_view reason_class;
  std::string_view reason;
};
[[nodiscard]] Failure failure_of(const LoginFailure& login) noexcept;
[[nodiscard]] Failure failure_of(const HandshakeFailure& handshake) noexcept;

/// Whether failures have this dimension, so that they can be grouped and filtered by it.
[[nodiscard]] bool failures_have(Dimension dimension, SenderKind sender) noexcept;
/// The text of such a dimension, as reports show it; empty if the log does not contain it. Requires
/// a dimension that is not calendar. Valid as long as MessageText::get() says.
[[nodiscard]] std::string_view text_of(const Failure& failure, Dimension dimension,
                                       MessageText& text);

}  // namespace smtptally
