#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../gen/random.hpp"
#include "../gen/truth.hpp"
#include "options.hpp"

namespace smtptally::bench::exchange {

enum class Login : std::uint8_t { plain_login, ntlm };
enum class MessageIds : std::uint8_t { fresh, repeated };

/// Something that sends mail: a scanner, a program, a mail client.
struct Device {
  std::string address;   ///< As in the tracking log.
  std::string endpoint;  ///< The same as written before a port: IPv6 in brackets.
  std::string helo;
  Tls tls = Tls::v1_2;
  Login login = Login::plain_login;
  MessageIds message_ids = MessageIds::fresh;
};

struct User {
  std::string name;     ///< The user principal name, which is what counts.
  std::string account;  ///< CONTOSO\name
  std::string alias;    ///< Another address that the user may send from.
  std::vector<Device> devices;
  bool sends_as_others = false;  ///< A thief who uses the account for addresses of other people.
};

/// Everything that exists before the first row.
struct World {
  explicit World(const Options& options);

  std::vector<User> users;
  std::vector<User> probes;       ///< Exchange watching itself. Never counted.
  std::vector<Device> strangers;  ///< They send to port 25 without a login.
};

}  // namespace smtptally::bench::exchange
