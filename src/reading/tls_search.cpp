#include "reading/tls_search.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include "inputs/journal_input.hpp"
#include "io/random_file.hpp"
#include "postfix/text.hpp"
#include "reading/read_buffer.hpp"

namespace smtptally {
namespace {

constexpr std::string_view kMark = "TLS connection established from ";

/// The services without a TLS line so far.
class Wanted final : public LineSink {
 public:
  explicit Wanted(Coverage& coverage) : coverage_(&coverage) {
    for (const auto& [key, service] : coverage.services) {
      if (service.asks_for_tls_line()) services_.insert(key);
    }
  }

  [[nodiscard]] bool none() const noexcept { return services_.empty(); }

  void line(const LogLine& line) override {
    const auto found = services_.find(Coverage::ServiceLess::View{line.host, line.tag});
    if (found == services_.end()) return;
    Event event;
    parse_postfix_text(program_of(line.tag), parse_repetition(line.text).text, statistics_cache_,
                       event);
    if (event.kind != EventKind::tls) return;
    ++coverage_->service(line.host, line.tag).tls_lines;
    services_.erase(found);
  }
  void tracking(const TrackingRow& /*row*/) override {}
  void protocol(const ProtocolRow& /*row*/) override {}

 private:
  Coverage* coverage_;
  StatisticsCache statistics_cache_;
  std::set<Coverage::ServiceKey, Coverage::ServiceLess> services_;
};

/// Gives the whole lines of `bytes` that hold the mark to the reader, and says how many bytes all
/// whole lines are. A line that is too long is looked at as it comes.
std::size_t take_marked_lines(PaddedText bytes, bool at_end, LogReader& reader) {
  std::size_t whole = at_end ? bytes.size() : bytes.view().rfind('\n') + 1;
  if (whole == 0 && bytes.size() > LogReader::kMaxLine) whole = bytes.size();
  const std::string_view text = bytes.view().substr(0, whole);
  for (std::size_t at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at)) {
    const std::size_t begin = text.rfind('\n', at) + 1;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    (void)reader.consume(bytes.substr(begin, end - begin), true);
    at = end;
  }
  return whole;
}

Result<std::unique_ptr<ByteSource>> open_part(const UnreadPart& part) {
  if (part.input->file.encoding != Encoding::plain) {
    Result<OpenedSource> opened = open_source(part.input->file.path);
    if (!opened) return opened.error();
    return std::move(opened.value().bytes);
  }
  if (part.input->file.journal) {
    return make_part_source(part.input->file.journal, part.begin, part.end);
  }
  const auto file = RandomFile::open(part.input->file.path);
  if (!file) return file.error();
  return make_part_source(file.value(), part.begin, part.end);
}

}  // namespace

void find_services_with_tls(const std::vector<UnreadPart>& unread, const Config& config,
                            Coverage& coverage) {
  Wanted wanted(coverage);
  ReadBuffer buffer;
  for (const UnreadPart& part : unread) {
    if (wanted.none()) return;
    const auto source = open_part(part);
    if (!source) continue;
    LogReader reader(config.log_zone, part.input->year, wanted, expected(config));
    if (part.input->file.journal) {
      reader.expect_journal(journal_source(*part.input, part.begin));
      (void)buffer.run(*source.value(), reader, ReadBuffer::End::of_a_part, SIZE_MAX,
                       [&] { return wanted.none(); });
      continue;
    }
    // Damage ends it, too.
    (void)buffer.run(
        *source.value(),
        [&](PaddedText bytes, bool at_end) { return take_marked_lines(bytes, at_end, reader); },
        ReadBuffer::End::of_input, SIZE_MAX, [&] { return wanted.none(); });
  }
}

}  // namespace smtptally
