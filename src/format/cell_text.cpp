#include "format/cell_text.hpp"

#include "format/numbers.hpp"
#include "text/escape.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// "tls1_0" as "TLS 1.0".
std::string_view label_of(std::string_view name) {
  for (std::size_t c = 0; c < kTlsClassNames.size(); ++c) {
    if (kTlsClassNames[c] == name) return tr(kTlsClassLabels[c]);
  }
  return name;
}

bool is_old_name(std::string_view name) {
  for (std::size_t c = 0; c < kTlsClassNames.size(); ++c) {
    if (kTlsClassNames[c] == name) return is_old(static_cast<TlsClass>(c));
  }
  return false;
}

struct CellRenderer {
  const Column& column;
  const ScreenClock& clock;
  const FormatOptions& options;
  std::string& out;

  void operator()(std::monostate /*no value*/) const {
    const bool said = column.kind == ColumnKind::number || column.kind == ColumnKind::share;
    if (said || options.wide) out.push_back('-');
  }
  void operator()(std::string_view text) const {
    if (column.look == Look::day) {
      append_visible(clock.day(text), out);
    } else if (column.look == Look::tls && !options.wide) {
      out += label_of(text);
    } else if (column.look == Look::tls_mark && !options.wide) {
      out += label_of(text);
      if (is_old_name(text)) out += " !";
    } else {
      append_visible(text, out);
    }
  }
  void operator()(std::uint64_t number) const {
    if (options.wide) {
      append_number(number, out);
    } else if (number == 0) {
      out += glyphs(options.ascii).zero;
    } else {
      out += column.look == Look::bytes ? size_text(number) : grouped(number);
    }
  }
  void operator()(const Distinct& distinct) const {
    if (options.wide) return append_distinct(distinct, out);
    if (distinct.estimated) out.push_back('~');
    (*this)(distinct.count);
  }
  void operator()(const Instant& instant) const {
    out += clock.text(instant.at, column.look == Look::seconds);
  }
  void operator()(const Share& share) const {
    if (share.total == 0) {
      out.push_back('-');
    } else if (share.count == 0 && !options.wide) {
      out += glyphs(options.ascii).zero;
    } else {
      append_percent(share, Decimals::one, out);
    }
  }
  void operator()(const Change& change) const {
    if (change.now == change.before) return (*this)(std::uint64_t{0});
    if (options.wide) return append_change(change, true, out);
    const bool more = change.now > change.before;
    out.push_back(more ? '+' : '-');
    out += grouped(more ? change.now - change.before : change.before - change.now);
  }
  void operator()(const ShareChange& change) const {
    if (has_value(change)) {
      append_change(change, Decimals::one, true, out);
    } else {
      out.push_back('-');
    }
  }
  void operator()(const Mix& /*drawn elsewhere*/) const {}
  void operator()(const Trend& /*drawn elsewhere*/) const {}
  void operator()(const Bar& /*drawn elsewhere*/) const {}
};

}  // namespace

void append_cell_text(const Column& column, const Value& value, const ScreenClock& clock,
                      const FormatOptions& options, std::string& out) {
  std::visit(CellRenderer{column, clock, options, out}, value);
}

bool is_zero(const Value& value) noexcept {
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return *number == 0;
  if (const auto* share = std::get_if<Share>(&value)) return share->count == 0;
  if (const auto* distinct = std::get_if<Distinct>(&value)) return distinct->count == 0;
  if (const auto* change = std::get_if<Change>(&value)) return change->now == change->before;
  if (const auto* text = std::get_if<std::string_view>(&value)) return text->empty();
  return std::holds_alternative<std::monostate>(value);
}

}  // namespace smtptally
