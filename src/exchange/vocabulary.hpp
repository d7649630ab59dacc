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

/// The mechanism of a client's login, by the digits: AUTH LOGIN with and without TLS, NTLM, GSSAPI.
/// Empty for others.
[[nodiscard]] std::string_view mechanism_of(std::string_view digits) noexcept;
/// Whether the address is a monitoring mailbox of Managed Availability or Test-SmtpConnectivity.
[[nodiscard]] bool is_probe(std::string_view address) noexcept;
/// The value of "S:NAME=" in custom-data. Members are separated by ';'; a member that contains one
/// is wrapped in '…'. False if there is none.
bool custom_value(std::string_view data, std::string_view name, std::string_view& out) noexcept;
/// The version that Exchange Online names: S:tlsversion= in custom_data.
[[nodiscard]] TlsEvidence online_tls(std::string_view custom_data) noexcept;
/// The TLS version in Exchange's words: "SP_PROT_TLS1_2_SERVER", "TLS1.2", "1024".
[[nodiscard]] TlsEvidence exchange_tls_version(std::string_view name) noexcept;
/// The TLS version in a report's spelling, which no document defines: "TLS1_2", "TLS 1.2",
/// "TLSv1.2", "Tls12", "SP_PROT_TLS1_2_SERVER", "1.2", "3072". "None" and "No TLS" are plaintext,
/// an empty cell is not_stated, any other text contradictory.
[[nodiscard]] TlsEvidence reported_tls(std::string_view text);

}  // namespace smtptally
