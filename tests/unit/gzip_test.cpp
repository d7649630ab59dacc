#include <random>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "catch.hpp"
#include "io/gzip_libraries.hpp"
#include "support/packing.hpp"

using namespace smtptally;

namespace {

/// With every optional field.
std::string gzip_with_names(const std::string& text) {
  std::string extra(300, 'x');
  std::string name = "mail.log";
  std::string comment = "a comment";
  gz_header header{};
  header.extra = reinterpret_cast<Bytef*>(extra.data());
  header.extra_len = static_cast<uInt>(extra.size());
  header.name = reinterpret_cast<Bytef*>(name.data());
  header.comment = reinterpret_cast<Bytef*>(comment.data());
  header.hcrc = 1;
  return gzip(text, Z_DEFAULT_COMPRESSION, &header);
}

std::string some_text(std::size_t size) {
  std::mt19937 random(11);
  std::string text;
  while (text.size() < size) text += fmt::format("line {:x} of a log\n", random() % 4096);
  text.resize(size);
  return text;
}

std::string flip(std::string bytes, std::size_t at) {
  bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
  return bytes;
}

struct Unpacked {
  std::string bytes;
  std::string error;
};

/// Reads with spans of `span` bytes what a pipe delivers in packets of `packet` bytes.
Unpacked unpack(const GzipLibrary& library, const std::string& packed, std::size_t packet,
                std::size_t span) {
  int ends[2] = {-1, -1};
  REQUIRE(pipe2(ends, O_DIRECT | O_CLOEXEC) == 0);  // O_DIRECT: one read gets one write.
  const std::jthread writer([&] {
    for (std::size_t at = 0; at < packed.size(); at += packet) {
      const std::string part = packed.substr(at, packet);
      if (write(ends[1], part.data(), part.size()) < 0) break;
    }
    (void)close(ends[1]);
  });
  const auto source = library.open(std::make_unique<RawFile>(ends[0], "x.gz"));
  Unpacked all;
  std::string buffer(span, '\0');
  while (true) {
    const Result<std::size_t> got = source->read(buffer);
    if (!got) all.error = got.error().message;
    if (!got || got.value() == 0) break;
    all.bytes.append(buffer, 0, got.value());
  }
  // The writer must not wait for a reader that gave up.
  std::string rest(4096, '\0');
  while (read(ends[0], rest.data(), rest.size()) > 0) {
  }
  return all;
}

}  // namespace

TEST_CASE("gzip: every library gives the same bytes and the same errors") {
  const std::string small = some_text(900);
  const std::string large = some_text(700'000);
  const std::string names = gzip_with_names(small);
  const std::string packed = gzip(large);
  std::string reserved = gzip(small);
  reserved[3] = '\x20';
  const struct {
    const char* what;
    std::string packed;
    std::string text;
    std::string error;  ///< Part of the message.
  } cases[] = {
      {"nothing in it", gzip(""), "", ""},
      {"small", gzip(small), small, ""},
      {"large", packed, large, ""},
      {"stored", gzip(large, 0), large, ""},
      {"very well packed", gzip(std::string(3'000'000, 'a')), std::string(3'000'000, 'a'), ""},
      {"every header field", names, small, ""},
      {"members and zeros", gzip(small) + gzip("") + names + std::string(700, '\0'), small + small,
       ""},
      {"zeros between members", gzip(small) + std::string(9, '\0') + names, small + small, ""},
      {"garbage behind", gzip(small) + "garbage", small, "followed by garbage"},
      {"a broken member behind", gzip(small) + "\x1f\x8b\x09 garbage", small, "damaged"},
      {"damaged name", flip(names, 315), "", "damaged"},
      {"reserved flag", reserved, "", "damaged"},
      {"wrong checksum", flip(packed, packed.size() - 6), large, "damaged"},
      {"wrong length", flip(packed, packed.size() - 2), large, "damaged"},
      {"cut in the header", names.substr(0, 200), "", "cut short"},
      {"cut in the trailer", packed.substr(0, packed.size() - 3), large, "cut short"},
      {"cut before a member", gzip(small) + names.substr(0, 1), small, "cut short"},
  };
  for (const GzipLibrary& library : gzip_libraries()) {
    for (const auto& c : cases) {
      for (const std::size_t packet : {1UL, 7UL, 4096UL}) {
        if (packet < 4096 && c.packed.size() > 50'000) continue;
        for (const std::size_t span : {1000UL, 300'000UL}) {
          INFO(library.name << ": " << c.what << ", packets of " << packet << ", spans of "
                            << span);
          const Unpacked got = unpack(library, c.packed, packet, span);
          CHECK(got.bytes == c.text);
          CHECK(got.error.empty() == c.error.empty());
          CHECK(got.error.find(c.error) != std::string::npos);
        }
      }
    }
  }
}

TEST_CASE("gzip: every library reads what comes before damage") {
  const std::string text = some_text(200'000);
  const std::string packed = gzip(text);
  for (const GzipLibrary& library : gzip_libraries()) {
    for (std::size_t at = 20; at < packed.size() - 8; at += 97) {
      INFO(library.name << " at " << at);
      const Unpacked cut = unpack(library, packed.substr(0, at), 4096, 5000);
      CHECK(text.starts_with(cut.bytes));
      CHECK(cut.error.find("cut short") != std::string::npos);
      const Unpacked flipped = unpack(library, flip(packed, at), 4096, 5000);
      CHECK(flipped.error.find("damaged") != std::string::npos);
      // Not less than the sound part of the file holds; what follows may be wrong.
      CHECK(flipped.bytes.starts_with(cut.bytes));
    }
  }
}
