#include "report/report_details.hpp"

#include <algorithm>
#include <array>
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

/// Names by messages, the most first.
std::vector<std::pair<std::string_view, Sums>> by_size(
    const std::map<std::string_view, Sums>& sums) {
  std::vector<std::pair<std::string_view, Sums>> sorted(sums.begin(), sums.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second.messages() > b.second.messages();
  });
  return sorted;
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
  section.columns.push_back({"messages", "Messages", ColumnKind::number});
  for (std::size_t c = 0; c < kTlsClassNames.size(); ++c) {
    section.columns.push_back(
        {std::string(kTlsClassNames[c]), std::string(kTlsClassLabels[c]), ColumnKind::number});
  }
  return section;
}

Column day_column() {
  Column column{"day", "Day", ColumnKind::text};
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
std::map<std::string_view, std::size_t> detailed_senders(const DetailSource& source) {
  std::map<std::string_view, Sums> sums;
  for_each_group(
      source.by_client, source, [&](const Tally::Key& key, TlsClass tls, std::size_t group) {
        sums[source.by_client.text(key[0])].add(tls, source.by_client.cell(group).messages);
      });
  std::vector<std::pair<std::string_view, Sums>> sorted = by_size(sums);
  const auto usual = std::stable_partition(
      sorted.begin(), sorted.end(), [](const auto& sender) { return sender.second.is_unusual(); });
  const auto room = static_cast<std::size_t>(sorted.end() - usual);
  sorted.resize(sorted.size() - (room - std::min(room, kMostUsual)));
  sorted.resize(std::min(sorted.size(), kMostDetailed));
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < sorted.size(); ++i) places[sorted[i].first] = i;
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

Section sender_days(const DetailSource& source,
                    const std::map<std::string_view, std::size_t>& senders) {
  const DayKey at = day_key(source.by_day);
  DaySums sums;
  for_each_group(source.by_day, source,
                 [&](const Tally::Key& key, TlsClass tls, std::size_t group) {
                   const auto found = senders.find(source.by_day.text(key[at.sender]));
                   if (found == senders.end()) return;
                   sums[{found->second, key[at.day]}].add(tls, source.by_day.cell(group).messages);
                 });
  std::vector<std::string_view> names(senders.size());
  for (const auto& [name, place] : senders) names[place] = name;
  return days_of("sender_days", {"sender", "Sender", ColumnKind::text}, names, sums);
}

Section domain_days(const DetailSource& source) {
  const DayKey at = day_key(source.by_day);
  std::map<std::string_view, Sums> domains;
  const auto domain = [&](const Tally::Key& key) {
    return domain_of(source.by_day.text(key[at.sender]));
  };
  for_each_group(source.by_day, source,
                 [&](const Tally::Key& key, TlsClass tls, std::size_t group) {
                   domains[domain(key)].add(tls, source.by_day.cell(group).messages);
                 });
  std::vector<std::string_view> names;
  std::map<std::string_view, std::size_t> places;
  for (const auto& [name, sums] : by_size(domains)) {
    if (names.size() == kMostDomains) break;
    places[name] = names.size();
    names.push_back(name);
  }
  DaySums sums;
  for_each_group(source.by_day, source,
                 [&](const Tally::Key& key, TlsClass tls, std::size_t group) {
                   const auto found = places.find(domain(key));
                   if (found == places.end()) return;
                   sums[{found->second, key[at.day]}].add(tls, source.by_day.cell(group).messages);
                 });
  return days_of("domain_days", {"domain", "Domain", ColumnKind::text}, names, sums);
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

Section sender_clients(const DetailSource& source,
                       const std::map<std::string_view, std::size_t>& senders) {
  const Tally& tally = source.by_client;
  std::map<std::size_t, std::map<std::pair<std::string_view, std::string_view>, Sums>> all;
  for_each_group(tally, source, [&](const Tally::Key& key, TlsClass tls, std::size_t group) {
    const auto found = senders.find(tally.text(key[0]));
    if (found == senders.end()) return;
    Sums& sums = all[found->second][{tally.text(key[1]), tally.text(key[2])}];
    sums.add(tls, tally.cell(group).messages);
    sums.span.merge(tally.span(group));
  });
  Section section = details("sender_clients", {{"sender", "Sender", ColumnKind::text},
                                               {"client", "Client", ColumnKind::text},
                                               {"mechanism", "Mechanism", ColumnKind::text}});
  section.columns.push_back({"first", "First", ColumnKind::time});
  section.columns.push_back({"last", "Last", ColumnKind::time});
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
