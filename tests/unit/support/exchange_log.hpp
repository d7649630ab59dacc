#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// Rows of tracking, Front End and Hub receive logs of one server, interleaved: clients that log in
/// with and without TLS, several messages in a session, anonymous mail, hops, probes, failed
/// logins, aborted transactions, lost rows, second copies, session ids that come again.
[[nodiscard]] std::vector<std::string> random_exchange_log(unsigned seed, std::size_t sessions);

/// Rows `from` … `to` as one input: a header stands wherever the kind of row changes.
[[nodiscard]] std::string exchange_text(const std::vector<std::string>& rows, std::size_t from,
                                        std::size_t to);
