#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <string>

#include <unistd.h>

#include "catch.hpp"
#include "format_sample.hpp"

namespace {

using namespace smtptally;

struct CloseFile {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

TEST_CASE("output: bytes arrive in order whatever their sizes") {
  std::string expected;
  std::string text;
  const File file(std::tmpfile());
  REQUIRE(file != nullptr);
  {
    Output to_text(text);
    Output to_file(file.get());
    for (std::size_t i = 0; i < 200; ++i) {
      const std::string piece((i * i * 7) % 90001, static_cast<char>('a' + i % 26));
      expected += piece;
      to_text.write(piece);
      to_file.write(piece);
    }
    CHECK(to_text.finish());
    CHECK(to_file.finish());
  }
  CHECK(text == expected);
  std::rewind(file.get());
  std::string read(expected.size() + 1, '\0');
  read.resize(std::fread(read.data(), 1, read.size(), file.get()));
  CHECK(read == expected);
}

TEST_CASE("output: a full disk is reported, at the latest by finish") {
  const File full(std::fopen("/dev/full", "w"));
  if (full == nullptr) return;  // Not Linux.
  Output out(full.get());
  out.write("short");
  CHECK_FALSE(out.failed());
  CHECK_FALSE(out.finish());
  CHECK(out.failed());
}

TEST_CASE("output: nothing is written behind a gap") {
  // A disk that is full for one write and then has room again.
  struct Disk {
    std::string taken;
    bool full = true;
  } disk;
  cookie_io_functions_t calls{};
  calls.write = [](void* cookie, const char* bytes, std::size_t size) -> ssize_t {
    auto& to = *static_cast<Disk*>(cookie);
    if (to.full) {
      to.full = false;
      errno = ENOSPC;
      return 0;
    }
    to.taken.append(bytes, size);
    return static_cast<ssize_t>(size);
  };
  const File file(fopencookie(&disk, "w", calls));
  REQUIRE(file != nullptr);
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  Output out(file.get());
  const std::string much(1 << 20, 'a');
  out.write(much);
  CHECK(out.failed());
  out.write(much);
  CHECK_FALSE(out.finish());
  CHECK(disk.taken.empty());
}

TEST_CASE("output: a closed pipe stops a formatter early") {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  close(ends[0]);
  const File file(fdopen(ends[1], "w"));
  REQUIRE(file != nullptr);
  const auto before = std::signal(SIGPIPE, SIG_IGN);

  class CountedRows : public RowSource {
   public:
    explicit CountedRows(std::size_t& asked) : asked_(asked) {}
    [[nodiscard]] std::size_t size() const override { return 1'000'000; }
    void row(std::size_t index, std::vector<Value>& out) const override {
      ++asked_;
      out = {std::uint64_t{index}};
    }

   private:
    std::size_t& asked_;
  };
  for (const OutputFormat format :
       {OutputFormat::csv, OutputFormat::tsv, OutputFormat::json, OutputFormat::ndjson}) {
    std::size_t asked = 0;
    Report report = sample::report({{"n", "N", ColumnKind::number}}, {});
    report.sections.front().rows = std::make_unique<CountedRows>(asked);
    Output out(file.get());
    find_format(format).write(report, {}, out);
    CHECK_FALSE(out.finish());
    CHECK(asked < 100'000);
  }
  static_cast<void>(std::signal(SIGPIPE, before));
}

TEST_CASE("formats: each is found by its enumerator and by the extension of a file") {
  for (const FormatEntry* entry = begin_formats(); entry != end_formats(); ++entry) {
    INFO(entry->name);
    CHECK(&find_format(entry->format) == entry);
    CHECK(find_format_by_extension("dir.csv/report" + std::string(entry->extension)) == entry);
  }
  CHECK(end_formats() - begin_formats() == 7);
  CHECK(find_format_by_extension("report") == nullptr);
  CHECK(find_format_by_extension("report.csv.bak") == nullptr);
  CHECK(find_format_by_extension("ndjson") == nullptr);
  CHECK(find_format_by_extension("") == nullptr);
}

TEST_CASE("formats: a report without sections or rows is still well formed") {
  const Report nothing;
  CHECK(sample::render(OutputFormat::csv, nothing).empty());
  CHECK(sample::render(OutputFormat::table, nothing).empty());
  const Report empty = sample::report({{"sender", "Sender", ColumnKind::text}}, {});
  CHECK(sample::render(OutputFormat::csv, empty) == "sender\n");
  CHECK(sample::render(OutputFormat::tsv, empty) == "sender\n");
  CHECK(sample::render(OutputFormat::table, empty) == "Sender\n");
  CHECK(sample::render(OutputFormat::ndjson, empty).empty());
}

}  // namespace

TEST_CASE("output: keeps the reason of its first failure") {
  std::FILE* const full = std::fopen("/dev/full", "wb");
  REQUIRE(full != nullptr);
  smtptally::Output out(full);
  out.write(std::string(200'000, 'x'));
  errno = 0;
  out.write("more");
  CHECK_FALSE(out.finish());
  CHECK(out.error() == ENOSPC);
  (void)std::fclose(full);
}
