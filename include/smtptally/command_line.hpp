#pragma once

#include <string>
#include <variant>
#include <vector>

#include "smtptally/config.hpp"
#include "smtptally/config_text.hpp"
#include "smtptally/exit_code.hpp"

namespace smtptally {

/// Properties of the process that are the defaults of options. Tests pass their own.
struct Environment {
  Micros now = 0;
  bool stdin_is_terminal = false;
  bool stdout_is_terminal = false;
  bool stderr_is_terminal = false;
  unsigned terminal_width = 0;
  unsigned terminal_height = 0;
  bool utf8 = true;                 ///< The locale's character set.
  bool no_color = false;            ///< NO_COLOR is set and not empty.
  bool clicolor = true;             ///< CLICOLOR is not 0.
  bool force_color = false;         ///< CLICOLOR_FORCE is set, and not to 0.
  bool dumb = false;                ///< TERM=dumb.
  std::string columns;              ///< COLUMNS
  std::string language = "en";      ///< LANGUAGE, LC_ALL, LC_MESSAGES, LANG.
  std::string pager = "less -FRX";  ///< SMTPTALLY_PAGER, else PAGER.
  unsigned cores = 1;
  std::string state_home;  ///< XDG_STATE_HOME, else of HOME; empty for none.
  ConfigText config_text;
  std::vector<Variable> variables;  ///< SMTPTALLY_...
};

/// A command line that asks for no run: --help, --version, or a usage error.
struct EarlyExit {
  ExitCode code = ExitCode::ok;
  std::string text;

  bool operator==(const EarlyExit&) const = default;
};

/// Turns the command line into a Config. Opens no input and prints nothing.
[[nodiscard]] std::variant<Config, EarlyExit> parse_command_line(
    const std::vector<std::string>& arguments, const Environment& environment);

}  // namespace smtptally
