#include "format/json_rows.hpp"

#include <cassert>

#include "format/numbers.hpp"
#include "report/column_name.hpp"
#include "text/escape.hpp"

namespace smtptally {
namespace {

struct ValueWriter {
  const Zone& zone;
  std::string& out;

  void operator()(std::monostate /*no value*/) const { out += "null"; }
  void operator()(std::string_view text) const { append_json_string(text, out); }
  void operator()(std::uint64_t number) const { append_number(number, out); }
  void operator()(const Distinct& distinct) const { append_number(distinct.count, out); }
  void operator()(const Share& share) const {
    if (share.total > 0) {
      append_percent(share, Decimals::two, out);
    } else {
      out += "null";
    }
  }
  void operator()(const Change& change) const { append_change(change, false, out); }
  void operator()(const ShareChange& change) const {
    if (has_value(change)) {
      append_change(change, Decimals::two, false, out);
    } else {
      out += "null";
    }
  }
  void operator()(const Mix& mix) const { array(mix.classes); }
  void operator()(const Trend& trend) const { array(trend.days); }
  void operator()(const Bar& bar) const { append_number(bar.count, out); }
  void array(std::span<const std::uint64_t> numbers) const {
    out.push_back('[');
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (i > 0) out.push_back(',');
      append_number(numbers[i], out);
    }
    out.push_back(']');
  }
  void operator()(const Instant& instant) const {
    out.push_back('"');
    out += format_rfc3339(instant.at, zone);
    out.push_back('"');
  }
};

}  // namespace

JsonRows::JsonRows(const std::vector<Column>& columns, const Zone& zone) : zone_(zone) {
  keys_.reserve(columns.size());
  for (const Column& column : columns) {
    Key key;
    append_json_string(column.name, key.member);
    key.member.push_back(':');
    key.estimated.push_back(',');
    append_json_string(estimated_name(column.name), key.estimated);
    key.estimated += ":true";
    key.always = column.estimated;
    keys_.push_back(std::move(key));
  }
}

void JsonRows::append(const std::vector<Value>& cells, std::string& out) const {
  assert(cells.size() == keys_.size());
  out.push_back('{');
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (i > 0) out.push_back(',');
    append_value(cells[i], keys_[i], out);
  }
  out.push_back('}');
}

void JsonRows::append_value(const Value& value, const Key& key, std::string& out) const {
  out += key.member;
  std::visit(ValueWriter{zone_, out}, value);
  const Distinct* const distinct = std::get_if<Distinct>(&value);
  const bool is_there = !std::holds_alternative<std::monostate>(value);
  if ((distinct != nullptr && distinct->estimated) || (key.always && is_there)) {
    out += key.estimated;
  }
}

}  // namespace smtptally
