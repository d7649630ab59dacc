#include "io/cores.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include "catch.hpp"

using namespace smtptally;

TEST_CASE("cores: a quota grants whole cores, a part of one counts as one") {
  const struct {
    const char* text;
    std::optional<unsigned> cores;
  } cases[] = {{"max 100000\n", std::nullopt},
               {"200000 100000\n", 2},
               {"150000 100000\n", 2},
               {"10000 100000\n", 1},
               {"100001 100000", 2},
               {"400000\n 100000\n", 4},
               {"-1\n 100000\n", std::nullopt},
               {"", std::nullopt},
               {" ", std::nullopt},
               {"100000", std::nullopt},
               {"100000 0", std::nullopt},
               {"2x 1", std::nullopt},
               {"9223372036854775807 1", 1'000'000}};
  for (const auto& c : cases) {
    INFO(c.text);
    CHECK(cores_of_quota(c.text) == c.cores);
  }
}

TEST_CASE("cores: the lowest limit of a group and those above it holds") {
  namespace fs = std::filesystem;
  const fs::path mount = fs::temp_directory_path() / fmt::format("smtptally-cores-{}", getpid());
  const auto write = [&](const char* name, const char* text) {
    fs::create_directories((mount / name).parent_path());
    std::ofstream(mount / name) << text;
  };
  write("a.slice/cpu.max", "300000 100000\n");
  write("a.slice/b.service/cpu.max", "max 100000\n");
  write("a.slice/c.service/cpu.max", "200000 100000\n");
  write("cpu/docker/d/cpu.cfs_quota_us", "500000\n");
  write("cpu/docker/d/cpu.cfs_period_us", "100000\n");
  write("cpu/cpu.cfs_quota_us", "-1\n");
  write("cpu/cpu.cfs_period_us", "100000\n");
  const struct {
    const char* memberships;
    std::optional<unsigned> cores;
  } cases[] = {{"0::/a.slice/b.service\n", 3},
               {"0::/a.slice/c.service\n", 2},
               {"0::/\n", std::nullopt},
               {"0::/no/such/group\n", std::nullopt},
               {"0::/../a.slice\n", std::nullopt},
               {"12:memory:/docker/d\n5:cpu,cpuacct:/docker/d\n1:name=systemd:/docker/d\n", 5},
               {"5:cpuacct,cpu:/docker/d/e\n", 5},
               {"5:cpuset:/docker/d\n", std::nullopt},
               {"5:cpu:/docker/d\n0::/a.slice\n", 3},
               {"", std::nullopt},
               {"no such form", std::nullopt}};
  for (const auto& c : cases) {
    INFO(c.memberships);
    CHECK(granted_cores(c.memberships, mount.string()) == c.cores);
  }
  // A container of version 1 sees its own group as the mount.
  write("cpu/cpu.cfs_quota_us", "100000\n");
  CHECK(granted_cores("5:cpu,cpuacct:/docker/not-seen\n", mount.string()) == 1U);
  fs::remove_all(mount);
}

TEST_CASE("cores: those that this process may use, as far as its groups grant them") {
  cpu_set_t all;
  CPU_ZERO(&all);
  REQUIRE(sched_getaffinity(0, sizeof all, &all) == 0);
  std::ifstream file("/proc/self/cgroup");
  const std::string groups{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const auto count = static_cast<unsigned>(CPU_COUNT(&all));
  const auto granted = granted_cores(groups, "/sys/fs/cgroup").value_or(count);
  CHECK(available_cores() == std::min(count, granted));
  cpu_set_t one;
  CPU_ZERO(&one);
  for (std::size_t cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu) {
    if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
  }
  REQUIRE(sched_setaffinity(0, sizeof one, &one) == 0);
  CHECK(available_cores() == 1);
  REQUIRE(sched_setaffinity(0, sizeof all, &all) == 0);
}
