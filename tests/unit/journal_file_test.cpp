// Journal files: every kind of object, cut and damaged in every place, and the places of times.

#include "parse/journal_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "catch.hpp"
#include "inputs/journal_input.hpp"
#include "inputs/journal_search.hpp"
#include "io/random_file.hpp"
#include "parse/journal_data.hpp"
#include "parse/journal_objects.hpp"
#include "parse/journal_unpack.hpp"
#include "parse/log_reader.hpp"
#include "reading/journal_inputs.hpp"
#include "reading/read_buffer.hpp"
#include "support/journal_bytes.hpp"

using namespace smtptally;
using Packing = JournalBytes::Packing;

namespace {

constexpr std::int64_t kStart = 1'795'000'000'000'000;
constexpr std::int64_t kMinute = 60'000'000;

/// A folder of its own, removed at the end.
class JournalFolder {
 public:
  JournalFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "journal-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  JournalFolder(const JournalFolder&) = delete;
  JournalFolder& operator=(const JournalFolder&) = delete;
  ~JournalFolder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::string name(const std::string& file) const { return path_ / file; }
  [[nodiscard]] std::string write(const std::string& file, const std::string& bytes) const {
    std::ofstream(name(file), std::ios::binary) << bytes;
    return name(file);
  }

 private:
  std::filesystem::path path_;
};

class Collect final : public LineSink {
 public:
  void line(const LogLine& line) override {
    lines.push_back(std::to_string((line.time - kStart) / 1'000'000) + " " +
                    std::string(line.host) + " " + std::string(line.tag) +
                    (line.has_pid ? "[" + std::to_string(line.pid) + "]" : "") + ": " +
                    std::string(line.text.view()));
  }
  void tracking(const TrackingRow& /*row*/) override {}
  void protocol(const ProtocolRow& /*row*/) override {}

  std::vector<std::string> lines;
};

struct Read {
  std::vector<std::string> lines;
  ReadOutcome outcome;
};

/// Reads a journal file from `begin` on, `step` bytes at a time. Bytes that are not looked at are
/// wrong ones.
Read read(const std::string& bytes, std::size_t step = 100, std::uint64_t begin = 0) {
  const auto header = JournalHeader::parse(bytes);
  REQUIRE(header);
  const auto read_at = [&](std::uint64_t offset, std::span<char> into) {
    const std::string_view rest =
        std::string_view(bytes).substr(std::min<std::uint64_t>(offset, bytes.size()));
    const std::size_t size = std::min(rest.size(), into.size());
    std::memcpy(into.data(), rest.data(), size);
    return size;
  };
  Collect sink;
  LogReader reader(Zone(), 2026, sink);
  reader.expect_journal(
      {.header = *header, .read_at = read_at, .size = bytes.size(), .begin = begin});
  std::string held;
  for (std::size_t at = begin;; at += step) {
    const bool at_end = at >= bytes.size();
    std::string more = at_end ? std::string() : bytes.substr(at, step);
    const std::size_t passed = std::min<std::uint64_t>(more.size(), reader.passed_over());
    more.replace(0, passed, passed, '\xFF');
    held += more;
    held.erase(0, reader.consume(PaddedString(held).text(), at_end));
    if (at_end) break;
  }
  CHECK(held.empty());
  CHECK(reader.counts().bytes == bytes.size() - begin);
  return {sink.lines, reader.outcome()};
}

JournalBytes::Fields mail(const std::string& text, const std::string& tag = "postfix/smtpd") {
  return {{"SYSLOG_FACILITY", "2"},
          {"SYSLOG_IDENTIFIER", tag},
          {"SYSLOG_PID", "77"},
          {"_HOSTNAME", "mx1"},
          {"_PID", "1"},
          {"MESSAGE", text}};
}

const std::string kLong(300, 'x');

/// Twenty entries, with texts that stand twice.
JournalBytes twenty(const JournalBytes::Options& options) {
  JournalBytes journal(options);
  for (int i = 0; i < 20; ++i) {
    journal.add(kStart + i * 1'000'000,
                mail(i % 3 == 0 ? "connect " + kLong : "text " + std::to_string(i)));
  }
  return journal;
}

std::vector<std::string> twenty_lines() {
  std::vector<std::string> lines;
  for (int i = 0; i < 20; ++i) {
    lines.push_back(std::to_string(i) + " mx1 postfix/smtpd[77]: " +
                    (i % 3 == 0 ? "connect " + kLong : "text " + std::to_string(i)));
  }
  return lines;
}

}  // namespace

TEST_CASE("journal file: every form of a file, in pieces of any size, gives its entries") {
  for (const Packing packing : {Packing::none, Packing::xz, Packing::lz4, Packing::zstd}) {
    if (packing == Packing::lz4 && !unpacks_lz4()) continue;
    for (const bool compact : {false, true}) {
      for (const std::size_t threshold : {std::size_t{8}, std::size_t{64}}) {
        const std::string bytes = twenty({.compact = compact,
                                          .packing = packing,
                                          .threshold = threshold,
                                          .sealed = compact,
                                          .online = !compact,
                                          .unknown_objects = threshold == 8})
                                      .bytes();
        INFO("packing " << static_cast<int>(packing) << " compact " << compact);
        for (const std::size_t step : {std::size_t{1}, std::size_t{13}, std::size_t{4096}}) {
          const Read got = read(bytes, step);
          CHECK(got.lines == twenty_lines());
          CHECK(got.outcome.counts.lines == 20);
          CHECK(got.outcome.journal.places == 0);
        }
      }
    }
  }
}

TEST_CASE("journal file: which fields tell what") {
  struct Case {
    const char* what;
    JournalBytes::Fields fields;
    const char* line;  ///< Null for none.
  };
  using F = JournalBytes::Fields;
  const std::vector<Case> cases{
      {"no identifier", F{{"SYSLOG_FACILITY", "2"}, {"MESSAGE", "x"}}, nullptr},
      {"an empty identifier",
       F{{"SYSLOG_FACILITY", "2"}, {"SYSLOG_IDENTIFIER", ""}, {"MESSAGE", "x"}}, nullptr},
      {"another facility",
       F{{"SYSLOG_FACILITY", "3"}, {"SYSLOG_IDENTIFIER", "cron"}, {"MESSAGE", "x"}}, "0  cron: "},
      {"a facility that begins alike",
       F{{"SYSLOG_FACILITY", "22"}, {"SYSLOG_IDENTIFIER", "cron"}, {"MESSAGE", "x"}}, "0  cron: "},
      {"any identifier of facility mail",
       F{{"SYSLOG_FACILITY", "2"}, {"SYSLOG_IDENTIFIER", "x"}, {"MESSAGE", "y"}}, "0  x: y"},
      {"an identifier of a mail program alone",
       F{{"SYSLOG_IDENTIFIER", "postfix/qmgr"}, {"MESSAGE", "y"}}, "0  postfix/qmgr: y"},
      {"no SYSLOG_PID", F{{"SYSLOG_IDENTIFIER", "postfix/qmgr"}, {"_PID", "5"}, {"MESSAGE", "y"}},
       "0  postfix/qmgr[5]: y"},
      {"an empty SYSLOG_PID",
       F{{"SYSLOG_IDENTIFIER", "postfix/qmgr"},
         {"SYSLOG_PID", ""},
         {"_PID", "5"},
         {"MESSAGE", "y"}},
       "0  postfix/qmgr[5]: y"},
      {"a SYSLOG_PID that is no number",
       F{{"SYSLOG_IDENTIFIER", "postfix/qmgr"},
         {"SYSLOG_PID", "x"},
         {"_PID", "5"},
         {"MESSAGE", "y"}},
       "0  postfix/qmgr: y"},
      {"a field that stands twice: the last counts, as in an export",
       F{{"SYSLOG_IDENTIFIER", "postfix/qmgr"}, {"MESSAGE", "first"}, {"MESSAGE", "second"}},
       "0  postfix/qmgr: second"},
      {"bytes that are no text",
       F{{"SYSLOG_IDENTIFIER", "postfix/qmgr"}, {"MESSAGE", std::string("a\n\xFF b")}},
       "0  postfix/qmgr: a\n\xFF b"},
      {"a name inside a text",
       F{{"SYSLOG_IDENTIFIER", "postfix/qmgr"}, {"XMESSAGE", "no"}, {"MESSAGE", "SYSLOG_PID=4"}},
       "0  postfix/qmgr: SYSLOG_PID=4"},
      {"the output of a container that is a line",
       F{{"SYSLOG_IDENTIFIER", "a1b2"},
         {"CONTAINER_NAME", "mail"},
         {"MESSAGE", "Nov 21 01:44:34 mx9 postfix/qmgr[3]: y"}},
       "mx9 postfix/qmgr[3]: y"},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    JournalBytes journal;
    journal.add(kStart, c.fields);
    const Read got = read(journal.bytes());
    CHECK(got.outcome.counts.lines == 1);
    CHECK(got.outcome.journal.places == 0);
    if (c.line == nullptr) {
      CHECK(got.lines.empty());
      CHECK(got.outcome.counts.irrelevant == 1);
    } else {
      REQUIRE(got.lines.size() == 1);
      CHECK(got.lines[0].ends_with(c.line));
    }
  }
}

TEST_CASE("journal file: read from any entry on, it gives the rest") {
  const JournalBytes journal = twenty({.compact = true, .packing = Packing::zstd});
  const auto lines = twenty_lines();
  for (std::size_t i = 0; i < 20; ++i) {
    const Read got = read(journal.bytes(), 100, journal.entries()[i]);
    CHECK(got.lines ==
          std::vector<std::string>(lines.begin() + static_cast<std::ptrdiff_t>(i), lines.end()));
    CHECK(got.outcome.journal.places == 0);
  }
}

TEST_CASE("journal file: what is written behind the promise of an open file is not read") {
  JournalBytes journal({.online = true});
  journal.add(kStart, mail("one"));
  const std::string header = journal.bytes().substr(0, 272);
  journal.add(kStart + 1'000'000, mail("two"));
  CHECK(read(header + journal.bytes().substr(272)).lines ==
        std::vector<std::string>{"0 mx1 postfix/smtpd[77]: one"});
}

TEST_CASE("journal file: a damaged object costs the entries that need it, and is said") {
  const JournalBytes journal = twenty({});
  const auto lines = twenty_lines();
  const auto overwritten = [&](std::uint64_t at, const char* with, std::size_t size) {
    std::string bytes = journal.bytes();
    bytes.replace(at, size, with, size);
    return bytes;
  };
  SECTION("an entry of no size") {
    const Read got = read(overwritten(journal.entries()[7] + 8, "\0\0", 2));
    std::vector<std::string> rest = lines;
    rest.erase(rest.begin() + 7);
    CHECK(got.lines == rest);
    CHECK(got.outcome.counts.malformed == 1);
    CHECK(got.outcome.journal.places > 0);
  }
  SECTION("data whose size reaches behind the next entries") {
    const Read got = read(overwritten(journal.data("MESSAGE=text 8") + 8, "\x10\x08", 2));
    std::vector<std::string> rest = lines;
    rest.erase(rest.begin() + 8);
    for (const std::string& line : rest) {
      INFO(line);
      CHECK(std::find(got.lines.begin(), got.lines.end(), line) != got.lines.end());
    }
    CHECK(std::is_sorted(got.lines.begin(), got.lines.end(),
                         [](const auto& a, const auto& b) { return std::stoi(a) < std::stoi(b); }));
    CHECK(got.outcome.journal.places > 0);
  }
  SECTION("data that is no data") {
    const Read got = read(overwritten(journal.data("MESSAGE=text 8"), "\x09", 1));
    std::vector<std::string> rest = lines;
    rest.erase(rest.begin() + 8);
    CHECK(got.lines == rest);
    CHECK(got.outcome.counts.malformed == 1);
    CHECK(got.outcome.journal.places > 0);
  }
}

TEST_CASE("journal file: cut anywhere, it gives the entries before, and says what is missing") {
  const JournalBytes journal = twenty({.compact = true, .packing = Packing::xz});
  const std::string bytes = journal.bytes();
  const auto lines = twenty_lines();
  for (std::size_t size = 272; size < bytes.size(); size += 7) {
    INFO(size);
    const Read got = read(bytes.substr(0, size));
    REQUIRE(got.lines.size() <= lines.size());
    CHECK(std::equal(got.lines.begin(), got.lines.end(), lines.begin()));
    const auto whole = static_cast<std::size_t>(
        std::count_if(journal.entries().begin(), journal.entries().end(),
                      [&](std::uint64_t at) { return at + 64 + 6 * 4 <= size; }));
    CHECK(got.lines.size() == whole);
    CHECK(got.outcome.counts.lines == 20);
    CHECK(got.outcome.counts.malformed == 20 - whole);
  }
}

TEST_CASE("journal file: any byte may be wrong") {
  const std::string bytes = twenty({.packing = Packing::zstd, .sealed = true}).bytes();
  for (std::size_t at = 272; at < bytes.size(); at += 5) {
    for (const char wrong : {'\0', '\xFF'}) {
      std::string damaged = bytes;
      damaged[at] = wrong;
      const Read got = read(damaged, 4096);
      const ReadCounts& counts = got.outcome.counts;
      CHECK(counts.lines == counts.logged + counts.irrelevant + counts.malformed);
      CHECK(counts.lines == 20);
    }
  }
}

TEST_CASE("journal file: headers that are none, and features of a later version") {
  const std::string bytes = twenty({}).bytes();
  CHECK(JournalHeader::parse(bytes)->entries == 20);
  CHECK(JournalHeader::parse(bytes)->last == kStart + 19'000'000);
  CHECK_FALSE(JournalHeader::parse(bytes)->is_foreign());
  CHECK(JournalHeader::parse(twenty({.more_features = 32}).bytes())->is_foreign());
  CHECK(JournalHeader::parse(bytes.substr(0, JournalHeader::kLeastSize))->entries == 20);
  CHECK_FALSE(JournalHeader::parse(bytes.substr(0, JournalHeader::kLeastSize - 1)));
  CHECK_FALSE(JournalHeader::parse(bytes.substr(0, 200)));
  CHECK_FALSE(JournalHeader::parse("LPKSHHRX" + bytes.substr(8)));
  std::string odd = bytes;
  odd[88] = '\x09';
  CHECK_FALSE(JournalHeader::parse(odd));
}

TEST_CASE("journal file: its times and hosts are known without reading it") {
  const JournalFolder folder;
  JournalBytes journal({.compact = true});
  for (int i = 0; i < 100; ++i) journal.add(kStart + i * kMinute, mail("text"));
  const std::string path = folder.write("a.journal", journal.bytes());
  InputSet set = find_inputs({path}, kStart);
  REQUIRE(set.files.size() == 1);
  Input input;
  input.file = std::move(set.files[0]);
  REQUIRE(input.file.journal);
  inspect_journal(input);
  CHECK(input.is_log);
  CHECK(input.first == kStart);
  CHECK(input.last == kStart + 99 * kMinute);
  CHECK(input.hosts == std::set<std::string>{"mx1"});
  JournalSearch search(input, SeekOptions());
  REQUIRE_FALSE(search.survey());
  CHECK(search.earliest() == kStart);
  CHECK(search.latest() == kStart + 99 * kMinute);
  const auto minute = [](std::int64_t n) { return kStart + n * kMinute; };
  CHECK(search.last_before(kStart) == 0);
  CHECK(search.last_before(minute(50)) == journal.entries()[49]);
  CHECK(search.first_from(minute(50)) == journal.entries()[50]);
  CHECK(search.first_from(minute(50) + 1) == journal.entries()[51]);
  CHECK_FALSE(search.first_from(minute(100)));
}

TEST_CASE("journal file: what only lists need is not read") {
  const JournalFolder folder;
  JournalBytes journal({.compact = true});
  for (int i = 0; i < 2000; ++i) journal.add(kStart + i, mail("text " + std::to_string(i % 10)));
  const std::string path = folder.write("a.journal", journal.bytes());
  const auto file = RandomFile::open(path).value();
  const auto source = make_part_source(file, 0);
  std::string first(10, '-');
  CHECK(source->read(first).value() == 10);
  source->pass_over(15);
  std::string second(10, '-');
  CHECK(source->read(second).value() == 10);
  CHECK(second == std::string(10, '-'));
  CHECK(source->read(second).value() == 10);
  CHECK(second == "-----" + journal.bytes().substr(25, 5));
  source->pass_over(UINT64_MAX);
  std::string rest(file->size(), '-');
  CHECK(source->read(rest).value() == file->size() - 30);
  CHECK(rest == std::string(file->size(), '-'));
  CHECK(source->read(rest).value() == 0);
}

TEST_CASE("journal file: entries of one process differ in any field at any time") {
  JournalBytes journal({.compact = true});
  std::vector<std::string> lines;
  for (int i = 0; i < 200; ++i) {
    const std::string pid = std::to_string(70 + i % 7);
    const std::string tag = i % 5 == 0 ? "postfix/qmgr" : "postfix/smtpd";
    const std::string host = i % 11 == 0 ? "mx2" : "mx1";
    const std::string text = i % 3 == 0 ? "connect from a" : "text " + std::to_string(i / 2);
    journal.add(kStart + i * 1'000'000, {{"SYSLOG_IDENTIFIER", tag},
                                         {"SYSLOG_PID", pid},
                                         {"_HOSTNAME", host},
                                         {"_SOURCE_REALTIME_TIMESTAMP", std::to_string(i / 4)},
                                         {"MESSAGE", text}});
    lines.push_back(std::to_string(i) + " " + host + " " + tag + "[" + pid + "]: " + text);
  }
  for (const std::size_t step : {std::size_t{50}, std::size_t{1000}, std::size_t{1} << 20U}) {
    CHECK(read(journal.bytes(), step).lines == lines);
  }
}

TEST_CASE("journal objects: those of one entry are forgotten, the others are not") {
  JournalObjects objects;
  for (std::uint32_t i = 1; i <= 3000; ++i) {
    objects.set(std::uint64_t{i} * 64, {JournalField::pid, i});
    objects.set_for_now(std::uint64_t{i} * 64 + 8, JournalField::message);
  }
  for (std::uint32_t i = 1; i <= 3000; ++i) {
    CHECK(objects.find(std::uint64_t{i} * 64).field == JournalField::pid);
    CHECK(objects.find(std::uint64_t{i} * 64).number == i);
    const bool latest = i > 3000 - 64;
    CHECK((objects.find(std::uint64_t{i} * 64 + 8).field == JournalField::message) == latest);
  }
  CHECK(objects.find(16).field == JournalField::unseen);
  CHECK(objects.find(3001 * 64).field == JournalField::unseen);
  objects.set(64, {JournalField::host, 7});
  CHECK(objects.find(64).number == 7);
  objects.clear();
  CHECK(objects.find(64).field == JournalField::unseen);
  CHECK(objects.find(3000 * 64 + 8).field == JournalField::unseen);
}

TEST_CASE("journal data: texts that several entries have are kept up to a limit") {
  JournalData data;
  data.remember_text(800, "early");
  const std::string big(1 << 20, 'b');
  for (std::uint64_t i = 1; i <= 10; ++i) data.remember_text(i * 1000, big);
  REQUIRE(data.text(data.find(800)));
  CHECK(data.text(data.find(800))->view() == "early");
  CHECK(data.text(data.find(7000))->view() == big);
  CHECK_FALSE(data.text(data.find(8000)));
  CHECK_FALSE(data.text(data.find(808)));
  data.clear();
  CHECK_FALSE(data.text(data.find(800)));
}

TEST_CASE("journal files: rotated ones that share a moment follow each other by their numbers") {
  const JournalFolder folder;
  JournalBytes one;
  JournalBytes two({.first_number = 6});
  JournalBytes again({.first_number = 5});
  for (int i = 0; i < 5; ++i) one.add(kStart, mail("one"));
  for (int i = 0; i < 5; ++i) two.add(kStart, mail("one"));
  for (int i = 0; i < 5; ++i) again.add(kStart, mail("one"));
  const auto input = [&](const char* name, const JournalBytes& journal) {
    InputSet set = find_inputs({folder.write(name, journal.bytes())}, kStart);
    Input made;
    made.file = std::move(set.files.at(0));
    return made;
  };
  const Input first = input("1.journal", one);
  const Input second = input("2.journal", two);
  CHECK(follow_each_other(first, second));
  CHECK_FALSE(follow_each_other(second, first));
  CHECK_FALSE(follow_each_other(first, input("3.journal", again)));
  std::string other = two.bytes();
  other[72] = 'x';  // Numbers of another machine.
  InputSet set = find_inputs({folder.write("4.journal", other)}, kStart);
  Input foreign;
  foreign.file = std::move(set.files.at(0));
  CHECK_FALSE(follow_each_other(first, foreign));
  CHECK_FALSE(follow_each_other(first, Input()));
}

TEST_CASE("journal files: rotated and vacuumed after they were found, they are read whole") {
  const JournalFolder folder;
  JournalBytes one;
  JournalBytes two;
  for (int i = 0; i < 5; ++i) one.add(kStart + i, mail("one"));
  for (int i = 0; i < 5; ++i) two.add(kStart + 100 + i, mail("two"));
  const std::string first = folder.write("system@1.journal", one.bytes());
  const std::string last = folder.write("system.journal", two.bytes());
  const InputSet set = find_inputs({folder.name("")}, kStart, FindOnly::journals);
  REQUIRE(set.files.size() == 2);
  std::filesystem::remove(first);
  std::filesystem::rename(last, folder.name("system@2.journal"));
  (void)folder.write("system.journal", JournalBytes().bytes());
  for (const InputFile& file : set.files) {
    std::string bytes(file.size, '\0');
    CHECK(file.journal->read_at(0, bytes).value() == file.size);
    CHECK(JournalHeader::parse(bytes)->entries == 5);
    CHECK(file.journal->is_deleted() == file.path.ends_with("@1.journal"));
  }
}

TEST_CASE(
    "journal files: what journald vacuums while it is read is said, and the rest is not lost") {
  const JournalFolder folder;
  JournalBytes journal;
  for (int i = 0; i < 50; ++i) journal.add(kStart + i, mail("text " + std::to_string(i)));
  struct Case {
    const char* what;
    std::size_t kept;  ///< Entries whose bytes are still there.
    const char* said;
    InputNote::Severity severity;
  };
  const std::vector<Case> cases{
      {"read in time", 50, "; nothing of it was lost", InputNote::Severity::info},
      {"in the middle", 20, " while it was read; 30 of its entries are lost",
       InputNote::Severity::problem},
      {"at once", 0, " while it was read; 50 of its entries are lost",
       InputNote::Severity::problem},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    const std::string path = folder.write("a.journal", journal.bytes());
    InputSet set = find_inputs({path}, kStart);
    Input input;
    input.file = std::move(set.files.at(0));
    // As journald does, lest an open file keeps its space.
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    const std::uint64_t gone = c.kept == 50 ? input.file.size : journal.entries()[c.kept];
    const std::uint64_t from = c.kept == 0 ? 0 : gone;
    file.seekp(static_cast<std::streamoff>(from));
    file << std::string(input.file.size - from, '\0') << std::flush;
    std::filesystem::remove(path);
    Collect sink;
    LogReader reader(Zone(), 2026, sink);
    reader.expect_journal(journal_source(input, 0));
    const auto source = make_part_source(input.file.journal, 0, input.file.size);
    ReadBuffer buffer;
    CHECK_FALSE(buffer.run(*source, reader, ReadBuffer::End::of_input, 512));
    CHECK(sink.lines.size() == c.kept);
    CHECK(reader.counts().lines == 50);
    const auto note = about_journal(input, reader.outcome());
    REQUIRE(note);
    CHECK(note->severity == c.severity);
    CHECK(note->message.english.starts_with(path + ": journald vacuumed it"));
    CHECK(note->message.english.ends_with(c.said));
  }
}
