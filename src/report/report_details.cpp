#include "report/report_details.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "pivot/calendar.hpp"
#include "pivot/message_text.hpp"
#include "report/fixed_rows.hpp"
#include "report/group_class.hpp"
#include "report/section_parts.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Messages by class, with their times.
struct Sums {
  ClassCounts classes{};
  Span span;

  void add(TlsClass tls, std::uint64_t messages) { classes[index_of(tls)] += messages; }
  [[nodiscard]] std::uint64_t messages() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : classes) sum += count;
    return sum;
  }
  [[nodiscard]] bool is_unusual() const {
    return classes[index_of(TlsClass::none)] + old_messages(classes) > 0;
  }
  void merge(const Sums& other) {
    for (std::size_t c = 0; c < classes.size(); ++c) classes[c] += other.classes[c];
    span.merge(other.span);
  }
};

/// Calls `take` with the key, the class and the number of every group that the report counts.
template <class Take>
void for_each_group(const Tally& tally, const DetailSource& source, Take take) {
  const auto& dimensions = tally.spec().dimensions;
  const auto at = static_cast<std::size_t>(
      std::find(dimensions.begin(), dimensions.end(), Dimension::tls) - dimensions.begin());
  for (std::size_t group = 0; group < tally.size(); ++group) {
    const Tally::Key key = tally.key(group);
    const TlsClass tls = class_of_group(tally, key[at], source.coverage);
    if (tally.cell(group).messages == 0 || !is_wanted(tls, source.config.selection)) continue;
    take(key, tls, group);
  }
}

struct NamedSums {
  std::string_view name;
  Sums sums;
};
/// The most messages first.
void sort_by_size(std::vector<NamedSums>& named) {
  std::sort(named.begin(), named.end(), [](const NamedSums& a, const NamedSums& b) {
    const std::uint64_t x = a.sums.messages();
    const std::uint64_t y = b.sums.messages();
    return x != y ? x > y : a.name < b.name;
  });
}

constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

/// Something of each text of a tally, asked for once a text: a key part is its number.
class OfTexts {
 public:
  explicit OfTexts(const Tally& tally) : tally_(tally) {}
  /// `find` is called with the text, and its answer is kept.
  template <class Find>
  std::size_t get(std::uint32_t number, Find find) {
    if (number >= found_.size()) found_.resize(std::size_t{number} + 1, kUnasked);
    std::size_t& found = found_[number];
    if (found == kUnasked) found = find(tally_.text(number));
    return found;
  }

 private:
  static constexpr std::size_t kUnasked = kNowhere - 1;
  const Tally& tally_;
  std::vector<std::size_t> found_;
};

using Places = std::map<std::string_view, std::size_t>;

std::size_t place_of(const Places& places, std::string_view name) {
  const auto found = places.find(name);
  return found == places.end() ? kNowhere : found->second;
}

/// Messages by name, of what `name_of` makes of the text at `at` of the keys.
template <class NameOf>
std::vector<NamedSums> sums_by_name(const Tally& tally, std::size_t at, const DetailSource& source,
                                    NameOf name_of) {
  Places places;
  OfTexts places_of_texts(tally);
  std::vector<NamedSums> named;
  for_each_group(tally, source, [&](const Tally::Key& key, TlsClass tls, std::size_t group) {
    const std::size_t place = places_of_texts.get(key[at], [&](std::string_view text) {
      const auto [found, is_new] = places.try_emplace(name_of(text), named.size());
      if (is_new) named.push_back({found->first, {}});
      return found->second;
    });
    named[place].sums.add(tls, tally.cell(group).messages);
  });
  return named;
}

void append_classes(const Sums& sums, std::vector<Value>& cells) {
  cells.emplace_back(sums.messages());
  for (const std::uint64_t count : sums.classes) cells.emplace_back(count);
}

Section details(std::string_view name, std::vector<Column> columns) {
  Section section;
  section.name = name;
  section.shown = Shown::details;
  section.columns = std::move(columns);
  section.columns.push_back({"messages", tr("Messages"), ColumnKind::number});
  for (std::size_t c = 0; c < kTlsClassNames.size(); ++c) {
    section.columns.push_back(
        {std::string(kTlsClassNames[c]), std::string(kTlsClassLabels[c]), ColumnKind::number});
  }
  return section;
}

Column day_column() {
  Column column{"day", tr("Day"), ColumnKind::text};
  column.look = Look::day;
  return column;
}

/// Parts of a key of by_day.
struct DayKey {
  std::size_t sender;
  std::size_t day;
};
DayKey day_key(const Tally& tally) {
  const auto& dimensions = tally.spec().dimensions;
  const auto at = [&](Dimension d) {
    return static_cast<std::size_t>(std::find(dimensions.begin(), dimensions.end(), d) -
                                    dimensions.begin());
  };
  return {at(Dimension::sender), at(Dimension::day)};
}

/// With the place of each in the order of details.
Places detailed_senders(const DetailSource& source) {
  std::vector<NamedSums> senders =
      sums_by_name(source.by_client, 0, source, [](std::string_view text) { return text; });
  sort_by_size(senders);
  const auto usual =
      std::stable_partition(senders.begin(), senders.end(),
                            [](const NamedSums& sender) { return sender.sums.is_unusual(); });
  const auto room = static_cast<std::size_t>(senders.end() - usual);
  senders.resize(senders.size() - (room - std::min(room, kMostUsual)));
  senders.resize(std::min(senders.size(), kMostDetailed));
  Places places;
  for (std::size_t i = 0; i < senders.size(); ++i) places[senders[i].name] = i;
  return places;
}

using DaySums = std::map<std::pair<std::size_t, std::uint32_t>, Sums>;

Section days_of(std::string_view name, Column first, const std::vector<std::string_view>& names,
                const DaySums& sums) {
  Section section = details(name, {std::move(first), day_column()});
  auto rows = std::make_unique<FixedRows>();
  std::map<std::uint32_t, std::string_view> days;
  for (const auto& [key, of_day] : sums) {
    std::string_view& day = days[key.second];
    if (day.empty()) day = rows->keep(period_text(Dimension::day, key.second));
    std::vector<Value> cells{names[key.first], day};
    append_classes(of_day, cells);
    rows->add(std::move(cells));
  }
  section.rows = std::move(rows);
  return section;
}

/// Sums by day of the senders, or of what `name_of` makes of them, that have a place.
template <class NameOf>
Section days_of_places(std::string_view section, Column first, const Places& places,
                       const DetailSource& source, NameOf name_of) {
  const DayKey at = day_key(source.by_day);
  OfTexts places_of_texts(source.by_day);
  DaySums sums;
  for_each_group(
      source.by_day, source, [&](const Tally::Key& key, TlsClass tls, std::size_t group) {
        const std::size_t place = places_of_texts.get(
            key[at.sender], [&](std::string_view text) { return place_of(places, name_of(text)); });
        if (place == kNowhere) return;
        sums[{place, key[at.day]}].add(tls, source.by_day.cell(group).messages);
      });
  std::vector<std::string_view> names(places.size());
  for (const auto& [name, place] : places) names[place] = name;
  return days_of(section, std::move(first), names, sums);
}

Section sender_days(const DetailSource& source, const Places& senders) {
  return days_of_places("sender_days", {"sender", tr("Sender"), ColumnKind::text}, senders, source,
                        [](std::string_view text) { return text; });
}

Section domain_days(const DetailSource& source) {
  const DayKey at = day_key(source.by_day);
  std::vector<NamedSums> domains = sums_by_name(source.by_day, at.sender, source, &domain_of);
  sort_by_size(domains);
  domains.resize(std::min(domains.size(), kMostDomains));
  Places places;
  for (std::size_t i = 0; i < domains.size(); ++i) places[domains[i].name] = i;
  return days_of_places("domain_days", {"domain", tr("Domain"), ColumnKind::text}, places, source,
                        &domain_of);
}

struct OfClient {
  std::string_view client;
  std::string_view mechanism;
  Sums sums;
};

void add_client(std::string_view sender, std::string_view client, Value mechanism, const Sums& sums,
                FixedRows& rows) {
  std::vector<Value> cells{sender, client, mechanism};
  append_classes(sums, cells);
  cells.emplace_back(Instant{sums.span.first});
  cells.emplace_back(Instant{sums.span.last});
  rows.add(std::move(cells));
}

Section sender_clients(const DetailSource& source, const Places& senders) {
  const Tally& tally = source.by_client;
  OfTexts places(tally);
  std::map<std::size_t, std::map<std::pair<std::string_view, std::string_view>, Sums>> all;
  for_each_group(tally, source, [&](const Tally::Key& key, TlsClass tls, std::size_t group) {
    const std::size_t place =
        places.get(key[0], [&](std::string_view text) { return place_of(senders, text); });
    if (place == kNowhere) return;
    Sums& sums = all[place][{tally.text(key[1]), tally.text(key[2])}];
    sums.add(tls, tally.cell(group).messages);
    sums.span.merge(tally.span(group));
  });
  Section section = details("sender_clients", {{"sender", tr("Sender"), ColumnKind::text},
                                               {"client", tr("Client"), ColumnKind::text},
                                               {"mechanism", tr("Mechanism"), ColumnKind::text}});
  section.columns.push_back({"first", tr("First"), ColumnKind::time});
  section.columns.push_back({"last", tr("Last"), ColumnKind::time});
  auto rows = std::make_unique<FixedRows>();
  std::vector<std::string_view> names(senders.size());
  for (const auto& [name, place] : senders) names[place] = name;
  for (const auto& [place, clients] : all) {
    std::vector<OfClient> sorted;
    for (const auto& [key, sums] : clients) sorted.push_back({key.first, key.second, sums});
    std::stable_sort(sorted.begin(), sorted.end(), [](const OfClient& a, const OfClient& b) {
      return a.sums.messages() > b.sums.messages();
    });
    Sums rest;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      if (i < kMostClients) {
        add_client(names[place], sorted[i].client, sorted[i].mechanism, sorted[i].sums, *rows);
      } else {
        rest.merge(sorted[i].sums);
      }
    }
    if (sorted.size() <= kMostClients) continue;
    add_client(names[place], rows->keep(others_label(sorted.size() - kMostClients)),
               std::monostate{}, rest, *rows);
  }
  section.rows = std::move(rows);
  return section;
}

}  // namespace

std::vector<Section> report_details(const DetailSource& source) {
  const auto senders = detailed_senders(source);
  std::vector<Section> sections;
  sections.push_back(sender_days(source, senders));
  sections.push_back(sender_clients(source, senders));
  sections.push_back(domain_days(source));
  return sections;
}

}  // namespace smtptally
