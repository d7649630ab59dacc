#include "support/reports.hpp"

#include <utility>

#include <fmt/format.h>

#include "parse/log_reader.hpp"
#include "report/views.hpp"
#include "smtptally/formatter.hpp"

using namespace smtptally;

Config test_config(Command command) {
  Config config;
  config.command = command;
  config.format = OutputFormat::csv;
  config.rows = {Dimension::sender};
  config.values = {Measure::messages};
  return config;
}

Config preset_config(std::string_view name) {
  Config config = test_config(Command::pivot);
  config.preset = name;
  return config;
}

std::unique_ptr<Piece> piece_of(std::string_view bytes, Correlator::World world,
                                const Config& config) {
  auto piece = std::make_unique<Piece>(world, find_view(config.command).collect(config),
                                       config.selection, config.zone);
  if (bytes.size() % 2 == 0) piece->remember_other_mail(1);  // The law holds for every limit.
  read_into(*piece, bytes, config);
  return piece;
}

ReadResult read(const Config& config) {
  Meter meter;
  return read_inputs(config, find_view(config.command).collect(config), meter);
}

HeadCache read_into(Piece& piece, std::string_view bytes, const Config& config, HeadCache heads) {
  LogReader reader(config.log_zone, 2026, piece, LogReader::Expect::anything, std::move(heads));
  (void)reader.consume(PaddedString(bytes).text(), true);
  return reader.take_heads();
}

std::string report_of(Piece& piece, const Config& config) {
  Report report;
  report.zone = config.zone;
  report.coverage = piece.collected().coverage();
  find_view(config.command).build(config, piece.collected(), report);
  std::string text;
  Output out(text);
  find_format(config.format).write(report, {}, out);
  if (!out.finish()) text += "(not written)";
  return text;
}

std::string coverage_of(Piece& piece) {
  const Coverage& coverage = piece.collected().coverage();
  std::string text;
  for (std::size_t i = 0; i < kCoverageItemCount; ++i) {
    text += fmt::format("{} {}\n", kCoverageItems[i].name, coverage.counts[i]);
  }
  for (const auto& [key, service] : coverage.services) {
    text += fmt::format("{} {}: {} {} {} {}\n", key.first, key.second, service.sessions,
                        service.tls_lines, service.starttls_used, fmt::join(service.messages, ","));
  }
  return text;
}

std::string amounts_of(const ReadResult& read) {
  std::string text = fmt::format("{} bytes skipped\n",
                                 read.piece->collected().coverage()[CoverageItem::bytes_skipped]);
  for (const InputSummary& input : read.inputs) {
    text += fmt::format("{} lines, {} bytes: {}\n", input.lines, input.bytes, input.note.english);
  }
  return text;
}
