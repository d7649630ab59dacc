#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <random>

#include <bzlib.h>
#include <fmt/format.h>
#include <lzma.h>
#include <unistd.h>
#include <zstd.h>

#include "catch.hpp"
#include "io/input_set.hpp"
#include "io/journal_source.hpp"
#include "io/whole_file.hpp"
#include "support/packing.hpp"

using namespace smtptally;

namespace {

namespace fs = std::filesystem;

/// A folder of its own, gone at the end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / fmt::format("smtptally-unit-{}", getpid())) {
    fs::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  std::string write(const std::string& name, const std::string& bytes) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return (path_ / name).string();
  }
  [[nodiscard]] std::string name(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

std::string xz(const std::string& text) {
  std::string out(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t used = 0;
  REQUIRE(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC32, nullptr,
                                  reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                  reinterpret_cast<std::uint8_t*>(out.data()), &used,
                                  out.size()) == LZMA_OK);
  out.resize(used);
  return out;
}

std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string bzip2(const std::string& text) {
  std::string in = text;
  std::string out(text.size() * 2 + 1000, '\0');
  auto used = static_cast<unsigned>(out.size());
  REQUIRE(BZ2_bzBuffToBuffCompress(out.data(), &used, in.data(), static_cast<unsigned>(in.size()),
                                   1, 0, 0) == BZ_OK);
  out.resize(used);
  return out;
}

struct ReadAll {
  std::string bytes;
  std::string error;
};
ReadAll read_all(ByteSource& source, std::size_t span) {
  ReadAll all;
  std::string buffer(span, '\0');
  while (true) {
    const Result<std::size_t> got = source.read(buffer);
    if (!got) {
      all.error = got.error().message;
      return all;
    }
    if (got.value() == 0) return all;
    all.bytes.append(buffer, 0, got.value());
  }
}
ReadAll read_file(const std::string& path, std::size_t span = 4096) {
  Result<OpenedSource> opened = open_source(path);
  REQUIRE(opened);
  return read_all(*opened.value().bytes, span);
}

std::string some_text(std::size_t size) {
  std::mt19937 random(11);
  std::string text;
  while (text.size() < size) text += fmt::format("line {:x}\n", random());
  text.resize(size);
  return text;
}

}  // namespace

TEST_CASE("sources: every packing gives back the bytes, for any size of read") {
  const Folder folder;
  using Pack = std::string (*)(const std::string&);
  const struct {
    Encoding encoding;
    Pack pack;
  } cases[] = {{Encoding::gzip, [](const std::string& text) { return gzip(text); }},
               {Encoding::xz, &xz},
               {Encoding::zstd, &zstd},
               {Encoding::bzip2, &bzip2}};
  for (const auto& c : cases) {
    for (const std::size_t size : {0UL, 1UL, 5000UL, 1'000'000UL}) {
      INFO(name_of(c.encoding) << " of " << size);
      const std::string text = some_text(size);
      const std::string path = folder.write("packed", c.pack(text));
      const Result<OpenedSource> opened = open_source(path);
      REQUIRE(opened);
      CHECK(opened.value().encoding == c.encoding);
      for (const std::size_t span : {std::size_t{1} << 17U, std::size_t{61}}) {
        const ReadAll all = read_file(path, span);
        CHECK(all.error.empty());
        CHECK(all.bytes == text);
      }
      // All of it was used up long before all of it is out, and the other way round.
      const std::string same(size, 'x');
      CHECK(read_file(folder.write("same", c.pack(same)), 61).bytes == same);
      // Two members, and padding behind them.
      const std::string two =
          folder.write("two", c.pack(text) + c.pack("more") + std::string(512, '\0'));
      const ReadAll both = read_file(two);
      CHECK(both.error.empty());
      CHECK(both.bytes == text + "more");
      const ReadAll garbage = read_file(folder.write("garbage", c.pack(text) + "garbage"));
      CHECK(garbage.bytes == text);
      CHECK_FALSE(garbage.error.empty());
    }
  }
}

TEST_CASE("sources: what comes before damage is read, and the damage is told") {
  const Folder folder;
  const std::string text = some_text(300);
  for (const auto& packed : {gzip(text), xz(text), zstd(text), bzip2(text)}) {
    for (std::size_t cut = 10; cut < packed.size(); ++cut) {
      const ReadAll all = read_file(folder.write("cut", packed.substr(0, cut)));
      INFO("cut at " << cut << " of " << packed.size());
      CHECK(text.starts_with(all.bytes));
      CHECK(all.error.find("cut short") != std::string::npos);
    }
  }
  // Any flipped byte: never a crash, never an endless loop.
  std::string packed = gzip(some_text(2000));
  for (std::size_t i = 0; i < packed.size(); ++i) {
    std::string flipped = packed;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x55);
    (void)read_file(folder.write("flipped", flipped));
  }
}

TEST_CASE("sources: few bytes are plain, and a folder is no file") {
  const Folder folder;
  for (const std::string bytes : {"", "\x1f", "\x1f\x8b", "BZ", "BZhx",
                                  "\xFD"
                                  "7zXZ"}) {
    const ReadAll all = read_file(folder.write("short", bytes));
    CHECK(all.bytes == bytes);
    CHECK(all.error.empty());
  }
  CHECK_FALSE(open_source(folder.name("nowhere")));
  CHECK_FALSE(open_source(folder.name(".")));
}

TEST_CASE("inputs: each file once, folders to their ends, copies told") {
  const Folder folder;
  const std::string text = some_text(200'000);
  folder.write("logs/b.log", text);
  folder.write("logs/a/deep.log", "deep\n");
  folder.write("logs/copy.gz", gzip(text));
  folder.write("logs/early.log", text.substr(0, 150'000));
  folder.write("logs/empty.log", "");
  fs::create_directory_symlink(folder.name("logs"), folder.name("logs/a/loop"));
  fs::create_symlink(folder.name("logs/b.log"), folder.name("logs/link.log"));
  InputSet set = find_inputs({folder.name("logs"), folder.name("logs/b.log")}, 5);
  std::vector<std::string> names;
  for (const InputFile& file : set.files) names.push_back(fs::path(file.path).filename());
  CHECK(names == std::vector<std::string>{"deep.log", "b.log", "empty.log"});
  CHECK(set.notes.size() == 4);  // copy.gz, early.log, link.log, and b.log named again.
  for (const InputNote& note : set.notes) CHECK(note.severity == InputNote::Severity::info);
  Result<std::unique_ptr<ByteSource>> again = open_again(set.files[1]);
  REQUIRE(again);
  CHECK(read_all(*again.value(), 1000).bytes == text);
  CHECK(set.files[1].head == text.substr(0, kKeptHeadBytes));
  CHECK(read_head(set.files[1]) == text.substr(0, kHeadBytes));
  CHECK(read_head(set.files[0]) == "deep\n");

  const InputSet missing = find_inputs({folder.name("nowhere")}, 5);
  REQUIRE(missing.notes.size() == 1);
  CHECK(missing.notes[0].severity == InputNote::Severity::problem);
}

TEST_CASE("inputs: copies are found among files that begin alike, as by comparing all") {
  const std::string text = some_text(9000);
  std::mt19937 random(8);
  for (int round = 0; round < 30; ++round) {
    const Folder folder;
    std::vector<std::string> texts;
    std::vector<std::string> paths;
    for (int i = 0; i < 12; ++i) {
      // Beginnings of one text, shorter and longer than what is kept of a head; some end otherwise.
      const std::array<std::size_t, 6> sizes{0, 10, 3000, kKeptHeadBytes, 5000, 9000};
      std::string content = text.substr(0, sizes[random() % sizes.size()]);
      if (random() % 3 == 0) content += static_cast<char>('A' + random() % 2);
      paths.push_back(folder.write(fmt::format("{}.log", i), content));
      texts.push_back(std::move(content));
    }
    std::vector<bool> dropped(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      for (std::size_t j = i + 1; j < texts.size(); ++j) {
        if (dropped[i] || dropped[j] || texts[i].empty() || texts[j].empty()) continue;
        if (texts[i].starts_with(texts[j])) {
          dropped[j] = true;
        } else if (texts[j].starts_with(texts[i])) {
          dropped[i] = true;
        }
      }
    }
    std::vector<std::string> expected;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (!dropped[i]) expected.push_back(paths[i]);
    }
    const InputSet set = find_inputs(paths, 5);
    std::vector<std::string> kept;
    for (const InputFile& file : set.files) kept.push_back(file.path);
    CHECK(kept == expected);
    CHECK(set.notes.size() == paths.size() - expected.size());
  }
}

TEST_CASE("inputs: little is kept of a head, and damage behind that is noted when it is read") {
  const Folder folder;
  const std::string text = some_text(200'000);
  const std::string packed = gzip(text);
  folder.write("logs/cut.gz", packed.substr(0, packed.size() / 8));
  InputSet set = find_inputs({folder.name("logs")}, 5);
  REQUIRE(set.files.size() == 1);
  CHECK(set.files[0].head == text.substr(0, kKeptHeadBytes));
  CHECK_FALSE(set.files[0].head_damaged);
  const std::string head = read_head(set.files[0]);
  CHECK(head.size() > kKeptHeadBytes);
  CHECK(head.size() < kHeadBytes);
  CHECK(head == text.substr(0, head.size()));
  CHECK(set.files[0].head_damaged);
  CHECK(read_head(set.files[0]) == head);
}

TEST_CASE("journal: a program's output is read, its failure is told") {
  const auto ok = run_program("sh", {"-c", "echo one; echo two"});
  REQUIRE(ok);
  CHECK(read_all(*ok.value().bytes, 3).bytes == "one\ntwo\n");
  const auto fails = run_program("sh", {"-c", "echo a; echo why >&2; exit 3"});
  REQUIRE(fails);
  const ReadAll all = read_all(*fails.value().bytes, 100);
  CHECK(all.bytes == "a\n");
  CHECK(all.error.find("why") != std::string::npos);
  const auto none = run_program("smtptally-no-such-program", {});
  REQUIRE_FALSE(none);
  CHECK(none.error().message.find("log files instead") != std::string::npos);
  const auto arguments = journalctl_arguments({3'600'000'000 * 2, 3'600'000'000 * 3});
  CHECK(std::find(arguments.begin(), arguments.end(), "--since=@3600") != arguments.end());
  CHECK(std::find(arguments.begin(), arguments.end(), "SYSLOG_FACILITY=2") != arguments.end());
}

TEST_CASE("whole file: written whole or not at all") {
  const Folder folder;
  const std::string path = folder.write("report.csv", "old");
  const auto write = [](const char* text, bool ok) {
    return [=](std::FILE* file) { return std::fputs(text, file) >= 0 && ok ? 0 : ENOSPC; };
  };
  CHECK_FALSE(write_whole_file(path, write("half", false)));
  CHECK(read_file(path).bytes == "old");
  CHECK(write_whole_file(path, write("new", true)).value().empty());
  CHECK(read_file(path).bytes == "new");
  CHECK_FALSE(write_whole_file(folder.name("no/such/folder"), write("new", true)));
  CHECK(std::distance(fs::directory_iterator(folder.name(".")), fs::directory_iterator()) == 1);
}
