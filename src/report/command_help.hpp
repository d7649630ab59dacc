#pragma once

#include <array>
#include <string_view>

namespace smtptally {

/// What the help of a command says beside its line in --help; it stands in the command's row.
struct CommandHelp {
  std::string_view brief;    ///< For -h, in at most 26 columns.
  std::string_view answers;  ///< Sentences, of any length.
  std::string_view options;  ///< Long names of those that matter to it, its own first: "rows top".
  std::array<std::string_view, 2> examples;
  std::string_view manual;  ///< The page that tells more: "smtptally-tls".
};

}  // namespace smtptally
