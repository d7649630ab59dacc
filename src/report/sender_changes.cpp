#include "report/sender_changes.hpp"

#include <tsl/robin_map.h>

#include "report/pivot_table.hpp"
#include "report/presets.hpp"

namespace smtptally {
namespace {

/// Calls take(sender, counts) for each sender of the tally.
template <class Take>
void each_sender(const Config& config, const Tally& tally, const Coverage& coverage, Take take) {
  Config all = config;
  all.top = 0;
  all.sort.reset();
  const PivotTable table(shape_of(*find_preset("tls")), all, tally, coverage);
  PivotSums sums;
  for (std::size_t i = 0; i < table.row_count(); ++i) {
    table.sums(i, sums, nullptr);
    // A group may keep its place without messages.
    if (sums.cell.messages > 0) take(table.row_text(i, 0), {sums.cell.messages, sums.classes});
  }
}

}  // namespace

void PeriodCounts::merge(const PeriodCounts& other) {
  messages += other.messages;
  for (std::size_t c = 0; c < classes.size(); ++c) classes[c] += other.classes[c];
}

TallySpec tally_spec_of_period(const Config& config) {
  return tally_spec(shape_of(*find_preset("tls")), config);
}

std::vector<SenderChange> senders_before(const Config& config, const Accumulator& collected) {
  std::vector<SenderChange> senders;
  each_sender(config, collected.tally_before(), collected.coverage_before(),
              [&](std::string_view sender, const PeriodCounts& counts) {
                senders.push_back({sender, {}, counts});
              });
  return senders;
}

std::vector<SenderChange> sender_changes(const Config& config, const Accumulator& collected) {
  std::vector<SenderChange> senders = senders_before(config, collected);
  tsl::robin_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < senders.size(); ++i) places[senders[i].sender] = i;
  each_sender(config, collected.tally(), collected.coverage(),
              [&](std::string_view sender, const PeriodCounts& counts) {
                const auto [place, is_new] = places.try_emplace(sender, senders.size());
                if (is_new) senders.push_back({sender, {}, {}});
                senders[place->second].now = counts;
              });
  return senders;
}

}  // namespace smtptally
