#pragma once

#include <string>
#include <vector>

/// The random log of an Exim that writes to a file of its own, with rising stamps: messages over
/// every TLS version and none, of accounts and of nobody, by hosts and by programs of the server;
/// deliveries; refused logins, handshakes and messages; messages that are taken back; lines that
/// stand twice; names with blanks; and lines that a client wrote behind a line end of its own.
/// The same seed gives the same log on every machine.
[[nodiscard]] std::vector<std::string> random_exim_log(unsigned seed, std::size_t messages);

/// The same as syslog has it: entries in parts, and those of the log of rejects once more.
[[nodiscard]] std::vector<std::string> random_exim_syslog(unsigned seed, std::size_t messages);

/// An id as Exim gives it in this second of UTC, of the short or the long form.
[[nodiscard]] std::string exim_id(std::int64_t second, unsigned number, bool is_long);
