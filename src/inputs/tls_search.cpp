// Searches unread parts of inputs for TLS lines.

#include "inputs/tls_search.hpp"

#include <algorithm>
#include <cstring>
#include <set>
#include <string>
#include <utility>

#include "io/random_file.hpp"
#include "postfix/text.hpp"

namespace smtptally {
namespace {

constexpr std::string_view kMark = "TLS connection established from ";
constexpr std::size_t kChunk = std::size_t{256} * 1024;

/// The services without a TLS line so far.
class Wanted final : public LineSink {
 public:
  explicit Wanted(Coverage& coverage) : coverage_(&coverage) {
    for (const auto& [key, service] : coverage.services) {
      const std::uint64_t plain = service.messages[index_of(TlsEvidence::plain)] +
                                  service.messages[index_of(TlsEvidence::plain_whole)];
      if (service.tls_lines == 0 && plain > 0) {
        services_.insert(key);
      }
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

/// Passes the lines of `text` that contain the mark to the reader.
void take_marked_lines(std::string_view text, LogReader& reader) {
  PaddedString line;
  for (std::size_t at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at)) {
    const std::size_t before = text.rfind('\n', at);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    line.assign(text.substr(begin, end - begin));
    (void)reader.consume(line.text(), true);
    at = end;
  }
}

/// Searches a source until every service was found or the source ends, also by damage.
void search(ByteSource& source, LogReader& reader, const Wanted& wanted) {
  std::string buffer(kChunk, '\0');
  std::size_t held = 0;
  while (!wanted.none()) {
    if (held == buffer.size()) buffer.resize(buffer.size() * 2);
    const Result<std::size_t> got = source.read(std::span(buffer).subspan(held));
    const bool at_end = !got || got.value() == 0;
    const std::string_view have(buffer.data(), held + (got ? got.value() : 0));
    std::size_t whole = at_end ? have.size() : have.rfind('\n') + 1;
    if (whole == 0 && have.size() > LogReader::kMaxLine) whole = have.size();
    take_marked_lines(have.substr(0, whole), reader);
    if (at_end) return;
    held = have.size() - whole;
    std::memmove(buffer.data(), buffer.data() + whole, held);
  }
}

Result<std::unique_ptr<ByteSource>> open_part(const UnreadPart& part) {
  if (part.input->file.encoding != Encoding::plain) {
    Result<OpenedSource> opened = open_source(part.input->file.path);
    if (!opened) return opened.error();
    return std::move(opened.value().bytes);
  }
  const auto file = RandomFile::open(part.input->file.path);
  if (!file) return file.error();
  return make_part_source(file.value(), part.begin, part.end);
}

}  // namespace

void find_services_with_tls(const std::vector<UnreadPart>& unread, const Config& config,
                            Coverage& coverage) {
  Wanted wanted(coverage);
  for (const UnreadPart& part : unread) {
    if (wanted.none()) return;
    const auto source = open_part(part);
    if (!source) continue;
    LogReader reader(config.log_zone, part.input->year, wanted, expected(config));
    search(*source.value(), reader, wanted);
  }
}

}  // namespace smtptally
