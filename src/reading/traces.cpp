#include "reading/traces.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include <string.h>  // memmem()

#include "inputs/input.hpp"
#include "io/read_fully.hpp"
#include "parse/log_reader.hpp"
#include "parse/programs.hpp"
#include "reading/read_buffer.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kMostBytes = std::size_t{16} << 20;
constexpr unsigned kMostLooks = 1000;  ///< At lines with a mark; then nobody is understood.

/// What only mail servers write. To know one more: a row.
struct Mark {
  std::string_view text;
  std::string_view of;
  /// Others write it, too, in lines that are understood and tell nothing.
  bool weak = false;
};
constexpr std::array<Mark, 11> kMarks{{
    {"smtpd[", "Postfix"},
    {"postfix/smtpd", "Postfix"},
    {"postfix/submission", "Postfix"},
    {"postfix/qmgr", "Postfix"},
    {"sasl_username=", "Postfix"},
    {"sasl_method=", "Postfix"},
    {"TLS connection established from ", "Postfix"},
    {"#Fields:", "Exchange"},
    {"InternalId=", "Exchange"},
    {"\"connector-id\":", "Exchange"},  // A shipper made JSON of a row.
    {"STARTTLS", "a mail server", true},
}};

const Mark* mark_in(std::string_view line) {
  const auto* const found = std::find_if(kMarks.begin(), kMarks.end(), [&](const Mark& mark) {
    return memmem(line.data(), line.size(), mark.text.data(), mark.text.size()) != nullptr;
  });
  return found == kMarks.end() ? nullptr : found;
}

class OneLine final : public ByteSource {
 public:
  explicit OneLine(std::string_view line) : rest_(line) {}
  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    const std::size_t count = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
};

/// Whether a line alone fits a format, and whether a program that is known wrote it.
class LineProbe final : public LineSink {
 public:
  explicit LineProbe(const Config& config) : config_(&config) {}

  void look(std::string_view line) {
    fits_ = false;
    OneLine source(line);
    LogReader reader(config_->log_zone, 2000, *this, expected(*config_));
    (void)buffer_.run(source, reader, ReadBuffer::End::of_input);  // Memory does not fail.
  }
  [[nodiscard]] bool fits() const noexcept { return fits_; }
  [[nodiscard]] bool known() const noexcept { return known_; }

  void line(const LogLine& line) override {
    fits_ = true;
    const Program program = program_of(line.tag);
    known_ = known_ || (program != Program::other && program != Program::logger);
  }
  void tracking(const TrackingRow& /*row*/) override { known_ = true; }
  void protocol(const ProtocolRow& /*row*/) override { known_ = true; }

 private:
  const Config* config_;
  ReadBuffer buffer_;
  bool fits_ = false;
  bool known_ = false;
};

class Search {
 public:
  explicit Search(const Config& config) : probe_(config) {}

  /// False when there is nothing more to look for.
  bool take(std::string_view line) {
    ++number_;
    const Mark* const mark = mark_in(line);
    if (mark == nullptr || looks_ == kMostLooks) return true;
    ++looks_;
    probe_.look(line);
    if (probe_.known()) return false;
    if (!found_ && !(mark->weak && probe_.fits())) found_ = Trace{number_, mark->of};
    return looks_ < kMostLooks;
  }
  [[nodiscard]] std::optional<Trace> found() const {
    return probe_.known() ? std::nullopt : found_;
  }

 private:
  LineProbe probe_;
  std::uint64_t number_ = 0;
  unsigned looks_ = 0;
  std::optional<Trace> found_;
};

/// The whole lines at the front of `text`, the last one too with `at_end`. False when it is enough.
bool take_lines(std::string& text, bool at_end, Search& search) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos && !at_end) break;
    if (!search.take(rest.substr(0, end))) return false;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  text.erase(0, text.size() - rest.size());
  return true;
}

}  // namespace

std::optional<Trace> find_trace_in_head(InputFile& file, const Config& config) {
  std::string head = file.regular ? read_head(file) : file.head;
  Search search(config);
  (void)take_lines(head, true, search);
  return search.found();
}

std::optional<Trace> find_trace(InputFile& file, const Config& config) {
  if (!file.regular) return find_trace_in_head(file, config);
  const auto source = open_again(file);
  if (!source) return std::nullopt;  // It was said already.
  Search search(config);
  std::string text;
  std::string part(std::size_t{256} << 10, '\0');
  for (std::size_t bytes = 0; bytes < kMostBytes;) {
    std::optional<Error> error;
    const std::size_t got = read_fully(*source.value(), part, error);
    text.append(part, 0, got);
    bytes += got;
    const bool at_end = got < part.size() || error;
    // Nobody looks into lines that are longer than any line of a log.
    if (!take_lines(text, at_end || text.size() > LogReader::kMaxLine, search) || at_end) break;
  }
  return search.found();
}

}  // namespace smtptally
