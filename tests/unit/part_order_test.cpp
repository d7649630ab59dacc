// In which order parts are merged, and which cannot be.

#include "parts/part_order.hpp"

#include <string>
#include <vector>

#include "catch.hpp"

using namespace smtptally;

namespace {

/// The lines of a host in a part, at their times in seconds: `until` is that of the last.
struct Lines {
  std::string path;
  Micros since = 0;
  Micros until = 0;
  std::string host = "mail";
};

std::string order_of(const std::vector<Lines>& lines) {
  std::vector<NamedPart> parts;
  for (const Lines& of : lines) {
    NamedPart& part = parts.emplace_back();
    part.path = of.path;
    part.head.read.covered = {of.since * kMicrosPerSecond, of.until * kMicrosPerSecond};
    part.head.read.hosts[of.host] = *part.head.read.covered;
  }
  if (const auto error = put_in_order(parts)) return error->message;
  std::string order;
  for (const NamedPart& part : parts) order += part.path;
  return order;
}

bool is_refused(const std::vector<Lines>& parts) {
  return order_of(parts).find("logs that overlap are read by one run") != std::string::npos;
}

}  // namespace

TEST_CASE("part order: by the times of a host, whatever the order of names") {
  CHECK(order_of({}).empty());
  CHECK(order_of({{"c", 200, 300}, {"a", 0, 100}, {"b", 100, 200}}) == "abc");
  CHECK(order_of({{"c", 200, 300}, {"a", 0, 100, "one"}, {"b", 0, 100, "two"}}) == "abc");
}

TEST_CASE("part order: a minute of both is a rotation, more is two logs side by side") {
  CHECK(order_of({{"b", 940, 2000}, {"a", 0, 1000}}) == "ab");
  CHECK(is_refused({{"b", 939, 2000}, {"a", 0, 1000}}));
  // Of short ones, the shorter lies within the other but for a second.
  CHECK(order_of({{"b", 999, 1000}, {"a", 0, 1000}}) == "ab");
  CHECK(is_refused({{"b", 998, 1000}, {"a", 0, 1000}}));
  CHECK(order_of({{"b", 998, 1001}, {"a", 0, 1000}}) == "ab");
  CHECK(order_of({{"b", 939, 2000, "other"}, {"a", 0, 1000}}) == "ab");
}
