#pragma once

#include <string>
#include <vector>

#include "smtptally/config_text.hpp"

namespace smtptally {

/// Where config files are looked for unless one is named.
struct ConfigPlaces {
  std::string xdg_config_home;  ///< Counts when it is absolute, as its specification asks.
  std::string home;
  std::string system_file = "/etc/smtptally.toml";  ///< Empty for none.
};

/// Reads the file that is asked for, or of the usual places the first one that is there. A file
/// that is there and can not be read is an error, and so is one of another user in a home: who
/// takes over a HOME (sudo -E) does not want its settings unasked.
[[nodiscard]] ConfigText read_config_text(const ConfigRequest& request, const ConfigPlaces& places);

}  // namespace smtptally
