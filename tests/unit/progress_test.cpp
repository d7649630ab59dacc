#include <array>

#include <fcntl.h>
#include <unistd.h>

#include "catch.hpp"
#include "io/meter.hpp"
#include "io/progress_line.hpp"

using namespace smtptally;

TEST_CASE("progress: bytes, rate, and what is left where the total is known") {
  using Seconds = std::chrono::duration<double>;
  const struct {
    std::uint64_t read;
    std::uint64_t total;
    double seconds;
    const char* text;
  } cases[] = {
      {0, 0, 1, "read 0.0 kB, 0.0 kB/s"},
      {12'345'678, 0, 2, "read 12.3 MB, 6.2 MB/s"},
      {500'000'000, 1'000'000'000, 1, "read 500.0 MB of 1.0 GB, 50 %, 500.0 MB/s, 1 s left"},
      {999'999, 2'000'000, 1, "read 1.0 MB of 2.0 MB, 50 %, 1.0 MB/s, 1 s left"},
      {1'000'000, 101'000'000, 1, "read 1.0 MB of 101.0 MB, 1 %, 1.0 MB/s, 2 min left"},
      {1'000'000, 3'961'000'000, 1, "read 1.0 MB of 4.0 GB, 0 %, 1.0 MB/s, 1 h 6 min left"},
      {0, 1'000'000, 5, "read 0.0 kB of 1.0 MB, 0 %, 0.0 kB/s"},
      // The file has grown.
      {3'000'000, 2'000'000, 2, "read 3.0 MB of 3.0 MB, 100 %, 1.5 MB/s, 0 s left"},
  };
  for (const auto& c : cases) {
    CHECK(progress_text(c.read, c.total, Seconds(c.seconds)) == c.text);
  }
}

TEST_CASE("progress: one input without a size makes the total unknown") {
  Meter meter;
  meter.expect(true, 10);
  CHECK(meter.total == 10);
  meter.expect(false, 0);
  CHECK(meter.total == 0);
  meter.expect(true, 5);
  CHECK(meter.total == 0);
}

TEST_CASE("progress: a short run shows none") {
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_NONBLOCK) == 0);
  const Meter meter;
  { const ProgressLine line(meter, ends[1]); }
  char byte = '\0';
  CHECK(read(ends[0], &byte, 1) < 0);
  (void)close(ends[0]);
  (void)close(ends[1]);
}
