// Records of journalctl -o export, cut and damaged in every place.

#include <set>

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

const std::vector<std::string> kFields{"__CURSOR=s=1\n",
                                       "__REALTIME_TIMESTAMP=1795228337000000\n",
                                       binary_field("_HOSTNAME", "mail"),
                                       "SYSLOG_IDENTIFIER=postfix/smtpd\n",
                                       binary_field("_CMDLINE", "two\nlines=1"),
                                       "SYSLOG_PID=7\n",
                                       binary_field("MESSAGE", "connect from \x01")};

std::string record() {
  std::string bytes;
  for (const std::string& field : kFields) bytes += field;
  return bytes += '\n';
}

}  // namespace

TEST_CASE("journal export: fields with bytes are read whole") {
  const std::string whole = record();
  const Padded bytes(whole + "__CURSOR=s=2\n");
  LogLine line;
  const ExportRecord::Taken taken = ExportRecord::take(bytes.text(), false, line);
  CHECK(taken.bytes == whole.size());
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
  const std::string whole = record();
  std::set<std::size_t> ends;  // Of fields.
  std::size_t end = 0;
  for (const std::string& field : kFields) ends.insert(end += field.size());
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const Padded bytes(std::string_view(whole).substr(0, size));
    LogLine line;
    INFO(size << " of " << whole.size() << " bytes");
    CHECK(ExportRecord::take(bytes.text(), false, line).bytes == 0);
    // Nothing more will come: what is there is taken, and is sound in front of the next field only.
    const ExportRecord::Taken last = ExportRecord::take(bytes.text(), true, line);
    CHECK(last.bytes == size);
    CHECK(last.ok == ends.contains(size));
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
