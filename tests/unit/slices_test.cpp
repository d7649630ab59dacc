#include "reading/slices.hpp"

#include <algorithm>

#include "catch.hpp"

using namespace smtptally;

TEST_CASE("slices: long at first, short at the end, none longer than allowed") {
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
  Config config;
  for (const unsigned jobs : {1U, 2U, 8U, 1024U}) {
    config.jobs = jobs;
    config.slice = 16 * kMiB;
    std::uint64_t before = config.slice;
    for (std::uint64_t left = 1000 * kMiB; left > 0;) {
      const std::uint64_t bytes = slice_bytes(left, config);
      INFO(jobs << " jobs, " << left << " bytes left, " << bytes << " next");
      REQUIRE(bytes <= before);
      REQUIRE(bytes >= 2 * kMiB);
      // What the other threads may still take is no less, so that none waits long for this one.
      REQUIRE((bytes == 2 * kMiB || bytes * jobs <= left - bytes * jobs));
      before = bytes;
      left -= std::min(bytes, left);
    }
    CHECK(before == 2 * kMiB);
    config.slice = 100;  // As tests set it.
    CHECK(slice_bytes(1000 * kMiB, config) == 100);
    CHECK(slice_bytes(1, config) == 100);
  }
}
