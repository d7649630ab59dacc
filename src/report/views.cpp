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
#include "text/translate.hpp"

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

constexpr CommandHelp kSummaryHelp{
    to_trc("-h", "one screen (the default)"),
    to_tr("One screen of 80 columns and 24 lines: the range, the verdict, the mix of TLS versions, "
          "the "
          "senders that still use old TLS and when they last did, and what was refused. It is what "
          "runs "
          "where no command is named."),
    "last since domain where top format",
    {"smtptally /var/log/mail.log", "smtptally summary --journal --last 7d"},
    "smtptally-summary"};
constexpr CommandHelp kEventsHelp{
    to_trc("-h", "one row per message"),
    to_tr("Each accepted message with its time, service, sender, login mechanism, client, TLS "
          "version, "
          "cipher, size and queue id. With --failures, each refused login and each TLS handshake "
          "that "
          "broke off: after TLS 1.0 is switched off, an old device shows nowhere else."),
    "failures where since until sort top format",
    {"smtptally events --where 'sender=scanner@example.org' /var/log/mail.log",
     "smtptally events --failures --where 'kind=handshake' /var/log/mail.log"},
    "smtptally-events"};
constexpr CommandHelp kPivotHelp{
    to_trc("-h", "any grouping"),
    to_tr("Messages counted by whatever is chosen for rows, columns and values: by sender and day, "
          "by "
          "network, by cipher. tls, volume, old, days and the like are pivots that have a name; a "
          "[presets.NAME] of the config file makes one more."),
    "rows columns values failures chart sort where top format",
    {"smtptally pivot --rows sender,day --columns tls /var/log/mail.log",
     "smtptally pivot --rows cipher --values messages,senders /var/log/mail.log"},
    "smtptally-pivot"};
constexpr CommandHelp kSenderHelp{
    to_trc("-h", "all about one account"),
    to_tr("Everything about the account S: messages by day and by hour, TLS versions, ciphers and "
          "services, its clients, the addresses it sends as, its own and foreign ones, and the "
          "logins "
          "that were refused for it. For a name that is not there the nearest ones are named."),
    "last since until top format sender",
    {"smtptally sender scanner@example.org --last 28d /var/log/mail.log*",
     "smtptally sender anna@example.org --format json /var/log/mail.log"},
    "smtptally-sender"};
constexpr CommandHelp kClientHelp{
    to_trc("-h", "all about one address"),
    to_tr("Everything about the client address C, as sender tells it of an account: days and "
          "hours, TLS "
          "versions, the accounts that used it, and what was refused to it."),
    "last since until top format",
    {"smtptally client 192.0.2.31 --last 28d /var/log/mail.log*",
     "smtptally client 2001:db8::31 --format json /var/log/mail.log"},
    "smtptally-sender"};
constexpr CommandHelp kUnusualHelp{
    to_trc("-h", "who behaves differently"),
    to_tr("The senders that do not behave as before, each with its signs as sentences and numbers: "
          "volume, new networks, refused logins before, foreign envelope senders, a downgrade of "
          "TLS. "
          "The last 7 days of the logs are compared with up to 28 days before them."),
    "fail-on except alarms-per-week baseline-days since until format",
    {"smtptally unusual /var/log/mail.log*",
     "smtptally unusual --quiet --fail-on high /var/log/mail.log*"},
    "smtptally-unusual"};
constexpr CommandHelp kCheckHelp{
    to_trc("-h", "what the logs can not tell"),
    to_tr(
        "What these logs prove and what is missing, each with its count and the setting to change: "
        "TLS that is not logged, sessions that were cut, lines that were dropped. Ask it first "
        "when "
        "messages are unknown or a number looks wrong."),
    "stats strict journal since format",
    {"smtptally check /var/log/mail.log", "journalctl -o json -u 'postfix*' | smtptally check -"},
    "smtptally-check"};
constexpr CommandHelp kCompareHelp{
    to_trc("-h", "an export or a period"),
    to_tr("The senders of whom an exported SMTP AUTH clients report of Exchange Online says "
          "something "
          "else than the logs: who is only in one of them, and whose messages or TLS versions "
          "differ. "
          "With --with, each sender of the range and of the period before, and what changed."),
    "with since until tz top format",
    {"smtptally compare export.csv /var/log/mail.log*",
     "smtptally compare --with previous --last 7d /var/log/mail.log*"},
    "smtptally-compare"};
constexpr CommandHelp kReportHelp{
    to_trc("-h", "all on one page, as HTML"),
    to_tr("Everything on one page: figures, charts by day, old TLS, every sender, what was "
          "refused, and "
          "what the logs can not tell. As HTML it is one file with search and the details of each "
          "sender, which opens without a server, a network or script."),
    "output format mail-to last since domain where top",
    {"smtptally report -o report.html /var/log/mail.log*",
     "smtptally report --last 7d --mail-to postmaster@example.org /var/log/mail.log"},
    "smtptally-report"};

constexpr std::array<View, 9> kViews{{
    {Command::summary, "summary", "",
     to_tr("accounts, messages, TLS mix, who still uses old TLS (default)"), kSummaryHelp,
     &collect_summary, &build_summary, &refuse_in_summary, &always, false},
    {Command::events, "events", "", to_tr("one row per accepted message, or per refused login"),
     kEventsHelp, &collect_events, &build_events, &refuse_in_events, &shows_messages, true},
    {Command::pivot, "pivot", "", to_tr("any grouping"), kPivotHelp, &collect_pivot, &build_pivot,
     &refuse_in_pivot, &pivot_shows_tls, true},
    {Command::sender, "sender", "S",
     to_tr("one account: days, TLS, clients, addresses, refused logins"), kSenderHelp,
     &collect_subject, &build_subject, &refuse_in_subject, &always, false},
    {Command::client, "client", "C", to_tr("the same of one client address"), kClientHelp,
     &collect_subject, &build_subject, &refuse_in_subject, &always, false},
    {Command::unusual, "unusual", "", to_tr("senders that do not behave as before"), kUnusualHelp,
     &collect_unusual, &build_unusual, &refuse_in_unusual, &never, false},
    {Command::check, "check", "",
     to_tr("what these logs can and cannot tell, and which setting to change"), kCheckHelp,
     &collect_check, &build_check, &refuse_in_check, &never, false},
    {Command::compare, "compare", "EXPORT.csv",
     to_tr("where an exported SMTP AUTH clients report differs"), kCompareHelp, &collect_compare,
     &build_compare, &refuse_in_compare, &always, false},
    {Command::report, "report", "", to_tr("all of it on one page: -o report.html"), kReportHelp,
     &collect_report, &build_report, &refuse_in_report, &always, false},
}};

}  // namespace

std::span<const View> all_views() noexcept { return kViews; }

const View& find_view(Command command) noexcept {
  return *std::find_if(kViews.begin(), kViews.end(),
                       [&](const View& view) { return view.command == command; });
}

}  // namespace smtptally
