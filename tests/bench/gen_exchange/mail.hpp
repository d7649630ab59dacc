#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text.hpp"

namespace smtptally::bench::exchange {

enum class Destination : std::uint8_t { local, external };

/// One message, as the columns of the tracking log and the lines of the protocol log need it.
struct Mail {
  std::string sender;       ///< From the header.
  std::string return_path;  ///< MAIL FROM; "<>" when it is empty.
  std::string message_id;
  std::string network_id;
  std::vector<std::string> recipients;
  std::string_view subject;
  std::string_view directionality = "Originating";
  std::uint64_t internal_id = 0;
  std::uint64_t bytes = 0;
  Destination destination = Destination::local;
};

/// Makes the parts of a message that do not depend on who sends it.
class MailSource {
 public:
  explicit MailSource(Random& random) : random_(&random) {}

  [[nodiscard]] Mail make(std::string sender, std::string_view host);

 private:
  [[nodiscard]] std::string recipient(Destination destination);

  Random* random_;
  std::uint64_t next_internal_id_ = 70'912'345'566'403;
};

/// `250 2.6.0 <id> [InternalId=…] … Queued mail for delivery` of the server `host`.
[[nodiscard]] std::string queued_reply(const Mail& mail, std::string_view host, Random& random);

/// "a@x;b@x", as in one column.
[[nodiscard]] std::string joined_recipients(const Mail& mail);

}  // namespace smtptally::bench::exchange
