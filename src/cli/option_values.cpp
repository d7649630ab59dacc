#include "cli/option_values.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

using Kind = TomlNode::Kind;

bool is_scalar(Kind kind) {
  return kind == Kind::text || kind == Kind::integer || kind == Kind::time;
}

TomlMistake wrong_kind(const TomlMember& member, const TomlNode& value, std::string_view wanted) {
  return {value.at,

          // TRANSLATORS: {0} is an option, {1} and {2} are kinds of values: "a number".
          tr_format("'{0}' is {1}, not {2}", visible(member.key), wanted, kind_name(value.kind))};
}

}  // namespace

std::string_view kind_name(Kind kind) noexcept {
  switch (kind) {
    case Kind::text:
      return tr("a text");
    case Kind::integer:
      return tr("a number");
    case Kind::truth:
      return tr("true or false");
    case Kind::time:
      return tr("a time");
    case Kind::list:
      return tr("a list");
    case Kind::table:
      return tr("a table");
    case Kind::other:
      break;
  }
  return tr("a number with a fraction");
}

std::variant<std::vector<PlacedText>, TomlMistake> option_values(const TomlMember& member,
                                                                 const OptionShape& shape) {
  const TomlNode& value = member.value;
  if (shape.kind == OptionShape::Kind::flag) {
    if (value.kind != Kind::truth) return wrong_kind(member, value, kind_name(Kind::truth));
    return std::vector{PlacedText{value.text, value.at}};
  }
  const bool list = shape.kind == OptionShape::Kind::many || takes_commas(shape.name);
  std::vector<PlacedText> values;
  if (value.kind == Kind::list && list) {
    for (const TomlNode& item : value.items) {
      if (!is_scalar(item.kind)) return wrong_kind(member, item, tr("a list of texts"));
      values.push_back({item.text, item.at});
    }
  } else if (is_scalar(value.kind)) {
    values.push_back({value.text, value.at});
  } else {
    return wrong_kind(member, value, list ? tr("a text or a list of texts") : tr("a text"));
  }
  if (values.empty()) return TomlMistake{value.at, tr_format("'{}' is empty", member.key)};
  for (const PlacedText& one : values) {
    if (one.text.empty()) return TomlMistake{one.at, tr_format("'{}' is empty", member.key)};
  }
  if (!takes_commas(shape.name)) return values;
  std::string joined = values.front().text;
  for (std::size_t i = 1; i < values.size(); ++i) joined += "," + values[i].text;
  return std::vector{PlacedText{joined, value.at}};
}

}  // namespace smtptally
