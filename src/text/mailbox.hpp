#pragma once

#include <string_view>
#include <vector>

#include "smtptally/error.hpp"
#include "smtptally/mail_request.hpp"

namespace smtptally {

/// "anna@example.org", "root", "Anna Berg <anna@example.org>", "\"Berg, Anna\" <anna@example.org>",
/// and several with commas between them. An Error says which one is no address: nothing that could
/// begin another header passes.
[[nodiscard]] Result<std::vector<Mailbox>> parse_mailboxes(std::string_view text);

}  // namespace smtptally
