#include "report/presets.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace smtptally {
namespace {

using D = Dimension;
using M = Measure;

constexpr std::array kSender{D::sender, D::domain};
constexpr std::array kTls{D::tls};
constexpr std::array kDay{D::day};
constexpr std::array kHour{D::hour};
constexpr std::array kDomain{D::domain};
constexpr std::array kClient{D::client, D::account, D::mechanism};
constexpr std::array kMechanism{D::mechanism};

constexpr std::array kShares{M::messages, M::percent};
constexpr std::array kSizes{M::messages, M::recipients, M::bytes};
constexpr std::array kOld{M::messages, M::old, M::old_pct, M::tls1_0,
                          M::tls1_1,   M::ssl, M::clients, M::last_old};
constexpr std::array kClasses{M::messages, M::senders, M::old, M::old_pct, M::tls1_0, M::tls1_1,
                              M::tls1_2,   M::tls1_3,  M::ssl, M::none,    M::unknown};
constexpr std::array kOfClients{M::messages, M::old,  M::tls1_0,  M::tls1_1, M::tls1_2, M::tls1_3,
                                M::ssl,      M::none, M::unknown, M::first,  M::last};

constexpr std::array kLastOld{M::old_pct, M::last_old};
constexpr std::array kClientsLast{M::percent, M::clients, M::last};

constexpr std::array<Preset, 8> kPresets{{
    {"tls", "TLS versions per sender", "TLS by sender", kSender, kTls, kShares, kLastOld,
     Chart::mix},
    {"volume",
     "messages, recipients and bytes per sender",
     "Volume by sender",
     kSender,
     {},
     kSizes,
     kClientsLast,
     Chart::trend},
    {"old",
     "senders that still use old TLS, last seen, trend",
     "Senders with old TLS",
     kSender,
     {},
     kOld,
     {},
     Chart::old_trend,
     true,
     "old"},
    {"days",
     "messages and TLS per day",
     "Messages per day and TLS",
     kDay,
     {},
     kClasses,
     {},
     Chart::stack},
    {"hours",
     "messages and TLS per hour",
     "Messages per hour and TLS",
     kHour,
     {},
     kClasses,
     {},
     Chart::stack},
    {"domains",
     "messages and TLS per domain of senders",
     "Messages per domain and TLS",
     kDomain,
     {},
     kClasses,
     {},
     Chart::mix},
    {"clients",
     "client addresses, with accounts and TLS",
     "TLS by client",
     kClient,
     {},
     kOfClients,
     {},
     Chart::mix},
    {"mechanisms",
     "messages and TLS per SASL mechanism",
     "Messages per mechanism and TLS",
     kMechanism,
     {},
     kClasses,
     {},
     Chart::mix},
}};

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
  // Days are counted where there is room to draw them.
  constexpr unsigned kRoomForTrend = 110;
  const bool costly = preset->chart == Chart::trend && !config.chart;
  if (!costly || config.width >= kRoomForTrend) shape.chart = preset->chart;
  // A page has room for both.
  shape.only_chart = shape.chart == Chart::stack && config.format == OutputFormat::table;
  return shape;
}

std::string pivot_title(const Config& config) {
  if (const Preset* const preset = find_preset(config.preset)) return std::string(preset->title);
  const auto names = [](const std::vector<Dimension>& dimensions) {
    std::vector<std::string_view> texts;
    for (const Dimension d : dimensions) texts.push_back(kDimensions[index_of(d)].name);
    return fmt::format("{}", fmt::join(texts, ", "));
  };
  std::string title = config.failures ? "Refused logins and handshakes by " : "Messages by ";
  title += names(config.rows);
  if (!config.columns.empty()) title += " and " + names(config.columns);
  return title;
}

}  // namespace smtptally
