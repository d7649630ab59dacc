#include "report/presets.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "text/translate.hpp"

namespace smtptally {
namespace {

using D = Dimension;
using M = Measure;

constexpr std::array kSender{D::sender, D::domain};
constexpr std::array kTls{D::tls};
constexpr std::array kDay{D::day};
constexpr std::array kHour{D::hour};
constexpr std::array kWeek{D::week};
constexpr std::array kDomain{D::domain};
constexpr std::array kClient{D::client, D::account, D::mechanism};
constexpr std::array kMechanism{D::mechanism};

constexpr std::array kShares{M::messages, M::percent};
constexpr std::array kSizes{M::messages, M::recipients, M::bytes};
constexpr std::array kOld{M::messages, M::old, M::old_pct, M::tls1_0,
                          M::tls1_1,   M::ssl, M::clients, M::last_old};
constexpr std::array kClasses{M::messages, M::senders, M::old, M::old_pct, M::tls1_0, M::tls1_1,
                              M::tls1_2,   M::tls1_3,  M::ssl, M::none,    M::unknown};
constexpr std::array kBurnDown{M::messages, M::senders,     M::old,     M::old_pct, M::tls1_0,
                               M::tls1_1,   M::tls1_2,      M::tls1_3,  M::ssl,     M::none,
                               M::unknown,  M::old_senders, M::old_new, M::old_gone};
constexpr std::array kOfClients{M::messages, M::old,  M::tls1_0,  M::tls1_1, M::tls1_2, M::tls1_3,
                                M::ssl,      M::none, M::unknown, M::first,  M::last};

constexpr std::array kLastOld{M::old_pct, M::last_old};
constexpr std::array kClientsLast{M::percent, M::clients, M::last};

constexpr CommandHelp kTlsHelp{
    to_trc("-h", "TLS versions per sender"),
    to_tr(
        "Messages and percentages of each TLS version per sender, most messages first; on a screen "
        "also the share of old TLS and when it was last seen. none is proven plaintext; unknown is "
        "what the log can not tell, and `smtptally check` says why."),
    "last since domain where sort top format",
    {"smtptally tls --last 7d /var/log/mail.log*",
     "smtptally tls --where 'tls1_0>0' --format csv /var/log/mail.log > old.csv"},
    "smtptally-tls"};
constexpr CommandHelp kVolumeHelp{
    to_trc("-h", "mail and bytes per sender"),
    to_tr(
        "How much each sender sends: messages that the server accepted, their recipients and their "
        "bytes, most messages first. A message to 30 recipients is one message."),
    "last since domain where sort top chart format",
    {"smtptally volume --on yesterday /var/log/mail.log",
     "smtptally volume --sort bytes --top 20 /var/log/mail.log*"},
    "smtptally-tls"};
constexpr CommandHelp kOldHelp{
    to_trc("-h", "who still uses old TLS"),
    to_tr("The senders that still use TLS 1.0, TLS 1.1 or SSL: how many of their messages, from "
          "how many "
          "clients, and when they last did; on a screen also the trend of the last days."),
    "last since domain where sort top format",
    {"smtptally old --last 28d /var/log/mail.log*",
     "smtptally old --where 'old_pct>=50' -o devices.csv /var/log/mail.log"},
    "smtptally-tls"};
constexpr CommandHelp kDaysHelp{to_trc("-h", "messages and TLS per day"),
                                to_tr("Messages, senders and TLS versions of each calendar day of "
                                      "--tz, also of days without mail. "
                                      "A screen draws the TLS versions of each day as a bar."),
                                "tz last since domain where wide format",
                                {"smtptally days --last 28d /var/log/mail.log*",
                                 "smtptally days --format csv /var/log/mail.log* > days.csv"},
                                "smtptally-pivot"};
constexpr CommandHelp kHoursHelp{
    to_trc("-h", "messages and TLS per hour"),
    to_tr("Messages, senders and TLS versions of each calendar hour of --tz, also of hours without "
          "mail."),
    "on tz since domain where wide format",
    {"smtptally hours --on yesterday /var/log/mail.log",
     "smtptally hours --on today --where 'sender=erp@example.org' /var/log/mail.log"},
    "smtptally-pivot"};
constexpr CommandHelp kWeeksHelp{
    to_trc("-h", "old TLS per week"),
    to_tr("How many senders still use old TLS in each ISO week of --tz, how many of them are new "
          "and how many are gone against the week before, with messages and TLS versions as days "
          "has them. A screen draws the senders with old TLS as a bar. A week that is covered in "
          "part has no new and gone."),
    "tz last since domain where db format",
    {"smtptally weeks --db /var/lib/smtptally/history.db --last 90d",
     "smtptally weeks --format csv /var/log/mail.log* > weeks.csv"},
    "smtptally-pivot"};
constexpr CommandHelp kDomainsHelp{
    to_trc("-h", "mail and TLS per domain"),
    to_tr("Messages, senders and TLS versions of each domain of senders, most messages first."),
    "last since where sort top format",
    {"smtptally domains --last 7d /var/log/mail.log*",
     "smtptally domains --where 'old>0' --sort old /var/log/mail.log"},
    "smtptally-pivot"};
constexpr CommandHelp kClientsHelp{
    to_trc("-h", "mail and TLS per address"),
    to_tr("Client addresses with the accounts and login mechanisms that they used, their messages "
          "and "
          "TLS versions, first and last: which device it is that has to be changed."),
    "last since domain where sort top format",
    {"smtptally clients --where 'old>0' /var/log/mail.log*",
     "smtptally clients --where 'client^=192.0.2.' /var/log/mail.log"},
    "smtptally-pivot"};
constexpr CommandHelp kMechanismsHelp{
    to_trc("-h", "mail and TLS per mechanism"),
    to_tr("Messages, senders and TLS versions of each SASL mechanism (PLAIN, LOGIN, CRAM-MD5 ...): "
          "who "
          "sends passwords without TLS, and which mechanism nobody needs any more."),
    "last since domain where sort format",
    {"smtptally mechanisms --last 7d /var/log/mail.log*",
     "smtptally mechanisms --where 'none>0' /var/log/mail.log"},
    "smtptally-pivot"};

constexpr std::array<Preset, 9> kPresets{{
    {"tls", to_tr("TLS versions per sender"), kTlsHelp, to_tr("TLS by sender"), kSender, kTls,
     kShares, kLastOld, Chart::mix},
    {"volume",
     to_tr("messages, recipients and bytes per sender"),
     kVolumeHelp,
     to_tr("Volume by sender"),
     kSender,
     {},
     kSizes,
     kClientsLast,
     Chart::trend},
    {"old",
     to_tr("senders that still use old TLS, last seen, trend"),
     kOldHelp,
     to_tr("Senders with old TLS"),
     kSender,
     {},
     kOld,
     {},
     Chart::old_trend,
     true,
     "old"},
    {"days",
     to_tr("messages and TLS per day"),
     kDaysHelp,
     to_tr("Messages per day and TLS"),
     kDay,
     {},
     kClasses,
     {},
     Chart::stack},
    {"hours",
     to_tr("messages and TLS per hour"),
     kHoursHelp,
     to_tr("Messages per hour and TLS"),
     kHour,
     {},
     kClasses,
     {},
     Chart::stack},
    {"weeks",
     to_tr("senders that still use old TLS per week, new and gone"),
     kWeeksHelp,
     to_tr("Senders with old TLS per week"),
     kWeek,
     {},
     kBurnDown,
     {},
     Chart::burn_down},
    {"domains",
     to_tr("messages and TLS per domain of senders"),
     kDomainsHelp,
     to_tr("Messages per domain and TLS"),
     kDomain,
     {},
     kClasses,
     {},
     Chart::mix},
    {"clients",
     to_tr("client addresses, with accounts and TLS"),
     kClientsHelp,
     to_tr("TLS by client"),
     kClient,
     {},
     kOfClients,
     {},
     Chart::mix},
    {"mechanisms",
     to_tr("messages and TLS per SASL mechanism"),
     kMechanismsHelp,
     to_tr("Messages per mechanism and TLS"),
     kMechanism,
     {},
     kClasses,
     {},
     Chart::mix},
}};

/// "sender,domain".
std::string names_of(std::span<const Dimension> dimensions) {
  std::vector<std::string_view> names;
  for (const Dimension d : dimensions) names.push_back(kDimensions[index_of(d)].name);
  return fmt::format("{}", fmt::join(names, ","));
}

/// --chart: the classes where the rows are times, else the days.
Chart chart_of(const PivotShape& shape) {
  const bool times = std::any_of(shape.rows.begin(), shape.rows.end(), is_calendar);
  // A key has no place for more.
  if (times || shape.rows.size() + shape.columns.size() > 6) return Chart::stack;
  return Chart::trend;
}

}  // namespace

std::span<const Preset> all_presets() noexcept { return kPresets; }

const Preset* find_preset(std::string_view name) noexcept {
  const auto* const found = std::find_if(kPresets.begin(), kPresets.end(),
                                         [&](const Preset& p) { return p.name == name; });
  return found == kPresets.end() ? nullptr : found;
}

PivotShape shape_of(const Preset& preset) {
  PivotShape shape;
  shape.rows.assign(preset.rows.begin(), preset.rows.end());
  shape.columns.assign(preset.columns.begin(), preset.columns.end());
  shape.values.assign(preset.values.begin(), preset.values.end());
  shape.only_old = preset.only_old;
  return shape;
}

PivotShape shape_of(const Config& config) {
  const bool screen = is_for_people(config.format);
  const Preset* const preset = find_preset(config.preset);
  if (preset == nullptr) {
    PivotShape shape{config.rows, config.columns, config.values};
    if (screen && config.chart && !config.failures) shape.chart = chart_of(shape);
    return shape;
  }
  PivotShape shape = shape_of(*preset);
  if (!screen || config.wide) return shape;
  shape.screen_values.assign(preset->screen_values.begin(), preset->screen_values.end());
  // Days and distinct clients are counted where there is room to show them.
  constexpr unsigned kWide = 110;
  const bool costly = preset->chart == Chart::trend && !config.chart;
  const bool narrow = costly && config.width < kWide;
  if (!narrow) shape.chart = preset->chart;
  if (narrow && config.format == OutputFormat::table) {
    std::erase(shape.screen_values, Measure::clients);
  }
  // A page has room for both.
  const bool tells = shape.chart == Chart::stack || shape.chart == Chart::burn_down;
  shape.only_chart = tells && config.format == OutputFormat::table;
  return shape;
}

std::string words_of(const Preset& preset) {
  std::string words = "--rows " + names_of(preset.rows);
  if (!preset.columns.empty()) words += " --columns " + names_of(preset.columns);
  std::vector<std::string_view> values;
  for (const Measure m : preset.values) values.push_back(kMeasures[index_of(m)].name);
  std::string list = fmt::format("{}", fmt::join(values, ","));
  // Of several lines: a shell takes an escaped newline out of double quotes.
  constexpr std::size_t kOneLine = 76;
  if (list.size() > kOneLine) list = fmt::format("\"{}\"", fmt::join(values, ", "));
  words += fmt::format(" --values {}", list);
  if (preset.only_old) words += " --where 'old>0'";
  if (!preset.sort.empty()) words += fmt::format(" --sort {}", preset.sort);
  return words;
}

std::string pivot_title(const Config& config) {
  if (const Preset* const preset = find_preset(config.preset))
    return std::string(tr(preset->title));
  const auto names = [](const std::vector<Dimension>& dimensions) {
    std::vector<std::string_view> texts;
    texts.reserve(dimensions.size());
    for (const Dimension d : dimensions) texts.push_back(kDimensions[index_of(d)].name);
    return fmt::format("{}", fmt::join(texts, ", "));
  };
  std::string by = names(config.rows);
  // TRANSLATORS: lists of column names, as they are typed.
  if (!config.columns.empty()) by = tr_format("{} and {}", by, names(config.columns));
  return config.failures ? tr_format("Refused logins and handshakes by {}", by)
                         : tr_format("Messages by {}", by);
}

}  // namespace smtptally
