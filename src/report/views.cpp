#include "report/views.hpp"

#include <algorithm>
#include <array>

#include "report/check_view.hpp"
#include "report/compare_view.hpp"
#include "report/events_view.hpp"
#include "report/pivot_view.hpp"
#include "report/summary_view.hpp"

namespace smtptally {
namespace {

bool always(const Config& config) {
  (void)config;
  return true;
}
/// Refused logins have no TLS class.
bool shows_messages(const Config& config) { return !config.failures; }
bool never(const Config& config) {
  (void)config;
  return false;
}

constexpr std::array<View, 7> kViews{{
    {Command::summary, "summary", &collect_summary, &build_summary, &refuse_in_summary, &always},
    {Command::volume, "volume", &collect_pivot, &build_pivot, &refuse_in_pivot, &pivot_shows_tls},
    {Command::tls, "tls", &collect_pivot, &build_pivot, &refuse_in_pivot, &pivot_shows_tls},
    {Command::events, "events", &collect_events, &build_events, &refuse_in_events, &shows_messages},
    {Command::pivot, "pivot", &collect_pivot, &build_pivot, &refuse_in_pivot, &pivot_shows_tls},
    {Command::check, "check", &collect_check, &build_check, &refuse_in_check, &never},
    {Command::compare, "compare", &collect_compare, &build_compare, &refuse_in_compare, &always},
}};

}  // namespace

const View& find_view(Command command) noexcept {
  return *std::find_if(kViews.begin(), kViews.end(),
                       [&](const View& view) { return view.command == command; });
}

}  // namespace smtptally
