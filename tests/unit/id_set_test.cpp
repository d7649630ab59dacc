// IdSet against std::set.

#include "history/id_set.hpp"

#include <cstdint>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>

using namespace smtptally;

TEST_CASE("id sets number their ids in order") {
  std::mt19937 random(3);
  for (const std::int64_t last : {0, 1, 63, 64, 65, 700}) {
    IdSet ids(last);
    std::set<std::int64_t> expected;
    for (std::int64_t i = 0; i <= last / 3; ++i) {
      const auto id = static_cast<std::int64_t>(random()) % (last + 1);
      ids.insert(id);
      expected.insert(id);
    }
    ids.number();
    REQUIRE(ids.size() == expected.size());
    std::vector<std::int64_t> in_order;
    ids.each([&](std::int64_t id) { in_order.push_back(id); });
    CHECK(in_order == std::vector<std::int64_t>(expected.begin(), expected.end()));
    for (std::size_t place = 0; place < in_order.size(); ++place) {
      CHECK(ids.place(in_order[place]) == place);
    }
    for (std::int64_t id = 0; id <= last; ++id) CHECK(ids.contains(id) == expected.contains(id));
  }
}

TEST_CASE("id sets refuse ids behind the last") {
  IdSet ids(100);
  CHECK_THROWS_AS(ids.insert(1000), std::out_of_range);
  CHECK_THROWS_AS(ids.insert(-1), std::out_of_range);
}
