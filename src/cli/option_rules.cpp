#include "cli/option_rules.hpp"

#include <algorithm>
#include <array>

#include "text/translate.hpp"

namespace smtptally {
namespace {

struct OptionRule {
  std::string_view option;
  std::string_view why;
};
/// What must be seen on the command line.
constexpr std::array<OptionRule, 15> kNeverInFile{{
    {"output", to_tr("a file that is written is named on the command line")},
    {"mail-to", to_tr("who gets mail is named on the command line")},
    {"mail-dry-run", to_tr("it is for the command line")},
    {"journal", to_tr("what is read is named on the command line")},
    {"db", to_tr("what is read or written is named on the command line")},
    {"db-wait", to_tr("it belongs to --db, which is for the command line")},
    {"against", to_tr("it is for the command line")},
    {"partial", to_tr("it is for the command line")},
    {"now", to_tr("a time that stands still would be forgotten; it is for the command line")},
    {"with", to_tr("it belongs to one command alone; it is for the command line")},
    {"year", to_tr("it would be wrong a year later; it is for the command line")},
    {"config", to_tr("a config file names no other one")},
    {"no-config", to_tr("a config file does not switch itself off")},
    {"help", to_tr("it is for the command line")},
    {"version", to_tr("it is for the command line")},
}};
constexpr std::array<std::string_view, 6> kOfOneReport{"rows", "columns",  "values",
                                                       "sort", "failures", "chart"};
constexpr std::array<std::string_view, 4> kOfFilters{"where", "domain", "auth", "sender"};
constexpr std::array<std::string_view, 3> kCommaLists{"rows", "columns", "values"};
constexpr std::array<std::string_view, 5> kOfMail{"mail-from", "subject", "sendmail",
                                                  "mail-timeout", "mail-dry-run"};
constexpr std::array<std::string_view, 8> kOfUnusual{
    "fail-on", "except", "alarms-per-week", "baseline-days",
    "least",   "times",  "minute-limit",    "recipient-limit"};
constexpr std::array<std::string_view, 2> kOfAlarms{"fail-on", "except"};
constexpr std::array<std::string_view, 4> kRangeOptions{"since", "until", "last", "on"};

}  // namespace

const OptionShape* find_option(std::span<const OptionShape> options,
                               std::string_view name) noexcept {
  const auto found = std::find_if(options.begin(), options.end(),
                                  [&](const OptionShape& option) { return option.name == name; });
  return found == options.end() ? nullptr : &*found;
}

bool is_among(std::string_view name, std::span<const std::string_view> names) noexcept {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<std::string_view> why_not_in(SectionKind section, std::string_view option) {
  for (const OptionRule& rule : kNeverInFile) {
    if (rule.option == option) return tr(rule.why);
  }
  if (section == SectionKind::filter && !is_among(option, kOfFilters)) {
    return tr("a filter has where, domain, auth and sender");
  }
  if (section == SectionKind::defaults && is_among(option, kOfOneReport)) {
    return tr("it is of one report; put it into a [presets.NAME]");
  }
  return std::nullopt;
}

bool takes_commas(std::string_view option) noexcept { return is_among(option, kCommaLists); }

std::string_view group_of(std::string_view option) noexcept {
  return is_among(option, kRangeOptions) ? "range" : option;
}

bool is_typed(std::span<const OptionShape> options, std::string_view name) noexcept {
  const OptionShape* const option = find_option(options, name);
  return option != nullptr && !option->typed.empty();
}

std::span<const std::string_view> options_of_mail() noexcept { return kOfMail; }

std::span<const std::string_view> options_of_unusual() noexcept { return kOfUnusual; }

bool is_of_alarms(std::string_view option) noexcept { return is_among(option, kOfAlarms); }

}  // namespace smtptally
