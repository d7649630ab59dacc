#pragma once

#include <string>

namespace smtptally {

/// The domain that this machine sends mail as: the first line of /etc/mailname as on Debian, else
/// its host name, else "localhost".
[[nodiscard]] std::string own_mail_domain();
/// The name of the user of this process; its number where it has none.
[[nodiscard]] std::string own_user();

}  // namespace smtptally
