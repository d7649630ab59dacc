#include "report/pivot_columns.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::array<std::string_view, 7> kClassesFolded{
    to_tr("no TLS 1.0"), to_tr("no TLS 1.1"),   to_tr("no TLS 1.2"), to_tr("no TLS 1.3"),
    to_tr("no SSL"),     to_tr("no plaintext"), to_tr("no unknown")};
// What is worth least goes first where the screen is narrow.
constexpr std::array<std::uint8_t, 7> kClassWorth{8, 8, 5, 4, 7, 7, 6};

}  // namespace

std::optional<TlsClass> class_of(Measure m) noexcept {
  if (m < Measure::tls1_0) return std::nullopt;
  return static_cast<TlsClass>(index_of(m) - index_of(Measure::tls1_0));
}

void describe_class(TlsClass tls, Column& column) {
  column.folded = tr(kClassesFolded[index_of(tls)]);
  column.worth = kClassWorth[index_of(tls)];
}

Value measure_value(Measure measure, const PivotSums& sums, std::uint64_t whole) {
  switch (measure) {
    case Measure::messages:
    case Measure::failures:
      return sums.cell.messages;
    case Measure::percent:
      return Share{sums.cell.messages, whole};
    case Measure::recipients:
      return sums.cell.recipients;
    case Measure::bytes:
      return sums.cell.bytes;
    case Measure::senders:
      return sums.senders.count();
    case Measure::clients:
      return sums.clients.count();
    case Measure::first:
      if (sums.cell.messages == 0) return std::monostate{};
      return Instant{sums.span.first};
    case Measure::last:
      if (sums.cell.messages == 0) return std::monostate{};
      return Instant{sums.span.last};
    case Measure::old:
      return sums.old();
    case Measure::old_pct:
      return Share{sums.old(), sums.cell.messages};
    case Measure::last_old:
      if (sums.old() == 0) return std::monostate{};
      return Instant{sums.last_old};
    case Measure::tls1_0:
    case Measure::tls1_1:
    case Measure::tls1_2:
    case Measure::tls1_3:
    case Measure::ssl:
    case Measure::none:
    case Measure::unknown:
      return sums.classes[index_of(*class_of(measure))];
  }
  return std::monostate{};
}

ColumnKind kind_of(Measure measure) noexcept {
  if (measure == Measure::percent || measure == Measure::old_pct) return ColumnKind::share;
  if (measure == Measure::first || measure == Measure::last || measure == Measure::last_old) {
    return ColumnKind::time;
  }
  return ColumnKind::number;
}

Column column_of(Dimension d, const std::vector<Dimension>& rows) {
  const DimensionText& text = kDimensions[index_of(d)];
  Column column{std::string(text.name), std::string(tr(text.heading)), ColumnKind::text};
  column.worth = 9;
  if (d == Dimension::sender || d == Dimension::account || d == Dimension::envelope_sender) {
    column.look = Look::sender;
  } else if (d == Dimension::client || d == Dimension::network || is_calendar(d)) {
    column.look = d == Dimension::day ? Look::day : Look::exact;
  }
  if (d == Dimension::tls) column.look = Look::tls;
  if (d == Dimension::mechanism && rows.front() != d) column.worth = 8;
  if (is_derived(d, rows)) column.shown = Shown::machine;
  return column;
}

Column column_of(Measure m) {
  const DimensionText& text = kMeasures[index_of(m)];
  Column column{std::string(text.name), std::string(tr(text.heading)), kind_of(m)};
  if (m == Measure::bytes) {
    column.heading = tr("Size");
    column.look = Look::bytes;
  }
  if (m == Measure::messages || m == Measure::failures) column.worth = 9;
  if (m == Measure::old || m == Measure::old_pct || m == Measure::last_old) column.worth = 8;
  if (const auto c = class_of(m)) {
    column.heading = tr(kTlsClassLabels[index_of(*c)]);
    describe_class(*c, column);
  }
  return column;
}

}  // namespace smtptally
