// What the reader of journal files makes of a file, for comparing it with journalctl; and journal
// files of kinds that systemd-journal-remote does not write.
//
//   journal_tool dump FILE [STEP]     an entry a line: time, host, identifier, pid, text in
//   hexadecimal journal_tool write [compact] [xz|lz4|zstd] [sealed] [online] [unknown] <FIELDS
//   >FILE
//
// FIELDS: a line for each field, NAME and its value in hexadecimal; TIME first; an empty line
// behind each entry.

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "inputs/journal_input.hpp"
#include "parse/log_reader.hpp"
#include "reading/read_buffer.hpp"
#include "support/journal_bytes.hpp"

namespace {

using namespace smtptally;

std::string hex(std::string_view text) {
  std::string out;
  for (const char c : text) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out.empty() ? "-" : out;
}

std::string unhex(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    out += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  }
  return out;
}

class Printer final : public LineSink {
 public:
  void line(const LogLine& line) override {
    fmt::print("{} {} {} {} {}\n", line.time, hex(line.host), hex(line.tag),
               line.has_pid ? std::to_string(line.pid) : "-", hex(line.text.view()));
  }
  void tracking(const TrackingRow& /*row*/) override {}
  void protocol(const ProtocolRow& /*row*/) override {}
};

int dump(const std::string& path, std::size_t step) {
  InputSet set = find_inputs({path}, 0);
  if (set.files.size() != 1 || !set.files[0].journal) {
    fmt::print(stderr, "no journal file\n");
    return 2;
  }
  Input input;
  input.file = std::move(set.files[0]);
  inspect_journal(input);
  if (!input.is_log) {
    fmt::print(stderr, "its header is damaged\n");
    return 2;
  }
  Printer printer;
  LogReader reader(Zone(), 2026, printer);
  reader.expect_journal(journal_source(input, 0));
  const auto source = make_part_source(input.file.journal, 0, input.file.size);
  ReadBuffer buffer;
  (void)buffer.run(*source, reader, ReadBuffer::End::of_input, step);
  const ReadOutcome outcome = reader.outcome();
  fmt::print(stderr, "entries {} irrelevant {} malformed {} places {} missing {} bytes {}\n",
             outcome.counts.lines, outcome.counts.irrelevant, outcome.counts.malformed,
             outcome.journal.places, outcome.journal.missing, outcome.counts.bytes);
  return outcome.counts.bytes == input.file.size ? 0 : 1;
}

int write(int count, char** words) {
  JournalBytes::Options options;
  using Packing = JournalBytes::Packing;
  for (int i = 0; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "compact") options.compact = true;
    if (word == "xz") options.packing = Packing::xz;
    if (word == "lz4") options.packing = Packing::lz4;
    if (word == "zstd") options.packing = Packing::zstd;
    if (word == "sealed") options.sealed = true;
    if (word == "online") options.online = true;
    if (word == "unknown") options.unknown_objects = true;
  }
  JournalBytes journal(options);
  JournalBytes::Fields fields;
  std::int64_t time = 0;
  for (std::string line; std::getline(std::cin, line);) {
    const std::size_t blank = line.find(' ');
    if (line.empty()) {
      journal.add(time, fields);
      fields.clear();
    } else if (line.starts_with("TIME ")) {
      time = std::stoll(line.substr(5));
    } else {
      fields.emplace_back(line.substr(0, blank), unhex(line.substr(blank + 1)));
    }
  }
  const std::string bytes = journal.bytes();
  return std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "";
  if (command == "dump" && argc > 2) {
    return dump(argv[2], argc > 3 ? std::stoul(argv[3]) : SIZE_MAX);
  }
  if (command == "write") return write(argc - 2, argv + 2);
  return 2;
}
