#include "messages.hpp"

#include <fmt/format.h>

#include "report/views.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

void say_warnings(const Config& config, std::span<const Warning> warnings, std::FILE* err) {
  const bool tls = find_view(config.command).shows_tls(config);
  for (const Warning& warning : warnings) {
    if (config.quiet || (warning.of_tls && !tls)) continue;
    const std::string text =
        warning.advice.empty() ? warning.text : tr_format("{}; {}", warning.text, warning.advice);
    say(err, warning.level == Warning::Level::note ? tr_format("note: {}", text)
                                                   : tr_format("warning: {}", text));
  }
}

void say_what_is_malformed(const Report& report, std::FILE* err) {
  if (report.coverage[CoverageItem::lines_malformed] == 0) return;
  for (const InputSummary& input : report.inputs) {
    if (!input.note.empty())
      say(err, tr_format("note: {}: {}", visible(input.path), input.note.text()));
  }
}

}  // namespace

void say(std::FILE* err, std::string_view text) {
  const std::string line = fmt::format("smtptally: {}\n", text);
  (void)std::fwrite(line.data(), 1, line.size(), err);
}

void say_error(std::FILE* err, std::string_view text) { say(err, tr_format("error: {}", text)); }

void say_notes(const Config& config, const std::vector<InputNote>& notes, std::FILE* err) {
  for (const InputNote& note : notes) {
    using enum InputNote::Severity;
    if (config.quiet && note.severity != problem) continue;
    const std::string& text = note.message.text();
    say(err, note.severity == problem   ? tr_format("error: {}", text)
             : note.severity == warning ? tr_format("warning: {}", text)
                                        : tr_format("note: {}", text));
  }
}

void say_about_output(const Config& config, std::string_view note, std::FILE* err) {
  if (!note.empty()) say(err, tr_format("note: {}: {}", visible(config.output), note));
}

std::vector<Warning> warnings_of(const std::vector<InputNote>& notes) {
  std::vector<Warning> warnings;
  for (const InputNote& note : notes) {
    if (note.severity == InputNote::Severity::info) continue;
    warnings.push_back({.level = Warning::Level::problem, .text = note.message.text()});
  }
  return warnings;
}

void say_about(const Config& config, const Report& report, std::size_t said, std::FILE* err) {
  say_warnings(config, std::span(report.warnings).subspan(said), err);
  if (config.strict && !config.quiet) say_what_is_malformed(report, err);
  for (const Section& section : report.sections) {
    if (!section.note.empty() && !config.quiet) say(err, tr_format("note: {}", section.note));
  }
}

}  // namespace smtptally
