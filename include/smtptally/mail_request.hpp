#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace smtptally {

/// An address as a mail header has it (RFC 5322, section 3.4).
struct Mailbox {
  std::string name;     ///< UTF-8, without its quotes; empty for none.
  std::string address;  ///< "anna@example.org"; or a local name alone, "root".
  bool operator==(const Mailbox&) const = default;
};

/// Who gets a report by mail, and how.
struct MailRequest {
  std::vector<Mailbox> to;      ///< Empty where the report is not mailed.
  std::optional<Mailbox> from;  ///< The user and the name of this machine if there is none.
  std::string subject;          ///< The verdict and the range if it is empty.
  std::string sendmail = "/usr/sbin/sendmail";
  std::chrono::seconds patience{60};  ///< How long sendmail may take.
  bool dry_run = false;               ///< Print the message instead.

  bool operator==(const MailRequest&) const = default;
};

}  // namespace smtptally
