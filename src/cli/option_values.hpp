#pragma once

#include <string>
#include <variant>
#include <vector>

#include "cli/option_rules.hpp"
#include "cli/toml_tree.hpp"

namespace smtptally {

struct PlacedText {
  std::string text;
  TextPosition at;
};

/// The values of an option in a config file, as they would be typed, at least one. Only of the kind
/// that the option takes; whether it takes that value is not asked.
[[nodiscard]] std::variant<std::vector<PlacedText>, TomlMistake> option_values(
    const TomlMember& member, const OptionShape& shape);

/// "a text", "a list".
[[nodiscard]] std::string_view kind_name(TomlNode::Kind kind) noexcept;

}  // namespace smtptally
