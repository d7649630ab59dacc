#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "smtptally/error.hpp"

namespace smtptally {

/// Hands a message to `program -t -i`, which finds the recipients in its header (sendmail(1) of
/// Postfix, Exim, msmtp …), and waits until it took the message. An Error if the program is not
/// there, ended otherwise than with 0, or was not done in time and was ended; with its words.
[[nodiscard]] std::optional<Error> send_mail(const std::string& program, std::string_view message,
                                             std::chrono::seconds patience);

}  // namespace smtptally
