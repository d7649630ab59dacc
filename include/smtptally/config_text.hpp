#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace smtptally {

/// Which config file is wanted.
struct ConfigRequest {
  enum class Which : std::uint8_t { usual, named, none };
  Which which = Which::usual;
  std::string path;  ///< Which::named.

  bool operator==(const ConfigRequest&) const = default;
};

/// The config file as it was found; not yet made sense of.
struct ConfigText {
  std::string path;  ///< Empty where there is no file.
  std::string text;
  std::string error;                    ///< Why `path` could not be read; empty if it was.
  std::vector<std::string> looked_for;  ///< All places, the first one first; empty for --no-config.
};

/// A variable of the environment whose name begins with SMTPTALLY_.
struct Variable {
  std::string name;
  std::string value;
};

}  // namespace smtptally
