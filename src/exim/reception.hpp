#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "smtptally/tls.hpp"

namespace smtptally {

/// The fields of a line "ID <= SENDER …", one for each accepted message. Texts are as logged.
struct Reception {
  std::string_view sender;  ///< Empty for the null sender.
  std::string_view client;
  std::string_view port;      ///< Of the service, where +incoming_interface is logged.
  std::string_view protocol;  ///< "esmtpsa".
  std::string_view cipher;
  std::string_view driver;   ///< The instance of the authenticator.
  std::string_view account;  ///< Escaped. Empty without server_set_id.
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> recipients;
  TlsEvidence tls = TlsEvidence::two_readings;
  bool by_smtp = false;  ///< A host sent it; else a program of the server, or a bounce.
  bool logged_in = false;
};

/// How a line could be read.
enum class ReadAs : std::uint8_t {
  whole,   ///< In one way.
  unsure,  ///< In none or several.
  cut,     ///< It ends before its size: a line end stands inside, or the rest is lost.
};

/// Reads the text behind "<= " from left to right, each field where the last one ended, in the
/// order of receive.c. Nothing is searched, and what follows the size must fit, too: else a client
/// whose HELO, ident, certificate or login name holds blanks could write fields of its own. If the
/// reading is not `whole`, the fields are of no use, but for `logged_in`: whether it may be.
/// `may_end_early` if the end of the line is known to be missing.
/// Requires a text without line ends.
[[nodiscard]] ReadAs read_reception(std::string_view text, bool may_end_early, Reception& out);
/// The same of a text that is known to have several readings: `unsure` or `cut`.
[[nodiscard]] ReadAs read_unsure_reception(std::string_view text, Reception& out);

/// The evidence of "TLS1.2:ECDHE-RSA-AES256-GCM-SHA384:256" (OpenSSL) or
/// "TLS1.2:ECDHE_X25519__RSA_SHA256__AES_256_GCM:256" (GnuTLS), and its cipher.
[[nodiscard]] TlsEvidence read_cipher(std::string_view x, std::string_view& cipher) noexcept;

}  // namespace smtptally
