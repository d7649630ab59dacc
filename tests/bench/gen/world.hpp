#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "options.hpp"
#include "random.hpp"
#include "truth.hpp"

namespace smtptally::bench {

enum class Service : std::uint8_t { mx, submission, submissions };
inline constexpr std::size_t kServices = 3;
inline constexpr std::uint32_t kNobody = UINT32_MAX;

/// Somebody who logs in to send.
struct Account {
  std::string user;     ///< The SASL user name.
  std::string address;  ///< The usual envelope sender.
  std::uint32_t client = 0;
  Service service = Service::submission;
  Tls tls = Tls::v1_3;  ///< What the usual device of the account negotiates.
};

/// A host that connects, written as in the log: name[address].
struct Client {
  std::string peer;
  std::string address;
  std::string helo;
};

enum class RemoteKind : std::uint8_t { plain, free_mailer, hosted };

/// Where mail to a foreign domain goes, and where foreign mail comes from.
struct Remote {
  std::string domain;
  std::string relay;  ///< name[address]:25
  RemoteKind kind = RemoteKind::plain;
};

/// Everything that exists before the first line. The same seed and the same numbers of accounts
/// and clients give the same world, however long the log is.
struct World {
  explicit World(const Options& options);

  std::vector<Account> accounts;
  std::vector<Client> clients;
  std::vector<Remote> remotes;
};

}  // namespace smtptally::bench
