#pragma once

#include <string>
#include <string_view>

#include "smtptally/config.hpp"
#include "smtptally/dimension.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

/// The texts of a message as reports show them: the domain part of identities in lower case (and,
/// with fold_case, the local part), the mechanism in upper case, the network of the client.
class MessageText {
 public:
  MessageText(SenderKind sender, bool fold_case) : sender_(sender), fold_case_(fold_case) {}

  /// The text of a dimension that has one: all but the calendar ones and tls. The view lives until
  /// the next call or the end of `message`, whichever comes first.
  [[nodiscard]] std::string_view get(Dimension dimension, const Message& message);

 private:
  std::string_view identity(std::string_view logged);
  std::string_view envelope(const Message& message);

  SenderKind sender_;
  bool fold_case_;
  std::string scratch_;
};

/// What follows the last '@'; empty without one.
[[nodiscard]] std::string_view domain_of(std::string_view identity) noexcept;
/// The /24 of an IPv4 address or the /48 of an IPv6 address; other text as it is.
[[nodiscard]] std::string network_of(std::string_view address);

}  // namespace smtptally
