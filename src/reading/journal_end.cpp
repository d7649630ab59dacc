// Reads the last mail entry of the journal.

#include "reading/journal_end.hpp"

#include "io/journal_source.hpp"
#include "parse/log_reader.hpp"
#include "reading/read_buffer.hpp"

namespace smtptally {
namespace {

class LastLine final : public LineSink {
 public:
  void line(const LogLine& line) override { time = line.time; }
  void tracking(const TrackingRow& /*row*/) override {}
  void protocol(const ProtocolRow& /*row*/) override {}

  std::optional<Micros> time;
};

}  // namespace

std::optional<Micros> end_of_journal(const Config& config) {
  auto source = run_program("journalctl", {"--output=json", "--all", "--quiet", "--no-pager",
                                           "--lines=1", "SYSLOG_FACILITY=2"});
  if (!source) return std::nullopt;
  LastLine last;
  LogReader reader(config.log_zone, 2000, last);
  ReadBuffer buffer;
  (void)buffer.run(*source.value().bytes, reader,
                   ReadBuffer::End::of_input);  // Its failure was reported before.
  return last.time;
}

}  // namespace smtptally
