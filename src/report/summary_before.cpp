#include "report/summary_before.hpp"

#include <memory>

#include <fmt/format.h>

#include "report/fixed_rows.hpp"
#include "report/span_text.hpp"
#include "smtptally/time_spec.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {

std::optional<SummaryBefore> summary_before(const Config& config, const Accumulator& collected,
                                            const std::optional<TimeRange>& covered) {
  const auto& period = config.selection.before;
  if (!period || !collected.counts_before() || !covered) return std::nullopt;
  // A server that is quiet now has no line of the last hours, but a part of a log is no range.
  const TimeRange& range = config.selection.range;
  const bool has_end = range.until >= config.now || covers_whole(*covered, range);
  if (!has_end || !covers_whole(*covered, *period)) return std::nullopt;
  SummaryBefore before;
  before.range = *period;
  for (const SenderChange& sender : senders_before(config, collected)) {
    ++before.senders;
    if (sender.before.old() > 0) ++before.old_senders;
    before.counts.merge(sender.before);
  }
  return before;
}

Section before_section(const SummaryBefore& before, const SummaryFacts& now) {
  Section section;
  section.name = "before";
  section.columns = {{"metric", tr("Before"), ColumnKind::text},
                     {"value", tr("Count"), ColumnKind::number},
                     {"percent", "%", ColumnKind::share},
                     {"change", tr("Change"), ColumnKind::number}};
  section.shown = Shown::machine;
  auto rows = std::make_unique<FixedRows>();
  const auto add = [&](std::string_view metric, std::uint64_t count, const Value& share,
                       std::uint64_t count_now) {
    rows->add({metric, count, share, Change{count_now, count}});
  };
  const std::uint64_t messages = before.counts.messages;
  const std::uint64_t old = before.counts.old();
  add("senders", before.senders, std::monostate{}, now.senders);
  add("senders_old_tls", before.old_senders, Share{before.old_senders, before.senders},
      now.old_senders);
  add("messages", messages, Share{messages, messages}, now.messages);
  add("messages_old_tls", old, Share{old, messages}, now.old());
  for (std::size_t c = 0; c < kTlsClassNames.size(); ++c) {
    const std::uint64_t count = before.counts.classes[c];
    add(kTlsClassNames[c], count, Share{count, messages}, now.classes[c]);
  }
  section.rows = std::move(rows);
  return section;
}

std::string before_line(const SummaryBefore& before, const SummaryFacts& now,
                        const TimeRange& range, const Zone& zone) {
  std::string span = span_text(before.range, zone);
  // The title names the year, and dates without it look different elsewhere.
  if (!is_translating() && zone.year_of(before.range.since) == zone.year_of(range.since))
    span.erase(0, 5);
  const auto change = [](std::uint64_t count_now, std::uint64_t count) {
    const bool more = count_now >= count;
    return fmt::format("{}{}", more ? '+' : '-',
                       grouped(more ? count_now - count : count - count_now));
  };
  return tr_format("change against {}: messages {}, with old TLS {}", span,
                   change(now.messages, before.counts.messages),
                   change(now.old(), before.counts.old()));
}

}  // namespace smtptally
