#pragma once

#include <string>

#include "smtptally/mail_request.hpp"
#include "smtptally/time.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

/// The same report in the forms that a mail carries.
struct MailParts {
  std::string subject;  ///< If the request has none.
  std::string text;     ///< For a screen.
  std::string html;     ///< For a mail program.
  std::string page;     ///< The HTML page.
  std::string csv;
};

/// Who sends, and when.
struct MailOrigin {
  Mailbox from;        ///< If the request has none.
  std::string domain;  ///< Of the Message-ID.
  Micros now;
  Zone zone;
};

/// Larger pages are packed with gzip: many servers refuse mail of more than 10 MB.
inline constexpr std::size_t kMostUnpackedPage = 3'000'000;

/// A message of ASCII, of lines that end in LF, as sendmail takes it: text and HTML as
/// alternatives, the page and the CSV attached. Its Message-ID is made of its content and its
/// time, so that the same run makes the same message.
[[nodiscard]] std::string mail_message(const MailRequest& request, const MailParts& parts,
                                       const MailOrigin& origin);

}  // namespace smtptally
