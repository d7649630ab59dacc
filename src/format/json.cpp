#include <array>
#include <span>

#include "format/formats.hpp"
#include "format/json_rows.hpp"
#include "format/numbers.hpp"
#include "smtptally/version.hpp"
#include "text/escape.hpp"

namespace smtptally {
namespace {

// Rises when a member changes its meaning or goes away; new members do not count.
constexpr std::uint64_t kSchemaVersion = 1;

// Appends members of one object and keeps the commas right.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_.push_back('{'); }

  void text(std::string_view name, std::string_view value) {
    begin(name);
    append_json_string(value, out_);
  }
  void number(std::string_view name, std::uint64_t value) {
    begin(name);
    append_number(value, out_);
  }
  void null(std::string_view name) {
    begin(name);
    out_ += "null";
  }
  void numbers(std::string_view name, std::span<const std::string_view> names,
               std::span<const std::uint64_t> values) {
    begin(name);
    Members inner(out_);
    for (std::size_t i = 0; i < names.size(); ++i) inner.number(names[i], values[i]);
    inner.end();
  }
  void end() { out_.push_back('}'); }

 private:
  void begin(std::string_view name) {
    if (!first_) out_ += ", ";
    first_ = false;
    append_json_string(name, out_);
    out_ += ": ";
  }

  std::string& out_;
  bool first_ = true;
};

// The elements of an array, each on a line of its own: `indent` in front of the closing bracket.
class Elements {
 public:
  Elements(std::string_view indent, Output& out) : indent_(indent), out_(out) {}

  // Where the caller appends the next element, complete with write().
  [[nodiscard]] std::string& begin() {
    line_.clear();
    line_ += first_ ? "[\n" : ",\n";
    line_ += indent_;
    line_ += "  ";
    first_ = false;
    return line_;
  }
  void write() { out_.write(line_); }
  void end() {
    if (first_) {
      out_.write("[]");
      return;
    }
    out_.write("\n");
    out_.write(indent_);
    out_.write("]");
  }

 private:
  std::string_view indent_;
  Output& out_;
  std::string line_;
  bool first_ = true;
};

class Document {
 public:
  Document(const Report& report, Output& out) : report_(report), out_(out) {}

  void write() {
    head();
    inputs();
    coverage();
    if (report_.sections.empty()) {
      out_.write(",\n  \"rows\": [],\n  \"others\": null,\n  \"totals\": null");
    } else {
      main_section(report_.sections.front());
    }
    for (std::size_t i = 1; i < report_.sections.size(); ++i) {
      rows(report_.sections[i].name, report_.sections[i]);
    }
    out_.write("\n}\n");
  }

 private:
  void head() {
    std::string text = "{\n  \"schema_version\": ";
    append_number(kSchemaVersion, text);
    text += ",\n  \"tool\": ";
    Members tool(text);
    tool.text("name", "smtptally");
    tool.text("version", version());
    tool.end();
    text += ",\n  \"command\": ";
    append_json_string(report_.command, text);
    text += ",\n  \"range\": ";
    Members range(text);
    instant_or_null(range, "since", report_.range.since, report_.range.since != kBeginningOfTime);
    instant_or_null(range, "until", report_.range.until, report_.range.until != kEndOfTime);
    range.end();
    if (report_.before) {
      text += ",\n  \"range_before\": ";
      Members before(text);
      instant_or_null(before, "since", report_.before->since,
                      report_.before->since != kBeginningOfTime);
      before.text("until", format_rfc3339(report_.before->until, report_.zone));
      before.end();
    }
    text += ",\n  \"timezone\": ";
    append_json_string(report_.zone.name(), text);
    out_.write(text);
  }

  void inputs() {
    member("inputs");
    Elements elements("  ", out_);
    for (const InputSummary& input : report_.inputs) {
      Members members(elements.begin());
      members.text("path", input.path);
      members.text("dialect", input.dialect);
      members.text("encoding", input.encoding);
      members.number("lines", input.lines);
      members.number("bytes", input.bytes);
      instant_or_null(members, "first", input.first, input.has_times);
      instant_or_null(members, "last", input.last, input.has_times);
      members.text("note", input.note.english);
      members.end();
      elements.write();
    }
    elements.end();
  }

  void coverage() {
    member("coverage");
    std::string text = "{\n";
    for (std::size_t i = 0; i < kCoverageItems.size(); ++i) {
      text += "    ";
      append_json_string(kCoverageItems[i].name, text);
      text += ": ";
      append_number(report_.coverage.counts[i], text);
      text += ",\n";
    }
    text += "    \"services\": ";
    out_.write(text);
    services();
    text = ",\n    \"unknown_by_reason\": ";
    Members reasons(text);
    const auto unknown = report_.coverage.unknown_by_reason();
    for (std::size_t i = 0; i < unknown.size(); ++i) {
      // The five known versions cannot be a reason, and both kinds of plain are one.
      if (i < index_of(TlsEvidence::plain) || i == index_of(TlsEvidence::plain_whole)) continue;
      reasons.number(kTlsEvidenceNames[i], unknown[i]);
    }
    reasons.end();
    text += "\n  }";
    out_.write(text);
  }

  void services() {
    Elements elements("    ", out_);
    for (const auto& [key, evidence] : report_.coverage.services) {
      Members members(elements.begin());
      members.text("host", key.first);
      members.text("service", key.second);
      members.number("sessions", evidence.sessions);
      members.number("tls_lines", evidence.tls_lines);
      members.number("starttls_used", evidence.starttls_used);
      members.numbers("messages", kTlsEvidenceNames, evidence.messages);
      members.end();
      elements.write();
    }
    elements.end();
  }

  void main_section(const Section& section) {
    rows("rows", section);
    single_row("others", section, section.others);
    single_row("totals", section, section.totals);
  }

  void rows(std::string_view name, const Section& section) {
    member(name);
    const JsonRows writer(section.columns, report_.zone);
    std::vector<Value> cells;
    Elements elements("  ", out_);
    const std::size_t count = section.rows->size();
    for (std::size_t i = 0; i < count && !out_.failed(); ++i) {
      section.rows->row(i, cells);
      writer.append(cells, elements.begin());
      elements.write();
    }
    elements.end();
  }

  void single_row(std::string_view name, const Section& section, const std::vector<Value>& cells) {
    member(name);
    if (cells.empty()) {
      out_.write("null");
      return;
    }
    std::string text;
    JsonRows(section.columns, report_.zone).append(cells, text);
    out_.write(text);
  }

  void instant_or_null(Members& members, std::string_view name, Micros at, bool known) const {
    if (known) {
      members.text(name, format_rfc3339(at, report_.zone));
    } else {
      members.null(name);
    }
  }

  void member(std::string_view name) {
    std::string text = ",\n  ";
    append_json_string(name, text);
    text += ": ";
    out_.write(text);
  }

  const Report& report_;
  Output& out_;
};

}  // namespace

void write_json(const Report& report, const FormatOptions& /*options*/, Output& out) {
  Document(report, out).write();
}

}  // namespace smtptally
