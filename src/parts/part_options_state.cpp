// PartOptions: written and read, and the collection that serves every form of a view.

#include <algorithm>

#include "parts/part_options.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"

namespace smtptally {
namespace {

// One function writes and reads each struct; it binds every field, so that it fails to compile when
// one is added.

template <class Range>
void range_fields(ByteWriter& out, const Range& range) {
  out.bound(range.since);
  out.bound(range.until);
}
template <class Range>
void range_fields(ByteReader& in, Range& range) {
  in.bound(range.since);
  in.bound(range.until);
}

template <class Item, class Fields>
void list_fields(ByteWriter& out, const std::vector<Item>& list, const Fields& fields) {
  out.count(list.size());
  for (const Item& item : list) fields(out, item);
}
template <class Item, class Fields>
void list_fields(ByteReader& in, std::vector<Item>& list, const Fields& fields) {
  list.clear();  // Of what stands there by default.
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    fields(in, list.emplace_back());
  }
}

template <class Item, class Fields>
void optional_fields(ByteWriter& out, const std::optional<Item>& item, const Fields& fields) {
  out(item.has_value());
  if (item) fields(out, *item);
}
template <class Item, class Fields>
void optional_fields(ByteReader& in, std::optional<Item>& item, const Fields& fields) {
  bool has = false;
  in(has);
  if (has) fields(in, item.emplace());
}

constexpr auto kText = [](auto& at, auto& text) { at(text); };
constexpr auto kDimension = [](auto& at, auto& dimension) {
  at.choice(dimension, Dimension::reason);
};
constexpr auto kMeasure = [](auto& at, auto& measure) { at.choice(measure, Measure::unknown); };
constexpr auto kRange = [](auto& at, auto& range) { range_fields(at, range); };

constexpr auto kTally = [](auto& at, auto& tally) {
  auto& [dimensions, times, senders, clients] = tally;
  list_fields(at, dimensions, kDimension);
  at(times, senders, clients);
};

template <class Archive, class Spec>
void spec_fields(Archive& at, Spec& spec) {
  auto& [tally, more, events, failures, clients, refusals, before, habits, habits_if_long,
         history] = spec;
  (void)history;  // A part is none of a history.
  kTally(at, tally);
  list_fields(at, more, kTally);
  at(events, failures, clients, refusals);
  kTally(at, before);
  at(habits, habits_if_long);
}

constexpr auto kCondition = [](auto& at, auto& condition) {
  auto& [field, op, values, time] = condition;
  at(field);
  at.choice(op, Condition::Op::greater_equal);
  list_fields(at, values, kText);
  optional_fields(at, time, kRange);
};

constexpr auto kSubject = [](auto& at, auto& subject) {
  auto& [dimension, name] = subject;
  kDimension(at, dimension);
  at(name);
};

template <class Archive, class Selected>
void selection_fields(Archive& at, Selected& selection) {
  auto& [range, before, before_only_whole, sender, auth, fold_case, domains, conditions, subject,
         exchange, pseudonyms] = selection;
  (void)pseudonyms;  // Of the process.
  range_fields(at, range);
  optional_fields(at, before, kRange);
  at(before_only_whole);
  at.choice(sender, SenderKind::envelope);
  at.choice(auth, AuthScope::any);
  at(fold_case);
  list_fields(at, domains, kText);
  list_fields(at, conditions, kCondition);
  optional_fields(at, subject, kSubject);
  auto& [estimates, count_probes, join_limit, client_connectors] = exchange;
  at(estimates, count_probes, join_limit);
  list_fields(at, client_connectors, kText);
}

template <class Archive, class Options>
void option_fields(Archive& at, Options& options) {
  auto& [command, selection, looked_at, rows, columns, values, failures, zone, log_zone,
         log_zone_is_default, log_year, input_format, spec] = options;
  at(command);
  selection_fields(at, selection);
  range_fields(at, looked_at);
  list_fields(at, rows, kDimension);
  list_fields(at, columns, kDimension);
  list_fields(at, values, kMeasure);
  at(failures, zone, log_zone, log_zone_is_default);
  at.choice(input_format, InputFormat::exchange);
  spec_fields(at, spec);
}

void require_narrow(ByteReader& in, const TallySpec& tally) {
  in.require(tally.dimensions.size() <= kMaxKeyParts, "a tally has too many dimensions");
}

void add(const TallySpec& from, TallySpec& into) {
  for (const Dimension dimension : from.dimensions) {
    const auto end = into.dimensions.end();
    if (std::find(into.dimensions.begin(), end, dimension) == end) {
      into.dimensions.push_back(dimension);
    }
  }
  into.times = into.times || from.times;
  into.senders = into.senders || from.senders;
  into.clients = into.clients || from.clients;
}

/// Fields that may be asked for by --sort and --where of rows.
void add_what_orders_need(TallySpec& tally) {
  if (tally.dimensions.empty()) return;
  add({.dimensions = {Dimension::tls}, .times = true}, tally);
}

}  // namespace

void write(ByteWriter& out, const PartOptions& options) {
  option_fields(out, options);
  out(options.log_year.has_value());
  if (options.log_year) out(std::int64_t{*options.log_year});
}

void read(ByteReader& in, PartOptions& options) {
  option_fields(in, options);
  bool has_year = false;
  in(has_year);
  if (has_year) {
    std::int64_t year = 0;
    in(year);
    in.require(year >= 0 && year <= 9999, "a year is out of range");
    options.log_year = static_cast<int>(year);
  }
  require_narrow(in, options.spec.tally);
  require_narrow(in, options.spec.before);
  for (const TallySpec& tally : options.spec.more) require_narrow(in, tally);
}

CollectSpec collect_for_part(CollectSpec (*collect)(const Config&), const Config& config) {
  CollectSpec all = collect(config);
  Config asked = config;
  for (const OutputFormat format : {OutputFormat::table, OutputFormat::csv, OutputFormat::html}) {
    for (const bool chart : {false, true}) {
      for (const bool wide : {false, true}) {
        asked.format = format;
        asked.chart = chart;
        asked.wide = wide;
        asked.width = 200;
        const CollectSpec spec = collect(asked);
        add(spec.tally, all.tally);
        add(spec.before, all.before);
        all.more.resize(std::max(all.more.size(), spec.more.size()));
        for (std::size_t i = 0; i < spec.more.size(); ++i) add(spec.more[i], all.more[i]);
        all.failures = all.failures || spec.failures;
        all.clients = all.clients || spec.clients;
        all.refusals = all.refusals || spec.refusals;
        all.habits_if_long = (all.habits_if_long || !all.habits) && spec.habits_if_long;
        all.habits = all.habits || spec.habits;
      }
    }
  }
  add_what_orders_need(all.tally);
  add_what_orders_need(all.before);
  for (TallySpec& tally : all.more) add_what_orders_need(tally);
  return all;
}

}  // namespace smtptally
