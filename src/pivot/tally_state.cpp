// Tally: what of it is written and read, and coarser tallies that are made of it.

#include <algorithm>
#include <numeric>
#include <optional>

#include "pivot/tally.hpp"
#include "pivot/text_order.hpp"

namespace smtptally {
namespace {

constexpr std::uint32_t kEvidenceOfKey = 0xFF;
constexpr unsigned kServiceShift = 8;

/// Calls `take` with each text of a key.
template <class Take>
void each_text(const TallySpec& spec, const Tally::Key& key, const Take& take) {
  for (std::size_t i = 0; i < spec.dimensions.size(); ++i) {
    if (is_text(spec.dimensions[i])) {
      take(key[i]);
    } else if (spec.dimensions[i] == Dimension::tls) {
      if (const TlsPart tls = tls_part(key[i]); tls.has_service) take(tls.service);
    }
  }
}

/// The same key with texts by another numbering.
template <class NumberOf>
Tally::Key renumbered(const TallySpec& spec, Tally::Key key, const NumberOf& number_of) {
  for (std::size_t i = 0; i < spec.dimensions.size(); ++i) {
    if (is_text(spec.dimensions[i])) {
      key[i] = number_of(key[i]);
    } else if (spec.dimensions[i] == Dimension::tls) {
      const TlsPart tls = tls_part(key[i]);
      if (!tls.has_service) continue;
      key[i] = (key[i] & kEvidenceOfKey) | ((number_of(tls.service) + 1) << kServiceShift);
    }
  }
  return key;
}

/// Whether a report can name the period.
bool is_period(Dimension dimension, std::uint32_t period) {
  constexpr std::int64_t kFirst = std::int64_t{1} << 31U;  // See calendar.cpp.
  constexpr std::int64_t kMost = std::int64_t{20'000} * 366 * 24;
  if (dimension == Dimension::weekday) return period < 7;
  const std::int64_t since = std::int64_t{period} - kFirst;
  const std::int64_t most = dimension == Dimension::hour ? kMost : kMost / 24 / 31;
  return !is_calendar(dimension) || (since >= -most && since <= most);
}

struct Row {
  Tally::Key key{};
  std::size_t group = 0;
};

/// Where each dimension of `wanted` stands in `spec`; nothing if one is missing.
std::optional<std::vector<std::size_t>> places(const TallySpec& spec, const TallySpec& wanted) {
  std::vector<std::size_t> places;
  for (const Dimension dimension : wanted.dimensions) {
    const auto found = std::find(spec.dimensions.begin(), spec.dimensions.end(), dimension);
    if (found == spec.dimensions.end()) return std::nullopt;
    places.push_back(static_cast<std::size_t>(found - spec.dimensions.begin()));
  }
  return places;
}

/// That all parts of a key can be; `texts` is how many there are.
void require_parts(ByteReader& in, const TallySpec& spec, const Tally::Key& key,
                   std::size_t texts) {
  each_text(spec, key,
            [&](std::uint32_t text) { in.require(text < texts, "there is no such text"); });
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    in.require(is_text(spec.dimensions[d]) || is_period(spec.dimensions[d], key[d]),
               "there is no such time");
    if (spec.dimensions[d] != Dimension::tls) continue;
    in.require((key[d] & kEvidenceOfKey) < kTlsEvidenceNames.size(), "there is no such evidence");
  }
}

}  // namespace

bool tells(const TallySpec& spec, const TallySpec& wanted) {
  return places(spec, wanted) && (spec.times || !wanted.times) &&
         (spec.senders || !wanted.senders) && (spec.clients || !wanted.clients);
}

Tally Tally::coarser(const TallySpec& wanted) const {
  if (spec_ == wanted) return *this;
  Tally result(wanted);
  const std::vector<std::size_t> from = *places(spec_, wanted);
  for (std::size_t i = 0; i < size(); ++i) {
    if (cells_[i].messages == 0) continue;
    const Key whole = key(i);
    Key part{};
    for (std::size_t d = 0; d < from.size(); ++d) part[d] = whole[from[d]];
    part = renumbered(wanted, part,
                      [&](std::uint32_t text) { return result.texts_.number(texts_.text(text)); });
    const std::size_t at = result.group(part);
    result.cells_[at].merge(cells_[i]);
    if (wanted.times) result.spans_[at].merge(spans_[i]);
    if (wanted.senders) result.senders_[at].merge(senders_[i]);
    if (wanted.clients) result.clients_[at].merge(clients_[i]);
  }
  return result;
}

void Tally::reduce_to(const TallySpec& wanted) {
  if (spec_.dimensions != wanted.dimensions) {
    *this = coarser(wanted);
    return;
  }
  if (!wanted.times) spans_ = {};
  if (!wanted.senders) senders_ = {};
  if (!wanted.clients) clients_ = {};
  spec_ = wanted;
}

void Tally::write(ByteWriter& out) const {
  TextsInOrder texts(texts_);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < size(); ++i) {
    if (cells_[i].messages == 0) continue;  // An empty group kept by clear().
    rows.push_back({key(i), i});
    each_text(spec_, rows.back().key, [&](std::uint32_t text) { texts.use(text); });
  }
  texts.write(out);
  for (Row& row : rows) {
    row.key = renumbered(spec_, row.key, [&](std::uint32_t text) { return texts.number_of(text); });
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key < b.key; });
  out.count(rows.size());
  // By columns, which pack better than rows.
  for (std::size_t d = 0; d < spec_.dimensions.size(); ++d) {
    for (const Row& row : rows) out(row.key[d]);
  }
  for (const Row& row : rows) out(cells_[row.group].messages);
  for (const Row& row : rows) out(cells_[row.group].recipients);
  for (const Row& row : rows) out(cells_[row.group].bytes);
  if (spec_.times) {
    for (const Row& row : rows) out(spans_[row.group].first);
    for (const Row& row : rows) out(spans_[row.group].last - spans_[row.group].first);
  }
  for (const auto* counters : {&senders_, &clients_}) {
    if (counters->empty()) continue;
    for (const Row& row : rows) (*counters)[row.group].write(out);
  }
}

void Tally::read(ByteReader& in) {
  const OrderedTexts texts(in, texts_);
  const std::size_t count = in.count();
  const std::size_t width = spec_.dimensions.size();
  in.require(width > 0 || count <= 1, "it has groups that are the same");
  if (in.failed()) return;
  // PERF: into their places, and without an index: see index_groups().
  parts_.resize(count * width);
  for (std::size_t d = 0; d < width; ++d) {
    for (std::size_t i = 0; i < count; ++i) in(parts_[i * width + d]);
  }
  Key before{};
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    const Key read = key(i);
    in.require(i == 0 || before < read, "groups are not in their order");
    before = read;
    require_parts(in, spec_, read, texts.size());
    if (in.failed()) return;
    const Key ours = renumbered(spec_, read, [&](std::uint32_t text) { return texts.at(text); });
    std::copy_n(ours.begin(), width, parts_.begin() + static_cast<std::ptrdiff_t>(i * width));
  }
  if (in.failed()) return;
  cells_.resize(count);
  if (spec_.times) spans_.resize(count);
  if (spec_.senders) senders_.resize(count);
  if (spec_.clients) clients_.resize(count);
  for (Cell& cell : cells_) {
    in(cell.messages);
    in.require(cell.messages > 0, "a group has no messages");
  }
  for (Cell& cell : cells_) in(cell.recipients);
  for (Cell& cell : cells_) in(cell.bytes);
  for (Span& span : spans_) in(span.first);
  for (Span& span : spans_) {
    in(span.last);
    in.require(span.last >= 0, "times are not in their order");
    span.last += span.first;
  }
  for (auto* counters : {&senders_, &clients_}) {
    for (DistinctCounter& counter : *counters) counter.read(in);
  }
}

}  // namespace smtptally
