// Searches an input that was not understood for lines of mail servers.

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
#include "text/fuzzing.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kMostTraced = std::size_t{16} << 20;
constexpr unsigned kMostLooks = 1000;  ///< Parsed lines with a mark; then it gives up.

/// A text that only mail servers write. To add one: a row.
struct Mark {
  std::string_view text;
  const char* of;
  /// Other programs write it, too, in lines that are understood and tell nothing.
  bool weak = false;
};
constexpr std::array<Mark, 12> kMarks{{
    {"smtpd[", "Postfix"},
    {"postfix/smtpd", "Postfix"},
    {"postfix/submission", "Postfix"},
    {"postfix/qmgr", "Postfix"},
    {"sasl_username=", "Postfix"},
    {"sasl_method=", "Postfix"},
    {"TLS connection established from ", "Postfix"},
    {" P=esmtpsa X=TLS", "Exim"},
    {"#Fields:", "Exchange"},
    {"InternalId=", "Exchange"},
    {"\"connector-id\":", "Exchange"},  // A shipper made JSON of a row.
    {"STARTTLS", to_tr("a mail server"), true},
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

/// Whether a single line has a known format, and whether a known program wrote it.
class LineProbe final : public LineSink {
 public:
  explicit LineProbe(const Config& config) : config_(&config) {}

  void look(std::string_view line) {
    fits_ = false;
    OneLine source(line);
    LogReader reader(config_->log_zone, 2000, *this, expected(*config_));
    (void)buffer_.run(source, reader, ReadBuffer::End::of_input);  // Memory cannot fail.
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

  /// False if the search is finished.
  bool take(std::string_view line) {
    ++number_;
    const Mark* const mark = mark_in(line);
    if (mark == nullptr || looks_ == kMostLooks) return true;
    ++looks_;
    probe_.look(line);
    if (probe_.known()) return false;
    if (!found_ && !(mark->weak && probe_.fits()))
      found_ = Trace{number_, {mark->of, tr(mark->of)}};
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

/// Takes the whole lines at the front of `text`; with `at_end` also the last line. False if the
/// search is finished.
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
  if (!source) return std::nullopt;  // It was reported before.
  Search search(config);
  std::string text;
  std::string part(std::size_t{kFuzzing ? 4 : 256} << 10, '\0');
  for (std::size_t bytes = 0; bytes < kMostTraced;) {
    std::optional<Error> error;
    const std::size_t got = read_fully(*source.value(), part, error);
    text.append(part, 0, got);
    bytes += got;
    const bool at_end = got < part.size() || error;
    // Lines longer than any log line are not searched.
    if (!take_lines(text, at_end || text.size() > LogReader::kMaxLine, search) || at_end) break;
  }
  return search.found();
}

}  // namespace smtptally
