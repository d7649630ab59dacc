#pragma once

#include <string>
#include <string_view>

#include "smtptally/config.hpp"
#include "smtptally/dimension.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

/// The texts of a message as reports show them: the domain of identities in lower case (with
/// fold_case, the local part, too), the mechanism in upper case, the network of the client.
class MessageText {
 public:
  MessageText(SenderKind sender, bool fold_case) : sender_(sender), fold_case_(fold_case) {}

  /// The text of a dimension. Requires a dimension with texts: not a calendar one, and not tls. The
  /// view is valid until the next call or the end of `message`.
  [[nodiscard]] std::string_view get(Dimension dimension, const Message& message);

 private:
  std::string_view identity(std::string_view logged);
  std::string_view envelope(const Message& message);

  SenderKind sender_;
  bool fold_case_;
  std::string scratch_;
};

/// The text behind the last '@'; empty without one.
[[nodiscard]] std::string_view domain_of(std::string_view identity) noexcept;
/// The /24 of an IPv4 address or the /48 of an IPv6 address; other texts unchanged.
[[nodiscard]] std::string network_of(std::string_view address);

}  // namespace smtptally
