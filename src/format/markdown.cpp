#include <cassert>
#include <span>

#include "format/coverage_sections.hpp"
#include "format/formats.hpp"
#include "format/markdown_text.hpp"
#include "format/numbers.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

struct CellWriter {
  const Zone& zone;
  std::string& out;

  void operator()(std::monostate /*no value*/) const { out.push_back('-'); }
  void operator()(std::string_view text) const { append_markdown(text, out); }
  void operator()(std::uint64_t number) const { append_number(number, out); }
  void operator()(const Distinct& distinct) const {
    if (distinct.estimated) out.push_back('\\');  // Two "~" strike out what is between them.
    append_distinct(distinct, out);
  }
  void operator()(const Instant& instant) const { out += format_rfc3339(instant.at, zone); }
  void operator()(const Change& change) const { append_change(change, true, out); }
  void operator()(const ShareChange& change) const {
    if (has_value(change)) {
      append_change(change, Decimals::one, true, out);
    } else {
      out.push_back('-');
    }
  }
  void operator()(const Mix& mix) const { list(mix.classes); }
  void operator()(const Trend& trend) const { list(trend.days); }
  void operator()(const Bar& bar) const { append_number(bar.count, out); }
  void list(std::span<const std::uint64_t> numbers) const {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (i > 0) out.push_back(' ');
      append_number(numbers[i], out);
    }
  }
  void operator()(const Share& share) const {
    if (share.total > 0) {
      append_percent(share, Decimals::one, out);
    } else {
      out.push_back('-');
    }
  }
};

class MarkdownPage {
 public:
  MarkdownPage(const Report& report, Output& out) : report_(report), out_(out) {}

  void write() {
    head();
    for (const Section& section : report_.sections) write(section);
    if (!report_.coverage_in_table) return;
    write(inputs_section(report_.inputs));
    write(coverage_section(report_.coverage));
  }

 private:
  // A page that was pasted somewhere says what it is.
  void head() {
    line_.assign("# smtptally ");
    append_markdown(report_.command, line_);
    line_ += "\n\n";
    const bool since = report_.range.since != kBeginningOfTime;
    const bool until = report_.range.until != kEndOfTime;
    // No calendar has the beginning and the end of time.
    const std::string from = since ? format_rfc3339(report_.range.since, report_.zone) : "";
    const std::string to = until ? format_rfc3339(report_.range.until, report_.zone) : "";
    line_ += since && until ? tr_format("From {}, before {}.", from, to)
             : since        ? tr_format("From {}.", from)
             : until        ? tr_format("Before {}.", to)
                            : tr("All of the input.");
    if (report_.before) {
      line_ += ' ';
      line_ += tr_format("Compared with: from {}, before {}.",
                         format_rfc3339(report_.before->since, report_.zone),
                         format_rfc3339(report_.before->until, report_.zone));
    }
    std::string zone;
    append_markdown(report_.zone.name(), zone);
    line_ += ' ';
    line_ += tr_format("Times in {}. Lines read: {}, not understood: {}.", zone,
                       report_.coverage[CoverageItem::lines],
                       report_.coverage[CoverageItem::lines_malformed]);
    line_ += '\n';
    end_line();
  }

  void write(const Section& section) {
    if (section.rows == nullptr) return;  // Of screens.
    if (section.shown == Shown::details) return;
    if (!section.title.empty()) {
      line_.assign("\n## ");
      append_markdown(section.title, line_);
      line_.push_back('\n');
      end_line();
    }
    line_.assign(1, '\n');
    headings(section.columns);
    std::vector<Value> cells;
    const std::size_t count = section.rows->size();
    for (std::size_t i = 0; i < count && !out_.failed(); ++i) {
      section.rows->row(i, cells);
      assert(cells.size() == section.columns.size());
      row(cells, "");
    }
    if (!section.others.empty()) row(section.others, "*");
    if (!section.totals.empty()) row(section.totals, "**");
    if (section.note.empty()) return;
    std::string note;
    append_markdown(section.note, note);
    line_.assign(1, '\n').append(tr_format("Note: {}", note)).push_back('\n');
    end_line();
  }

  void headings(const std::vector<Column>& columns) {
    line_.push_back('|');
    for (const Column& column : columns) {
      line_.push_back(' ');
      // A table has headings here; on screens, names and values go without.
      append_markdown(column.heading.empty() ? column.name : column.heading, line_);
      line_ += " |";
    }
    line_ += "\n|";
    for (const Column& column : columns) {
      const bool right = column.kind == ColumnKind::number || column.kind == ColumnKind::share;
      line_ += right ? " ---: |" : " --- |";
    }
    line_.push_back('\n');
    end_line();
  }

  // `emphasis` stands around each cell that is not empty.
  void row(const std::vector<Value>& cells, std::string_view emphasis) {
    line_.push_back('|');
    for (const Value& value : cells) {
      cell_.clear();
      std::visit(CellWriter{report_.zone, cell_}, value);
      line_.push_back(' ');
      if (!cell_.empty()) line_ += emphasis;
      line_ += cell_;
      if (!cell_.empty()) line_ += emphasis;
      line_ += " |";
    }
    line_.push_back('\n');
    end_line();
  }

  void end_line() {
    out_.write(line_);
    line_.clear();
  }

  const Report& report_;
  Output& out_;
  std::string cell_;
  std::string line_;
};

}  // namespace

void write_markdown(const Report& report, const FormatOptions& /*options*/, Output& out) {
  MarkdownPage(report, out).write();
}

}  // namespace smtptally
