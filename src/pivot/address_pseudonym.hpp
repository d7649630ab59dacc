#pragma once

#include <string>
#include <string_view>

namespace smtptally {

/// The address that stands for an IPv4 or IPv6 address under a key, in the same form; empty for any
/// other text. The map is one to one within IPv4, and within a /48 of IPv6; the /24 of two IPv4
/// addresses, the /48 and /64 of two IPv6 addresses are equal where those of the results are. A /48
/// of IPv6 becomes one of fd00::/8, which nobody routes.
[[nodiscard]] std::string address_pseudonym(std::string_view key, std::string_view address);

}  // namespace smtptally
