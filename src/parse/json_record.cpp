// Maps the field names of JSON log records to the parts of a log line.

#include "parse/json_record.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "parse/programs.hpp"
#include "text/ascii.hpp"
#include "text/cursor.hpp"

namespace smtptally {
namespace {

struct Name {
  std::string_view name;  ///< Lower case letters and digits only.
  JsonPart part;
};

/// Fields nearer to the program that wrote the line come first. To add a name: one row.
constexpr std::array<Name, 52> kFields{{
    {"realtimetimestamp", JsonPart::time},
    {"sourcerealtimetimestamp", JsonPart::time},
    {"timereported", JsonPart::time},
    {"timestamp", JsonPart::time},
    {"time", JsonPart::time},
    {"ts", JsonPart::time},
    {"datetime", JsonPart::time},
    {"eventtime", JsonPart::time},
    {"isodate", JsonPart::time},
    {"date", JsonPart::time},
    {"timegenerated", JsonPart::time},
    {"receivedat", JsonPart::time},
    {"hostname", JsonPart::host},
    {"host", JsonPart::host},
    {"logsource", JsonPart::host},
    {"sysloghost", JsonPart::host},
    {"source", JsonPart::host},
    {"fromhost", JsonPart::host},
    {"relayhost", JsonPart::host},
    {"syslogtag", JsonPart::tag},
    {"tag", JsonPart::tag},
    {"syslogidentifier", JsonPart::tag},
    {"ident", JsonPart::tag},
    {"identifier", JsonPart::tag},
    {"appname", JsonPart::tag},
    {"processname", JsonPart::tag},
    {"process", JsonPart::tag},
    {"programname", JsonPart::tag},
    {"program", JsonPart::tag},
    {"syslogprogram", JsonPart::tag},
    {"syslogpid", JsonPart::pid},
    {"procid", JsonPart::pid},
    {"pid", JsonPart::pid},
    {"processid", JsonPart::pid},
    {"processpid", JsonPart::pid},
    {"message", JsonPart::text},
    {"msg", JsonPart::text},
    {"syslogmessage", JsonPart::text},
    {"shortmessage", JsonPart::text},
    {"log", JsonPart::line},
    {"line", JsonPart::line},
    {"raw", JsonPart::line},
    {"rawmsg", JsonPart::line},
    {"rawmessage", JsonPart::line},
    {"eventoriginal", JsonPart::line},
    {"containerid", JsonPart::container},
    {"containeridfull", JsonPart::container},
    {"containername", JsonPart::container},
    {"containertag", JsonPart::container},
    {"container", JsonPart::container},
    {"docker", JsonPart::container},
    {"kubernetes", JsonPart::container},
}};

/// Reads a number, by its size, as seconds, milliseconds, microseconds or nanoseconds since 1970.
std::optional<Micros> micros_of(double number) {
  if (!(number >= 1e8) || number >= 1e20) return std::nullopt;
  const double seconds = number < 1e11   ? number
                         : number < 1e14 ? number / 1e3
                         : number < 1e17 ? number / 1e6
                                         : number / 1e9;
  return static_cast<Micros>(std::llround(seconds * 1e6));
}

std::optional<Micros> micros_of(std::uint64_t number) {
  if (number < 100'000'000) return std::nullopt;
  if (number < 100'000'000'000) return static_cast<Micros>(number) * kMicrosPerSecond;
  if (number < 100'000'000'000'000) return static_cast<Micros>(number) * 1000;
  if (number < 100'000'000'000'000'000) return static_cast<Micros>(number);
  return static_cast<Micros>(number / 1000);
}

/// Reads a time whose year needs no guess: a stamp with a year, or a number.
std::optional<Micros> full_time(std::string_view text, StampReader& stamps) {
  std::string stamp(text);
  stamp += ' ';
  stamp.append(kTextPadding, '\0');
  const auto begin = [&] { return Cursor(std::string_view(stamp).substr(0, text.size() + 1)); };
  Micros time = 0;
  Cursor at = begin();
  if (stamps.take_rfc3339(at, time) && at.take(' ')) return time;
  at = begin();
  if (StampReader::take_unix(at, time) && at.take(' ')) return time;
  at = begin();
  if (stamps.take_ctime(at, time) || stamps.take_year_first(at, time) ||
      stamps.take_short_full(at, time)) {
    return time;
  }
  std::uint64_t number = 0;
  if (at.take_number(number) && at.take(' ')) return micros_of(number);
  return std::nullopt;
}

bool is_stream(std::string_view text) noexcept { return text == "stdout" || text == "stderr"; }

}  // namespace

JsonRecord::Field JsonRecord::field(std::string_view name) noexcept {
  std::array<char, 24> letters{};
  std::size_t size = 0;
  for (const char c : name) {
    if (c == '@' || c == '_' || c == '-' || c == '.') continue;
    if (size == letters.size()) return {};
    letters[size++] = ascii_lower(c);
  }
  const std::string_view wanted(letters.data(), size);
  for (unsigned rank = 0; rank < kFields.size(); ++rank) {
    if (kFields[rank].name == wanted) return {kFields[rank].part, rank};
  }
  return {};
}

bool JsonRecord::Value::take(unsigned rank_of_field, std::string_view value) {
  if (found && (rank <= rank_of_field || value.empty())) return false;
  text.assign(value);
  rank = rank_of_field;
  found = true;
  return true;
}

void JsonRecord::Value::clear() noexcept {
  text.clear();
  found = false;
}

void JsonRecord::clear() {
  for (Value* const value : {&host_, &pid_, &text_, &time_text_}) value->clear();
  tag_.clear();
  pid_of_tag_.clear();
  time_.reset();
  is_line_ = false;
  contained_ = false;
}

void JsonRecord::add(Field field, std::string_view value) {
  switch (field.part) {
    case JsonPart::none:
      return;
    case JsonPart::time:
      (void)time_text_.take(field.rank, value);
      return;
    case JsonPart::host:
      if (!value.empty() && !is_stream(value)) (void)host_.take(field.rank, value);
      return;
    case JsonPart::tag:
      return add_tag(field, value);
    case JsonPart::pid:
      (void)pid_.take(field.rank, value);
      return;
    case JsonPart::text:
    case JsonPart::line:
      if (text_.take(field.rank, value)) is_line_ = field.part == JsonPart::line;
      return;
    case JsonPart::container:
      contained_ = true;
      return;
  }
}

/// Adds "postfix/smtpd[7]:", or "postfix/smtpd" with the process id in a field of its own.
void JsonRecord::add_tag(Field field, std::string_view value) {
  while (value.ends_with(' ') || value.ends_with(':')) value.remove_suffix(1);
  std::string_view pid;
  const std::size_t open = value.find('[');
  if (open != std::string_view::npos && value.ends_with(']')) {
    pid = value.substr(open + 1, value.size() - open - 2);
    value = value.substr(0, open);
  }
  const auto worth = [](std::string_view tag) {
    const Program program = program_of(tag);
    return tag.empty() ? 0 : program == Program::other ? 1 : program == Program::postfix ? 2 : 3;
  };
  const int known = worth(tag_);
  const int added = worth(value);
  if (added < known || (added == known && (added == 0 || tag_rank_ <= field.rank))) return;
  tag_.assign(value);
  pid_of_tag_.assign(pid);
  tag_rank_ = field.rank;
}

void JsonRecord::add_time(Field field, std::optional<Micros> time) noexcept {
  if (!time || (time_ && time_rank_ <= field.rank)) return;
  time_ = time;
  time_rank_ = field.rank;
}
void JsonRecord::add_time(Field field, double number) { add_time(field, micros_of(number)); }
void JsonRecord::add_time(Field field, std::uint64_t number) { add_time(field, micros_of(number)); }

std::optional<Micros> JsonRecord::time(StampReader& stamps, bool& has_year) const {
  has_year = true;
  if (time_ && (!time_text_.found || time_rank_ < time_text_.rank)) return time_;
  if (!time_text_.found) return std::nullopt;
  if (const auto time = full_time(time_text_.text, stamps)) return time;
  if (time_) return time_;
  has_year = false;
  const std::string stamp = time_text_.text + " ";
  Cursor at{stamp};
  Micros time = 0;
  if (!stamps.take_bsd(at, time)) return std::nullopt;
  stamps.take_zone(at, time);
  return time;
}

std::optional<std::uint32_t> JsonRecord::pid() const {
  for (const std::string_view text : {std::string_view(pid_of_tag_), std::string_view(pid_.text)}) {
    Cursor at(text);
    std::uint64_t pid = 0;
    if (at.take_number(pid) && at.at_end() && pid <= UINT32_MAX) {
      return static_cast<std::uint32_t>(pid);
    }
  }
  return std::nullopt;
}

/// Removes the blank at the front (rsyslog's %msg%) and the newline at the end (container
/// runtimes).
std::string_view JsonRecord::text() const noexcept {
  std::string_view text = text_.text;
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  if (text.starts_with(' ')) text.remove_prefix(1);
  return text;
}

}  // namespace smtptally
