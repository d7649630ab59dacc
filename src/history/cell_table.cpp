// CellReader: cells from the tables hours and days.

#include "history/cell_table.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "history/packed_cells.hpp"

namespace smtptally {
namespace {

using Way = HistoryWay;

/// Hands on the rows of the ids, in their order: the id, then the columns.
///
/// PERF: looks each one up where they are few. Else it goes over the whole table, which takes an
/// eighth of the time for a row.
template <class Take>
void each_row(SQLite::Database& connection, const IdSet& ids, std::string_view columns,
              std::string_view table, const Take& take) {
  constexpr std::size_t kLookUp = 8;
  if (kLookUp * ids.size() > ids.ids()) {
    SqlRows all(connection, fmt::format("SELECT id, {} FROM {} ORDER BY id", columns, table));
    while (all.next()) {
      if (ids.contains(all.number(0))) take(all);
    }
    return;
  }
  SqlRows one(connection, fmt::format("SELECT id, {} FROM {} WHERE id = ?", columns, table));
  ids.each([&](std::int64_t id) {
    one.begin(id);
    if (one.next()) take(one);
  });
}

}  // namespace

CellReader::CellReader(HistoryDatabase& database, const TimeRange& range,
                       std::initializer_list<Span> spans, CellTimes times,
                       const NeedsTexts& needs_texts)
    : database_(&database),
      // Both ends fall on whole seconds, or stand for no end.
      since_(range.since == kBeginningOfTime ? range.since : whole_seconds(range.since)),
      until_(whole_seconds(range.until)),
      spans_(spans),
      times_(times),
      way_ids_(last_id(database.connection(), "ways")),
      text_ids_(last_id(database.connection(), "texts")) {
  find_ways();
  read_means();
  for (Means& means : means_) means.needs_texts = needs_texts(means.way);
  read_ways();
  read_texts();
}

std::uint32_t CellReader::Parts::narrow(std::int64_t id) {
  const auto narrowed = static_cast<std::uint32_t>(id);
  if (narrowed != id) throw std::out_of_range("id");
  return narrowed;
}

void CellReader::find_ways() {
  for (const Span span : spans_) {
    SqlRows rows(database_->connection(),
                 fmt::format("SELECT way FROM {} WHERE start >= ? AND start < ?", table_of(span)));
    rows.begin(since_, until_);
    while (rows.next()) way_ids_.insert(rows.number(0));
  }
  way_ids_.number();
}

void CellReader::read_means() {
  SqlRows rows(database_->connection(),
               "SELECT id, kind, evidence, flags, host, service, mechanism, cipher, dialect "
               "FROM means ORDER BY id");
  while (rows.next()) {
    means_.resize(static_cast<std::size_t>(rows.number(0)) + 1);
    auto& [way, texts, needed] = means_.back();
    way.kind = static_cast<Way::Kind>(rows.number(1));
    way.evidence = static_cast<TlsEvidence>(rows.number(2));
    way.flags = static_cast<std::uint8_t>(rows.number(3));
    int column = 4;
    for (const auto text : {Way::host, Way::service, Way::mechanism, Way::cipher, Way::dialect}) {
      texts[text] = rows.number(column++);
      text_ids_.insert(texts[text]);
    }
  }
}

void CellReader::read_ways() {
  ways_.reserve(way_ids_.size());
  each_row(database_->connection(), way_ids_, "means, account, client, envelope", "ways",
           [this](const SqlRows& row) {
             const Parts& parts =
                 ways_.emplace_back(row.number(1), row.number(2), row.number(3), row.number(4));
             if (!means_.at(parts.means).needs_texts) return;
             for (const std::uint32_t text : parts.texts) text_ids_.insert(text);
           });
}

void CellReader::read_texts() {
  text_ids_.number();
  std::vector<std::size_t> ends;
  ends.reserve(text_ids_.size());
  each_row(database_->connection(), text_ids_, "text", "texts", [&](const SqlRows& row) {
    bytes_ += row.bytes(1);
    ends.push_back(bytes_.size());
  });
  texts_.reserve(ends.size());
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    texts_.push_back(std::string_view(bytes_).substr(begin, end - begin));
    begin = end;
  }
  for (auto& [way, texts, needed] : means_) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i] != 0) way.texts[i] = texts_.at(text_ids_.place(texts[i]));
    }
  }
  for (Parts& parts : ways_) {
    if (!means_[parts.means].needs_texts) continue;
    for (std::uint32_t& text : parts.texts) {
      text = static_cast<std::uint32_t>(text_ids_.place(text));
      if (text >= texts_.size()) throw std::out_of_range("text");
    }
  }
}

HistoryWay CellReader::way(std::int64_t id) const {
  const Parts& parts = ways_.at(way_ids_.place(id));
  const Means& means = means_[parts.means];
  HistoryWay way = means.way;
  if (!means.needs_texts) return way;
  way.texts[Way::account] = texts_[parts.texts[0]];
  way.texts[Way::client] = texts_[parts.texts[1]];
  way.texts[Way::envelope] = texts_[parts.texts[2]];
  return way;
}

void CellReader::read_rows(Span span, const Take& take) const {
  SqlRows rows(database_->connection(),
               fmt::format("SELECT start, way, messages, recipients, bytes, widest, first, last, "
                           "minutes FROM {} WHERE start >= ? AND start < ?",
                           table_of(span)));
  rows.begin(since_, until_);
  while (rows.next()) {
    const Micros start = rows.number(0) * kMicrosPerSecond;
    const HistoryWay found = way(rows.number(1));
    const bool whole = span == Span::days || found.kind != Way::Kind::message;
    take(found, start, read_sums(rows, 2, start, whole ? CellTimes::minutes : times_));
  }
}

void CellReader::read_packed(Span span, const Take& take) const {
  SqlRows rows(database_->connection(),
               "SELECT start, means, messages, recipients, bytes, first, last, packed FROM "
               "unauthenticated WHERE day = ? AND start >= ? AND start < ?");
  rows.begin(span == Span::days ? 1 : 0, since_, until_);
  while (rows.next()) {
    const Micros start = rows.number(0) * kMicrosPerSecond;
    const Means& means = means_.at(static_cast<std::size_t>(rows.number(1)));
    HistoryWay way = means.way;
    if (!means.needs_texts) {
      take(way, start,
           {.messages = rows.count(2),
            .recipients = rows.count(3),
            .bytes = rows.count(4),
            .first = start + rows.number(5),
            .last = start + rows.number(6)});
      continue;
    }
    unpack_cells(rows.bytes(7), start, [&](const PackedCell& cell) {
      way.texts[Way::client] = cell.client;
      way.texts[Way::envelope] = cell.envelope;
      take(way, start, cell.sums);
    });
  }
}

void CellReader::read(const Take& take) {
  for (const Span span : spans_) {
    read_rows(span, take);
    read_packed(span, take);
  }
}

}  // namespace smtptally
