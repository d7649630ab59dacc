#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "../gen/random.hpp"
#include "../gen/truth.hpp"
#include "row_log.hpp"
#include "world.hpp"

namespace smtptally::bench::exchange {

/// Both ends of a connection, as `address:port`.
struct Connection {
  std::string connector;
  std::string local;
  std::string remote;
};

/// One session of an SMTP receive protocol log. Each row is some milliseconds after the last.
class ProtocolSession {
 public:
  /// Writes the `+` row at `start`. Requires that `log` and `random` live longer.
  ProtocolSession(RowLog& log, Random& random, const Connection& connection, std::uint64_t id,
                  Millis start);

  void received(std::string_view command) { row('<', command, {}); }
  void sent(std::string_view reply) { row('>', reply, {}); }
  void note(std::string_view context) { row('*', {}, context); }
  void note_with_data(std::string_view data, std::string_view context) { row('*', data, context); }
  void disconnect(std::string_view context) { row('-', {}, context); }
  /// Announces the next message: `{id};{start};{n},receiving message`.
  void receiving_message();

  void wait(Millis duration) noexcept { now_ += duration; }
  /// Two sessions that talk to each other agree on the time.
  void wait_until(Millis time) noexcept { now_ = time > now_ ? time : now_; }

  [[nodiscard]] Millis now() const noexcept { return now_; }
  [[nodiscard]] const std::string& id() const noexcept { return id_; }
  [[nodiscard]] std::string_view remote_port() const noexcept;
  [[nodiscard]] std::uint64_t messages() const noexcept { return messages_; }
  /// The source-context of the last announced message in the tracking log, which counts from 0.
  [[nodiscard]] std::string source_context() const;

 private:
  void row(char event, std::string_view data, std::string_view context);

  RowLog* log_;
  Random* random_;
  std::string id_;
  std::string remote_;
  std::string before_;  ///< ",connector,id,"
  std::string after_;   ///< ",local,remote,"
  Millis start_;
  Millis now_;
  std::uint64_t sequence_ = 0;
  std::uint64_t messages_ = 0;
};

/// What a server says to a client that has connected.
void greet(ProtocolSession& session, const Device& client, std::string_view server);
/// STARTTLS up to the second EHLO. Requires a class with TLS.
void start_tls(ProtocolSession& session, const Device& client, std::string_view server);
/// The row about the negotiation, also of a link between servers.
void note_tls(ProtocolSession& session, Tls version);
/// The beginning of a hub session that the server `peer` opens, up to its own login.
void greet_server(ProtocolSession& session, std::string_view peer, Random& random);

}  // namespace smtptally::bench::exchange
