#include <random>
#include <vector>

#include "catch.hpp"
#include "postfix/queue_id_filter.hpp"

using namespace smtptally;

TEST_CASE("queue ids: holds what was added, and few others") {
  std::mt19937 random(1);
  QueueIds ids;
  std::vector<std::uint32_t> added;
  for (std::size_t i = 0; i < QueueIds::kMany; ++i) {
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
  const QueueIds none;
  const QueueIds all = QueueIds::all();
  REQUIRE(none.may_hold(QueueIds::kNone));
  for (std::uint32_t hash = 1; hash < 1'000'000; hash += 977) {
    REQUIRE_FALSE(none.may_hold(hash));
    REQUIRE(all.may_hold(hash));
  }
}
