#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace smtptally {

/// From 1. Columns are characters, not bytes.
struct TextPosition {
  unsigned line = 1;
  unsigned column = 1;
  // NOLINTNEXTLINE(modernize-use-nullptr): of what the compiler writes.
  auto operator<=>(const TextPosition&) const = default;
};

struct TomlMember;

/// A value of TOML and where it stands.
struct TomlNode {
  enum class Kind : std::uint8_t { text, integer, truth, time, list, table, other };
  Kind kind = Kind::other;
  TextPosition at;
  std::string text;                 ///< As it would be typed behind an option: 2, true, 2026-11-01.
  std::vector<TomlNode> items;      ///< Kind::list.
  std::vector<TomlMember> members;  ///< Kind::table; in the order of the file.
};

struct TomlMember {
  std::string key;
  TextPosition at;
  TomlNode value;
};

/// Why a text is no TOML.
struct TomlMistake {
  TextPosition at;
  std::string what;
};

/// Reads a whole text. The only user of toml++.
[[nodiscard]] std::variant<TomlNode, TomlMistake> parse_toml(std::string_view text);

}  // namespace smtptally
