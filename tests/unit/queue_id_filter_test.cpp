#include "postfix/queue_id_filter.hpp"

#include <random>
#include <vector>

#include "catch.hpp"

using namespace smtptally;

TEST_CASE("queue ids: holds what was added, and few others") {
  std::mt19937 random(1);
  QueueIdFilter ids;
  std::vector<std::uint32_t> added;
  for (std::size_t i = 0; i < QueueIdFilter::kMany; ++i) {
    added.push_back(static_cast<std::uint32_t>(random()));
    ids.add(added.back());
  }
  for (const std::uint32_t hash : added) REQUIRE(ids.may_hold(hash));
  std::size_t others = 0;
  for (std::size_t i = 0; i < 10'000; ++i) {
    if (ids.may_hold(static_cast<std::uint32_t>(random()))) ++others;
  }
  REQUIRE(others < 1000);
}

TEST_CASE("queue ids: none holds no id, all holds every one") {
  const QueueIdFilter none;
  const QueueIdFilter all = QueueIdFilter::all();
  REQUIRE(none.may_hold(QueueIdFilter::kNone));
  for (std::uint32_t hash = 1; hash < 1'000'000; hash += 977) {
    REQUIRE_FALSE(none.may_hold(hash));
    REQUIRE(all.may_hold(hash));
  }
}
