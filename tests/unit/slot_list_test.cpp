#include "containers/slot_list.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include "catch.hpp"

using namespace smtptally;

namespace {

struct Item {
  std::uint32_t place = 0;
};

std::vector<std::uint32_t> sorted(std::vector<std::uint32_t> slots) {
  std::sort(slots.begin(), slots.end());
  return slots;
}

}  // namespace

TEST_CASE("slot list: holds what was added and did not leave") {
  std::mt19937 random(1);
  Pool<Item> pool;
  SlotList list;
  std::vector<std::uint32_t> expected;
  for (int step = 0; step < 20'000; ++step) {
    // More come in the first half, more leave in the second.
    const bool comes = random() % 10 < (step < 10'000 ? 7U : 3U);
    if (comes || expected.empty()) {
      const std::uint32_t slot = pool.take();
      list.add(pool, slot);
      expected.push_back(slot);
    } else {
      const std::size_t which = random() % expected.size();
      list.remove(pool, expected[which]);
      pool.give_back(expected[which]);
      expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(which));
    }
    REQUIRE(list.size() == expected.size());
    if (step % 500 == 0) REQUIRE(sorted(list.slots()) == sorted(expected));
  }
  REQUIRE(sorted(list.slots()) == sorted(expected));
}

TEST_CASE("slot list: follows what moves to another pool, with its place") {
  Pool<Item> old_pool;
  SlotList list;
  for (int i = 0; i < 5; ++i) list.add(old_pool, old_pool.take());

  Pool<Item> pool;
  for (int i = 0; i < 10; ++i) (void)pool.take();
  list.renumber([&](std::uint32_t slot) {
    pool[slot + 3] = old_pool[slot];
    return slot + 3;
  });
  list.remove(pool, 3);
  list.remove(pool, 6);
  REQUIRE(sorted(list.slots()) == std::vector<std::uint32_t>{4, 5, 7});
  list.remove(pool, 7);
  list.remove(pool, 4);
  list.remove(pool, 5);
  REQUIRE(list.empty());
}
