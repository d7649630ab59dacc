#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// Rows of an Exchange server whose truth is known, for deleting some of them.
struct ExchangeTruth {
  enum class Kind : std::uint8_t {
    connect,
    hello,
    starttls,
    ready,  ///< Answer to STARTTLS.
    tls,
    auth,
    authenticated,
    granted,
    handed_over,
    proxy,
    server_login,
    mail,
    recipient,
    accepted,
    disconnect,
    tracking,
    other,
  };
  static constexpr unsigned kKinds = static_cast<unsigned>(Kind::other) + 1;
  struct Row {
    Kind kind = Kind::other;
    unsigned session = 0;
    unsigned second = 0;
    unsigned order = 0;
    std::string text;
  };
  /// Whether the address of a client tells its class of TLS.
  enum class Versions : std::uint8_t { by_address, by_session };

  std::vector<Row> rows;                       ///< In their order.
  std::map<std::string, std::string> classes;  ///< Of each message, by its InternalId.
};

/// Front End, Hub and tracking of a server of 2016, and sessions as on one of 2010: clients that
/// log in, anonymous ones of whom many share a session of the Hub, mail of other servers, refused
/// logins.
[[nodiscard]] ExchangeTruth exchange_truth(unsigned seed, unsigned sessions,
                                           ExchangeTruth::Versions versions);

/// The rows as one input.
[[nodiscard]] std::string text_of(const std::vector<ExchangeTruth::Row>& rows);
