#include "report/views.hpp"

#include <algorithm>
#include <array>

#include "report/check_view.hpp"
#include "report/compare_view.hpp"
#include "report/events_view.hpp"
#include "report/pivot_view.hpp"
#include "report/report_view.hpp"
#include "report/subject_view.hpp"
#include "report/summary_view.hpp"
#include "report/unusual_view.hpp"

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

constexpr std::array<View, 9> kViews{{
    {Command::summary, "summary", "",
     "accounts, messages, TLS mix, who still uses old TLS (default)", &collect_summary,
     &build_summary, &refuse_in_summary, &always, false},
    {Command::events, "events", "", "one row per accepted message, or per refused login",
     &collect_events, &build_events, &refuse_in_events, &shows_messages, true},
    {Command::pivot, "pivot", "", "any grouping", &collect_pivot, &build_pivot, &refuse_in_pivot,
     &pivot_shows_tls, true},
    {Command::sender, "sender", "S", "one account: days, TLS, clients, addresses, refused logins",
     &collect_subject, &build_subject, &refuse_in_subject, &always, false},
    {Command::client, "client", "C", "the same of one client address", &collect_subject,
     &build_subject, &refuse_in_subject, &always, false},
    {Command::unusual, "unusual", "", "senders that do not behave as before", &collect_unusual,
     &build_unusual, &refuse_in_unusual, &never, false},
    {Command::check, "check", "",
     "what these logs can and cannot tell, and which setting to change", &collect_check,
     &build_check, &refuse_in_check, &never, false},
    {Command::compare, "compare", "EXPORT.csv",
     "where an exported SMTP AUTH clients report differs", &collect_compare, &build_compare,
     &refuse_in_compare, &always, false},
    {Command::report, "report", "", "all of it on one page: -o report.html", &collect_report,
     &build_report, &refuse_in_report, &always, false},
}};

}  // namespace

std::span<const View> all_views() noexcept { return kViews; }

const View& find_view(Command command) noexcept {
  return *std::find_if(kViews.begin(), kViews.end(),
                       [&](const View& view) { return view.command == command; });
}

}  // namespace smtptally
