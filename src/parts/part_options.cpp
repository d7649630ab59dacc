// PartOptions: which of them must be the same, and what a merge takes from its parts.

#include "parts/part_options.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "text/escape.hpp"

namespace smtptally {
namespace {

/// Whether it was judged message by message. The others judge the rows of a report.
bool is_of_messages(const Condition& condition) {
  return find_dimension(condition.field).has_value();
}

std::string_view sign_of(Condition::Op op) {
  constexpr std::array<std::string_view, 8> kSigns{"=", "!=", "^=", "~", "<", "<=", ">", ">="};
  return kSigns[static_cast<std::size_t>(op)];
}

std::string words_of(const Condition& condition) {
  std::string words = condition.field;
  words += sign_of(condition.op);
  return visible(words + fmt::format("{}", fmt::join(condition.values, ",")));
}

std::vector<Condition> conditions_of_messages(const Selection& selection) {
  std::vector<Condition> conditions;
  std::copy_if(selection.conditions.begin(), selection.conditions.end(),
               std::back_inserter(conditions), &is_of_messages);
  // All must hold, in whatever order they were typed.
  std::sort(conditions.begin(), conditions.end(),
            [](const Condition& a, const Condition& b) { return words_of(a) < words_of(b); });
  return conditions;
}

std::string time_words(Micros time) {
  return time == kBeginningOfTime || time == kEndOfTime ? std::string("…")
                                                        : format_rfc3339(time, Zone());
}

std::string range_words(const TimeRange& range) {
  if (range == TimeRange{}) return "without a range";
  return fmt::format("--since {} --until {}", time_words(range.since), time_words(range.until));
}

bool has_calendar(const TallySpec& tally) {
  return std::any_of(tally.dimensions.begin(), tally.dimensions.end(),
                     [](Dimension d) { return is_calendar(d) || d == Dimension::weekday; });
}

/// Whether days or hours were counted or judged.
bool depends_on_zone(const PartOptions& part) {
  const CollectSpec& spec = part.spec;
  const auto& conditions = part.selection.conditions;
  return has_calendar(spec.tally) || has_calendar(spec.before) || spec.habits ||
         std::any_of(spec.more.begin(), spec.more.end(), &has_calendar) ||
         std::any_of(conditions.begin(), conditions.end(), [](const Condition& c) {
           const auto dimension = find_dimension(c.field);
           return dimension && (is_calendar(*dimension) || *dimension == Dimension::weekday);
         });
}

std::string flag_words(bool is_set, std::string_view flag) {
  return fmt::format("{}{}", is_set ? "" : "without ", flag);
}

template <class Names>
std::string list_words(std::string_view option, const Names& names) {
  if (names.empty()) return fmt::format("without {}", option);
  return fmt::format("{} {}", option, visible(fmt::format("{}", fmt::join(names, ","))));
}

std::string scope_words(AuthScope scope) {
  constexpr std::array<std::string_view, 3> kScopes{"only", "none", "any"};
  return fmt::format("--auth {}", kScopes[static_cast<std::size_t>(scope)]);
}

std::string subject_words(const std::optional<Subject>& subject) {
  if (!subject) return "for no single sender or client";
  return fmt::format("for the {} {}",
                     kDimensions[static_cast<std::size_t>(subject->dimension)].name,
                     visible(subject->name));
}

std::string year_words(const std::optional<int>& year) {
  return year ? fmt::format("--year {}", *year) : std::string("without --year");
}

std::string input_words(InputFormat format) {
  constexpr std::array<std::string_view, 3> kFormats{"auto", "postfix", "exchange"};
  return fmt::format("--input-format {}", kFormats[static_cast<std::size_t>(format)]);
}

/// Options of which one being given means that the others of the kind were decided, too.
bool is_given(const Config& config, std::initializer_list<std::string_view> options) {
  const auto& given = config.part.given;
  return std::any_of(options.begin(), options.end(), [&](std::string_view option) {
    return std::find(given.begin(), given.end(), option) != given.end();
  });
}

bool is_range_given(const Config& config) {
  return is_given(config, {"since", "until", "last", "on", "with"});
}

}  // namespace

PartOptions part_options_of(const Config& config, std::string_view command,
                            const CollectSpec& spec) {
  PartOptions options;
  options.command = command;
  options.selection = config.selection;
  options.selection.pseudonyms = nullptr;
  options.selection.conditions = conditions_of_messages(config.selection);
  std::sort(options.selection.domains.begin(), options.selection.domains.end());
  options.looked_at = config.looked_at;
  options.rows = config.rows;
  options.columns = config.columns;
  options.values = config.values;
  options.failures = config.failures;
  options.zone = config.zone.name();
  options.log_zone = config.log_zone.name();
  options.log_zone_is_default = config.log_zone_is_default;
  options.log_year = config.log_year;
  options.input_format = config.input_format;
  options.spec = spec;
  return options;
}

std::vector<OptionWords> words_of(const PartOptions& part) {
  const Selection& s = part.selection;
  const ExchangeOptions& exchange = s.exchange;
  std::vector<std::string> conditions;
  for (const Condition& condition : s.conditions) conditions.push_back(words_of(condition));
  constexpr std::array<std::string_view, 2> kSenders{"account", "envelope"};
  return {
      {"since", range_words(s.range)},
      {"with", s.before ? fmt::format("with the period before {}", range_words(*s.before))
                        : std::string("without a period before")},
      {"sender", fmt::format("--sender {}", kSenders[static_cast<std::size_t>(s.sender)])},
      {"auth", scope_words(s.auth)},
      {"fold-case", flag_words(s.fold_case, "--fold-case")},
      {"domain", list_words("--domain", s.domains)},
      {"where", list_words("--where", conditions)},
      {"subject", subject_words(s.subject)},
      {"no-estimates", flag_words(!exchange.estimates, "--no-estimates")},
      {"count-probes", flag_words(exchange.count_probes, "--count-probes")},
      {"join-limit", fmt::format("--join-limit {}", exchange.join_limit)},
      {"client-connector", list_words("--client-connector", exchange.client_connectors)},
      {"tz", depends_on_zone(part) ? fmt::format("--tz {}", part.zone) : std::string()},
      {"log-tz",
       part.log_zone_is_default ? std::string() : fmt::format("--log-tz {}", part.log_zone)},
      {"year", year_words(part.log_year)},
      {"input-format", input_words(part.input_format)},
  };
}

std::optional<Misfit> misfit(const PartOptions& here, const PartOptions& there) {
  const auto ours = words_of(here);
  const auto theirs = words_of(there);
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const bool of_default_zone =
        ours[i].first == "log-tz" && here.log_zone_is_default != there.log_zone_is_default;
    if (ours[i].second == theirs[i].second) continue;
    if (of_default_zone) {
      return Misfit{fmt::format("--log-tz {}", here.log_zone),
                    fmt::format("--log-tz {}", there.log_zone)};
    }
    return Misfit{ours[i].second, theirs[i].second};
  }
  return std::nullopt;
}

std::optional<Misfit> misfit_with(const Config& config, const PartOptions& part) {
  PartOptions asked = part_options_of(config, part.command, part.spec);
  const auto ours = words_of(asked);
  const auto theirs = words_of(part);
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const auto& [option, words] = ours[i];
    const bool given = option == "since"     ? is_range_given(config)
                       : option == "with"    ? is_given(config, {"with"})
                       : option == "where"   ? !asked.selection.conditions.empty()
                       : option == "subject" ? asked.selection.subject.has_value()
                                             : is_given(config, {option});
    if (given && words != theirs[i].second) {
      // A stamp zone that nobody said is that of the machine that wrote the part.
      if (option == "log-tz" && asked.log_zone == part.log_zone) continue;
      return Misfit{theirs[i].second.empty() ? fmt::format("--{} {}", option, part.log_zone)
                                             : theirs[i].second,
                    words};
    }
  }
  return std::nullopt;
}

std::optional<Error> adopt(const PartOptions& part, Config& config) {
  Selection& selection = config.selection;
  const Selection& theirs = part.selection;
  std::vector<Condition> conditions = theirs.conditions;
  // The others judge rows, which do not yet exist.
  std::copy_if(selection.conditions.begin(), selection.conditions.end(),
               std::back_inserter(conditions),
               [](const Condition& condition) { return !is_of_messages(condition); });
  Pseudonyms* const pseudonyms = selection.pseudonyms;
  selection = theirs;
  selection.conditions = std::move(conditions);
  selection.pseudonyms = pseudonyms;
  config.looked_at = part.looked_at;
  config.log_year = part.log_year;
  config.input_format = part.input_format;
  const bool same_view = config.command == Command::pivot && config.preset.empty() &&
                         !is_given(config, {"rows", "columns", "values", "failures"});
  if (same_view && !part.rows.empty()) {
    config.rows = part.rows;
    config.columns = part.columns;
    config.values = part.values;
  }
  if (!is_given(config, {"failures"}) && part.failures) {
    config.failures = config.command == Command::events || same_view;
  }
  for (const bool of_log : {false, true}) {
    const std::string& name = of_log ? part.log_zone : part.zone;
    Zone& zone = of_log ? config.log_zone : config.zone;
    if (!of_log && is_given(config, {"tz"})) continue;
    Result<Zone> found = Zone::find(name);
    if (!found) return found.error();
    zone = std::move(found).value();
  }
  config.log_zone_is_default = part.log_zone_is_default;
  return std::nullopt;
}

}  // namespace smtptally
