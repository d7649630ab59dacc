#include "mailed_report.hpp"

#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "format/formats.hpp"
#include "format/screen.hpp"
#include "io/own_address.hpp"
#include "mail/mail_html.hpp"
#include "mail/mail_message.hpp"
#include "report/screen_clock.hpp"
#include "smtptally/formatter.hpp"
#include "text/escape.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

std::string written(const Report& report, const FormatOptions& options, Formatter write) {
  std::string text;
  Output output(text);
  write(report, options, output);
  (void)output.finish();  // To a string it cannot fail.
  return text;
}

/// A figure of the summary.
std::uint64_t figure(const Report& report, std::string_view metric) {
  std::vector<Value> cells;
  for (const Section& section : report.sections) {
    if (section.name != "figures") continue;
    for (std::size_t i = 0; i < section.rows->size(); ++i) {
      section.rows->row(i, cells);
      const auto* const count = std::get_if<std::uint64_t>(&cells[1]);
      if (std::get<std::string_view>(cells[0]) == metric && count != nullptr) return *count;
    }
  }
  return 0;
}

/// "mail: 4 of 9 senders with old TLS, 2026-11-01 to 2026-11-28".
std::string verdict_of(const Report& report) {
  std::string text;
  const std::set<std::string_view> hosts = hosts_of(report);
  if (hosts.size() == 1) text = visible(*hosts.begin()) + ": ";
  const std::uint64_t old = figure(report, "senders_old_tls");
  const std::uint64_t senders = figure(report, "senders");
  text += trn_format("{} of {} sender with old TLS", "{} of {} senders with old TLS", senders,
                     grouped(old), grouped(senders));
  if (const auto range = shown_range(report)) {
    const std::string first = minute_text(range->since, report.zone).substr(0, 10);
    const std::string last = minute_text(range->until - 1, report.zone).substr(0, 10);
    text = first == last ? tr_format("{}, {}", text, first)
                         : tr_format("{}, {} to {}", text, first, last);
  }
  return text;
}

}  // namespace

std::string mail_of(const Config& config, const ReportIn& report_in) {
  FormatOptions options;
  options.width = config.width;
  options.spreadsheet_safe = true;
  MailParts parts;
  const Report screen = report_in(OutputFormat::table);
  parts.text = written(screen, options, write_table);
  parts.html = mail_html(screen);
  parts.subject = verdict_of(screen);
  parts.page = written(report_in(OutputFormat::html), options, write_html);
  {
    const InEnglish english;
    parts.csv = written(report_in(OutputFormat::csv), options, write_csv);
  }
  const std::string domain = own_mail_domain();
  const MailOrigin origin{
      {"", fmt::format("{}@{}", own_user(), domain)}, domain, config.now, config.zone};
  return mail_message(config.mail, parts, origin);
}

}  // namespace smtptally
