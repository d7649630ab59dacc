#include "cli/toml_tree.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

// Headers alone, so that it needs no library at run time, and mistakes are values.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// toml++ 3.3 asserts what a text can break ("[." is enough), and in release builds assumes it. What
// stands behind the assertions says the same as an error.
#undef NDEBUG
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

#include "text/translate.hpp"

namespace smtptally {
namespace {

TextPosition begin_of(const toml::source_region& region) {
  return {region.begin.line, region.begin.column};
}

/// "2026-11-01 14:00:00.5+01:00", as --since takes it.
std::string text_of(const toml::date& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}
std::string text_of(const toml::time& time) {
  std::string text = fmt::format("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
  if (time.nanosecond != 0) text += fmt::format(".{:06}", time.nanosecond / 1000);
  return text;
}
std::string text_of(const toml::date_time& when) {
  std::string text = fmt::format("{}T{}", text_of(when.date), text_of(when.time));
  if (!when.offset) return text;
  const int minutes = when.offset->minutes;
  const int away = minutes < 0 ? -minutes : minutes;
  text += fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', away / 60, away % 60);
  return text;
}

TomlNode node_of(const toml::node& from);

void add_members(const toml::table& table, TomlNode& node) {
  for (const auto& [key, value] : table) {
    node.members.push_back({std::string(key.str()), begin_of(key.source()), node_of(value)});
  }
  std::stable_sort(node.members.begin(), node.members.end(),
                   [](const TomlMember& a, const TomlMember& b) { return a.at < b.at; });
}

/// Goes as deep as the text is nested, which deep_key() and toml++ bound.
TomlNode node_of(const toml::node& from) {  // NOLINT(misc-no-recursion)
  using enum TomlNode::Kind;
  TomlNode node;
  node.at = begin_of(from.source());
  if (const auto* table = from.as_table()) {
    node.kind = TomlNode::Kind::table;
    add_members(*table, node);
  } else if (const auto* array = from.as_array()) {
    node.kind = list;
    for (const toml::node& item : *array) node.items.push_back(node_of(item));
  } else if (const auto* string = from.as_string()) {
    node.kind = TomlNode::Kind::text;
    node.text = string->get();
  } else if (const auto* number = from.as_integer()) {
    node.kind = integer;
    node.text = std::to_string(number->get());
  } else if (const auto* boolean = from.as_boolean()) {
    node.kind = truth;
    node.text = boolean->get() ? "true" : "false";
  } else if (const auto* date = from.as_date()) {
    node.kind = TomlNode::Kind::time;
    node.text = text_of(date->get());
  } else if (const auto* time = from.as_time()) {
    node.kind = TomlNode::Kind::time;
    node.text = text_of(time->get());
  } else if (const auto* when = from.as_date_time()) {
    node.kind = TomlNode::Kind::time;
    node.text = text_of(when->get());
  }
  return node;
}

/// Behind the string of TOML that begins at `at`. One that has no end ends the text.
std::size_t behind_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  const bool lines = text.substr(at).starts_with(three);
  const std::string_view end = lines ? std::string_view(three) : text.substr(at, 1);
  for (at += end.size(); at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text.substr(at).starts_with(end) || (!lines && text[at] == '\n')) {
      return at + end.size();
    }
  }
  return text.size();
}

/// Where a key has more parts (a.b.c) than any that means something. toml++ 3.3 calls itself for
/// each of them, and would overflow the stack.
std::optional<TomlMistake> deep_key(std::string_view text) {
  constexpr int kMostDots = 64;
  int dots = 0;
  unsigned line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '#') at = std::min(text.find('\n', at), text.size());
    if (c == '"' || c == '\'') {
      const std::size_t behind = std::min(behind_string(text, at), text.size());
      const std::string_view string = text.substr(at, behind - at);
      line += static_cast<unsigned>(std::count(string.begin(), string.end(), '\n'));
      at = behind;
    }
    if (c == '#' || c == '"' || c == '\'') continue;
    if (c == '\n') ++line;
    if (c == '.' && ++dots > kMostDots)
      return TomlMistake{{line, 1}, tr("a key has too many parts")};
    if (std::string_view("\n=,[]{}").find(c) != std::string_view::npos) dots = 0;
    ++at;
  }
  return std::nullopt;
}

}  // namespace

std::variant<TomlNode, TomlMistake> parse_toml(std::string_view text) {
  if (auto mistake = deep_key(text)) return *std::move(mistake);
  const toml::parse_result parsed = toml::parse(text);
  if (parsed) return node_of(parsed.table());
  const toml::parse_error& error = parsed.error();
  return TomlMistake{begin_of(error.source()), std::string(error.description())};
}

}  // namespace smtptally
