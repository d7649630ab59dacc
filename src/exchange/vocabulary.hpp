#pragma once

#include <string_view>

#include "smtptally/tls.hpp"

namespace smtptally {

/// message-info of a RECEIVE row: two hexadecimal digits (X-MS-Exchange-Organization-AuthMechanism)
/// and a letter (AuthAs): "06I: ".
struct MessageInfo {
  std::string_view digits;
  char letter = ' ';
};
[[nodiscard]] MessageInfo parse_message_info(std::string_view text) noexcept;

/// Digits of a client's login: AUTH LOGIN with and without TLS, NTLM, GSSAPI. Empty for others.
[[nodiscard]] std::string_view mechanism_of(std::string_view digits) noexcept;
/// Monitoring mailboxes of Managed Availability and of Test-SmtpConnectivity.
[[nodiscard]] bool is_probe(std::string_view address) noexcept;
/// The value of "S:NAME=" in custom-data, whose members are joined by ';'; a member that holds one
/// is wrapped in '…'. False if it is not there.
bool custom_value(std::string_view data, std::string_view name, std::string_view& out) noexcept;
/// Exchange Online tells the version itself: S:tlsversion= in custom_data.
[[nodiscard]] TlsEvidence online_tls(std::string_view custom_data) noexcept;
/// A version in the words of Exchange: "SP_PROT_TLS1_2_SERVER", "TLS1.2", "1024".
[[nodiscard]] TlsEvidence exchange_tls_version(std::string_view name) noexcept;
/// A version as a report spells it, whose values no document lists: "TLS1_2", "TLS 1.2", "TLSv1.2",
/// "Tls12", "SP_PROT_TLS1_2_SERVER", "1.2", "3072". "None" and "No TLS" are plaintext, a cell
/// without a value is not_stated, any other text contradictory.
[[nodiscard]] TlsEvidence reported_tls(std::string_view text);

}  // namespace smtptally
