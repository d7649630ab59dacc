// Which counts a pivot needs: the dimensions and values that its tally must keep.

#include <algorithm>

#include "report/pivot_table.hpp"

namespace smtptally {
namespace {

bool keeps(const std::vector<Dimension>& all, Dimension d) {
  return std::find(all.begin(), all.end(), d) != all.end();
}

bool counts_old_senders(std::string_view field) {
  return field == "old_senders" || field == "old_new" || field == "old_gone";
}

bool is_class_field(std::string_view field) {
  if (field == "last_old" || counts_old_senders(field)) return true;
  if (field.ends_with("_pct")) field.remove_suffix(4);
  return field == "tls" || field == "old" ||
         std::find(kTlsClassNames.begin(), kTlsClassNames.end(), field) != kTlsClassNames.end();
}

}  // namespace

TallySpec tally_spec(const PivotShape& shape, const Config& config) {
  TallySpec spec;
  for (const auto* dimensions : {&shape.rows, &shape.columns}) {
    for (const Dimension d : *dimensions) {
      if (!is_derived(d, shape.rows) && !keeps(spec.dimensions, d)) spec.dimensions.push_back(d);
    }
  }
  const auto& conditions = config.selection.conditions;
  // By the name of a field: of a condition, of the order, of a value.
  const auto any_field = [&](const auto& meets) {
    const auto is_met = [&](Measure m) { return meets(kMeasures[index_of(m)].name); };
    return (config.sort && meets(config.sort->field)) ||
           std::any_of(conditions.begin(), conditions.end(),
                       [&](const Condition& c) { return meets(c.field); }) ||
           std::any_of(shape.values.begin(), shape.values.end(), is_met) ||
           std::any_of(shape.screen_values.begin(), shape.screen_values.end(), is_met);
  };
  const bool needs_class = any_field(&is_class_field) || shape.only_old ||
                           shape.chart == Chart::mix || shape.chart == Chart::stack ||
                           shape.chart == Chart::old_trend || shape.chart == Chart::burn_down;
  if (needs_class && !keeps(spec.dimensions, Dimension::tls)) {
    spec.dimensions.push_back(Dimension::tls);
  }
  if (shape.has_trend() && !keeps(spec.dimensions, Dimension::day)) {
    spec.dimensions.push_back(Dimension::day);
  }
  const auto wants = [&](Measure m) {
    return any_field([m](std::string_view field) { return field == kMeasures[index_of(m)].name; });
  };
  spec.times = wants(Measure::first) || wants(Measure::last) || wants(Measure::last_old);
  spec.senders =
      wants(Measure::senders) || any_field(&counts_old_senders) || shape.chart == Chart::burn_down;
  spec.clients = wants(Measure::clients);
  return spec;
}

}  // namespace smtptally
