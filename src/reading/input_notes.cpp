// What is said about inputs that are left out.

#include "reading/input_notes.hpp"

#include <string>
#include <string_view>

#include "inputs/exim_head.hpp"
#include "reading/traces.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Whether the input is a log of the SMTP service of IIS, with or without the header of a W3C
/// extended log.
bool is_iis_log(const Input& input) {
  if (input.dialects.is_only(LogKind::web)) return true;
  const std::string_view first =
      std::string_view(input.file.head).substr(0, input.file.head.find('\n'));
  return input.hosts.empty() && !is_exchange(input) &&
         first.find("SMTPSVC") != std::string_view::npos;
}

}  // namespace

InputNote no_log(Input& input, const Config& config) {
  using enum InputNote::Severity;
  const std::string path = visible(input.file.path);
  const std::optional<Trace> trace = find_trace_in_head(input.file, config);
  if (!input.file.explicitly_named) {
    if (!trace) return {info, said("{}: skipped, not a mail log", path)};
    return {warning, said("{}: skipped, not a mail log, though line {} looks like one of {}", path,
                          trace->line, trace->of)};
  }
  if (!trace) {
    return {problem, said("{}: not a log in a format that smtptally knows; see DIALECTS in the "
                          "manual",
                          path)};
  }
  return {problem, said("{}: not a log in a format that smtptally knows, though line {} looks like "
                        "one of {}; see DIALECTS in the manual",
                        path, trace->line, trace->of)};
}

std::optional<InputNote> why_of_no_use(const Input& input) {
  using enum InputNote::Severity;
  const std::string path = visible(input.file.path);
  if (input.dialects.is_only(LogKind::send)) {
    return InputNote{info, said("{}: skipped, an SMTP send log; mail that leaves the server is "
                                "no submission",
                                path)};
  }
  if (is_exim_reject_log(input)) {
    return InputNote{info,
                     said("{}: skipped, a rejectlog or paniclog of Exim, which repeats lines of "
                          "mainlog",
                          path)};
  }
  if (!is_iis_log(input)) return std::nullopt;
  return InputNote{input.file.explicitly_named ? problem : info,
                   said("{}: skipped, a log of the SMTP service of IIS (W3C extended or "
                        "its older forms); it tells neither logins nor TLS versions as "
                        "Exchange's SMTP receive protocol logs do",
                        path)};
}

bool compares_with_period(const Config& config) noexcept {
  return config.command == Command::compare && config.selection.before;
}

InputNote no_log_but_report(const Input& input, const Config& config) {
  using enum InputNote::Severity;
  const std::string path = visible(input.file.path);
  if (compares_with_period(config)) {
    return {problem, said("{0}: compare takes an exported report or --with, not both: "
                          "smtptally compare {0} LOG",
                          path)};
  }
  return {input.file.explicitly_named ? problem : info,
          said("{0}: skipped, an exported SMTP AUTH clients report; it is no log, "
               "but can be compared with one: smtptally compare {0} LOG",
               path)};
}

}  // namespace smtptally
