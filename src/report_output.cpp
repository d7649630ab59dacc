#include "report_output.hpp"

#include <algorithm>
#include <cerrno>
#include <string>

#include <fmt/format.h>

#include "format/formats.hpp"
#include "io/error_text.hpp"
#include "io/gzip_text.hpp"
#include "io/pager.hpp"
#include "io/sendmail.hpp"
#include "io/whole_file.hpp"
#include "messages.hpp"
#include "smtptally/formatter.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Whether all was written, or its reader went away.
bool ends_well(Output& output, std::FILE* err) {
  if (output.finish() || output.error() == EPIPE) return true;
  say(err,
      tr_format("error: the report could not be written: {}", error_text(output.error()).text()));
  return false;
}

bool write_text(std::string_view text, std::FILE* out, std::FILE* err) {
  Output output(out);
  output.write(text);
  return ends_well(output, err);
}

}  // namespace

bool write_report(const Config& config, const Report& report, std::FILE* out, std::FILE* err) {
  const FormatOptions options{.color = config.color,
                              .ascii = config.ascii,
                              .wide = config.wide,
                              .width = config.width,
                              .spreadsheet_safe = config.spreadsheet_safe,
                              .excel = config.excel};
  const FormatEntry& format = find_format(config.format);
  if (config.format == OutputFormat::table && !config.pager.empty()) {
    std::string page;
    Output output(page);
    format.write(report, options, output);
    (void)output.finish();
    const auto lines = static_cast<std::size_t>(std::count(page.begin(), page.end(), '\n'));
    // The prompt takes the last line.
    if (lines >= config.height && show_in_pager(config.pager, page)) return true;
    return write_text(page, out, err);
  }
  if (config.output.empty()) {
    Output output(out);
    format.write(report, options, output);
    return ends_well(output, err);
  }
  const Result<std::string> written = write_whole_file(config.output, [&](std::FILE* file) {
    Output output(file);
    if (config.output.ends_with(kPackedPage)) {
      std::string page;
      Output text(page);
      format.write(report, options, text);
      (void)text.finish();
      output.write(gzipped(page));
    } else {
      format.write(report, options, output);
    }
    (void)output.finish();
    return output.error();
  });
  if (!written) {
    say_error(err, written.error().text());
    return false;
  }
  say_about_output(config, written.value(), err);
  return true;
}

bool mail_report(const Config& config, const ReportIn& report_in, std::FILE* out, std::FILE* err) {
  const std::string message = mail_of(config, report_in);
  if (config.mail.dry_run) return write_text(message, out, err);
  const auto error = send_mail(config.mail.sendmail, message, config.mail.patience);
  if (error) say_error(err, error->text());
  return !error;
}

}  // namespace smtptally
