// LogReader: recognises the dialect and the wrappings of one line.

#include "parse/log_reader.hpp"
#include "parse/programs.hpp"

namespace smtptally {
namespace {

/// The maximal nesting of a line in prefixes, stamps, journal entries and records of JSON.
constexpr unsigned kMostWrappings = 6;

/// The row of Exchange that a forwarder put into a syslog line, with a tag, without a tag, or with
/// a tag that no colon follows; empty if there is none.
std::string_view row_in(std::string_view line, const LogLine& syslog) noexcept {
  const auto behind = [&](const char* begin) {
    return line.substr(static_cast<std::size_t>(begin - line.data()));
  };
  const auto is_row = [](std::string_view text) {
    return begins_with_row(text) || is_log_header(text);
  };
  if (is_row(syslog.text)) return syslog.text;
  if (syslog.tag.size() == 13 && is_row(behind(syslog.tag.data()))) {
    return behind(syslog.tag.data());
  }
  if (!syslog.tag.empty()) return {};
  const std::size_t blank = syslog.text.find(' ');
  const std::string_view text = syslog.text.substr(blank == std::string_view::npos ? 0 : blank + 1);
  return is_row(text) ? text : std::string_view();
}

}  // namespace

void LogReader::deliver(LogLine& line, std::size_t dialect, Year year) {
  line.dialect = dialect_properties(dialect).name;
  if (year == Year::known) {
    stamp_reader_.follow(line.time);
    if (!years_.dated) {
      years_ = {.found = counts_.logged > 0,
                .dated = true,
                .first_dated = line.time,
                .latest_before = counts_.last};
    }
  }
  count_time(line.time, dialect);
  counts_.order.add(line.time);
  sink_->line(line);
}

/// The stamp reader for the line. An inner line takes its year from the stamp around it, and does
/// not change the year of later lines.
StampReader& LogReader::stamps_in(const Around& around) {
  if (!around.time) return stamp_reader_;
  inner_stamps_.stand_beside(*around.time);
  return inner_stamps_;
}

/// Takes the output of a container, logged by its runtime. The text is taken as a log line if it is
/// one as a whole. Texts of Postfix are never unwrapped, because strangers write parts of them.
/// `around` is the context of the text.
bool LogReader::take_container_text(const LogLine& line, const Around& around) {
  const bool contained = line.contained || is_container_tag(line.tag);
  const Program program = contained ? program_of(line.tag) : Program::smtpd;
  if (program != Program::other && !(program == Program::postfix && line.contained)) return false;
  return take_log(line.text,
                  {.depth = around.depth, .time = line.time, .has_year = around.has_year});
}

bool LogReader::take_as(std::size_t dialect, PaddedText line, const Around& around) {
  const LineDialect& kind = kDialects[dialect];
  StampReader& stamps = kind.has_year ? stamp_reader_ : stamps_in(around);
  Cursor at(line);
  LogLine out;
  if (!kind.take_stamp(at, stamps, out.time)) return false;
  const Around inside{
      .depth = around.depth + 1, .time = out.time, .has_year = kind.has_year || around.has_year};
  const PaddedText rest = line.last(at.rest().size());
  switch (kind.parse(rest, heads_, out)) {
    case Behind::nothing:
      // In the midst of such a file any text may be Exim's.
      if (dialect != kEximFile || hint_ != kEximFile || is_of_another_program(rest)) return false;
      make_exim_line(rest, out);
      break;
    case Behind::whole_line:
      if (!take_log(out.text, inside)) return false;
      hint_ = dialect;
      return true;
    case Behind::line:
      break;
  }
  if (out.form == LineForm::writer) out.memo = &exim_memo_;
  if (const std::string_view row = row_in(line, out); !row.empty()) return take_wrapped(row);
  // The cache knows no heads of containers.
  const bool unwrapped = out.memo == nullptr && take_container_text(out, inside);
  hint_ = dialect;
  if (unwrapped) return true;
  deliver(out, dialect, inside.has_year ? Year::known : Year::guessed);
  if (around.depth == 0 && kind.may_be_known && !exchange_.active()) learn_stamp(line, out);
  return true;
}

/// Takes a record of JSON, or the line inside it.
bool LogReader::take_json(PaddedText line, const Around& around) {
  JsonLines::Parsed parsed = json_.parse(line, stamps_in(around));
  if (parsed.kind == JsonLines::Kind::journal) {
    parsed.time = parsed.line.time;
  } else if (!parsed.time) {
    parsed.time = around.time;
    parsed.has_year = around.has_year;
  }
  const bool is_inner = parsed.kind == JsonLines::Kind::inner;
  switch (parsed.kind) {
    case JsonLines::Kind::journal:
    case JsonLines::Kind::record:
    case JsonLines::Kind::inner:
      break;
    case JsonLines::Kind::irrelevant:
      ++counts_.irrelevant;
      return true;
    case JsonLines::Kind::malformed:
      return false;
  }
  parsed.line.time = parsed.time.value_or(0);
  if (is_inner || parsed.line.contained || is_container_tag(parsed.line.tag)) {
    return take_inner_json(parsed, around);
  }
  if (!parsed.time) return false;
  deliver(parsed.line, parsed.kind == JsonLines::Kind::journal ? kJournalJson : kJson,
          parsed.has_year ? Year::known : Year::guessed);
  return true;
}

/// Takes a record of JSON whose text may be a log line. PERF: only here its values are copied,
/// because the inner line may be JSON and then uses the same buffers.
bool LogReader::take_inner_json(const JsonLines::Parsed& parsed, const Around& around) {
  const std::string host(parsed.line.host);
  const std::string tag(parsed.line.tag);
  const PaddedString text(parsed.line.text);
  LogLine line = parsed.line;
  line.host = host;
  line.tag = tag;
  line.text = text.text();
  const Year year = parsed.has_year ? Year::known : Year::guessed;
  Around inside{.depth = around.depth + 1, .time = parsed.time, .has_year = parsed.has_year};
  if (!inside.time) inside.has_year = false;
  if (parsed.kind != JsonLines::Kind::inner) {
    if (parsed.time && take_container_text(line, inside)) return true;
    if (tag.empty()) {
      ++counts_.irrelevant;
      return true;
    }
    if (!parsed.time) return false;
    deliver(line, parsed.kind == JsonLines::Kind::journal ? kJournalJson : kJson, year);
    return true;
  }
  if (take_log(line.text, inside)) return true;
  if (!parsed.time) return false;
  LogLine headless;
  if (parsed.is_line && parse_tag(line.text, headless) &&
      program_of(headless.tag) != Program::other) {
    headless.time = line.time;
    deliver(headless, kJson, year);
  } else {
    ++counts_.irrelevant;
  }
  return true;
}

/// Tries the dialect of the preceding line first.
bool LogReader::take_dialect(PaddedText line, const Around& around) {
  const std::size_t hint = hint_;
  if (take_as(hint, line, around)) return true;
  for (std::size_t i = 0; i < kDialects.size(); ++i) {
    if (i != hint && take_as(i, line, around)) return true;
  }
  return false;
}

/// Tries the prefix that was found last first.
bool LogReader::take_behind_prefix(PaddedText line, const Around& around) {
  Around inside = around;
  ++inside.depth;
  const auto take_behind = [&](std::size_t prefix) {
    PaddedText rest = line;
    return kPrefixes[prefix].strip(rest) && take_log(rest, inside);
  };
  const std::size_t known = prefix_;
  if (known != kNoPrefix && take_behind(known)) {
    prefix_ = known;
    return true;
  }
  for (std::size_t prefix = 0; prefix < kPrefixes.size(); ++prefix) {
    if (prefix == known || !take_behind(prefix)) continue;
    prefix_ = prefix;
    return true;
  }
  return false;
}

/// Takes a line of a dialect, or a wrapped one; wrappings may be nested.
bool LogReader::take_log(PaddedText line, const Around& around) {
  if (around.depth > kMostWrappings) return false;
  if (around.depth > 0 && (begins_with_row(line) || is_log_header(line))) return take_wrapped(line);
  if (line.starts_with('{')) return take_json(line, around);
  return take_dialect(line, around) || take_behind_prefix(line, around);
}

}  // namespace smtptally
