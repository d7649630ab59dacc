// Records of journalctl -o export, cut and damaged in every place.

#include "catch.hpp"
#include "parse/journal.hpp"
#include "support/padded.hpp"

using namespace smtptally;

namespace {

/// A field as journalctl writes it when its value is no text: the length as 64 bits, little endian.
std::string binary_field(std::string_view name, std::string_view value) {
  std::string field(name);
  field += '\n';
  for (int i = 0; i < 8; ++i) field += static_cast<char>((value.size() >> (8 * i)) & 0xFF);
  return field.append(value) += '\n';
}

const std::string kRecord =
    "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795228337000000\n" + binary_field("_HOSTNAME", "mail") +
    "SYSLOG_IDENTIFIER=postfix/smtpd\n" + binary_field("_CMDLINE", "two\nlines=1") +
    "SYSLOG_PID=7\n" + binary_field("MESSAGE", "connect from \x01") + "\n";

}  // namespace

TEST_CASE("journal export: fields with bytes are read whole") {
  const Padded bytes(kRecord + "__CURSOR=s=2\n");
  LogLine line;
  const ExportRecord::Taken taken = ExportRecord::take(bytes.text(), false, line);
  CHECK(taken.bytes == kRecord.size());
  CHECK(taken.ok);
  CHECK(taken.complete);
  CHECK(line.time == 1795228337000000);
  CHECK(line.host == "mail");
  CHECK(line.tag == "postfix/smtpd");
  CHECK(line.has_pid);
  CHECK(line.pid == 7);
  CHECK(line.text == "connect from \x01");
}

TEST_CASE("journal export: a record that is cut anywhere waits for the rest of it") {
  for (std::size_t size = 1; size < kRecord.size(); ++size) {
    const Padded bytes(std::string_view(kRecord).substr(0, size));
    LogLine line;
    INFO(size << " of " << kRecord.size() << " bytes");
    CHECK(ExportRecord::take(bytes.text(), false, line).bytes == 0);
    // Nothing more will come: it is taken, and is whole only in front of its last newline.
    const ExportRecord::Taken last = ExportRecord::take(bytes.text(), true, line);
    CHECK(last.bytes == size);
    CHECK((last.ok && last.complete) == (size == kRecord.size() - 1));
  }
}

TEST_CASE("journal export: a field whose length lies ends the record behind its name") {
  // Longer than the value, so that no newline stands behind it, and longer than any field.
  for (const char* const length : {"\x03\0\0\0\0\0\0\0", "\0\0\0\x41\0\0\0\0"}) {
    const std::string head = "__CURSOR=s=1\nMESSAGE\n";
    const Padded bytes(head + std::string(length, 8) + "1234567890\n\n");
    LogLine line;
    const ExportRecord::Taken taken = ExportRecord::take(bytes.text(), false, line);
    CHECK(taken.bytes == head.size());
    CHECK(taken.lines == 2);
    CHECK_FALSE(taken.ok);
  }
}
