#include "containers/slot_map.hpp"

#include <cstdint>
#include <map>
#include <random>
#include <set>

#include "catch.hpp"

using namespace smtptally;

namespace {

/// A key whose hash is poor, so that many keys share a place in the table.
struct Key {
  std::uint64_t number = 0;

  bool operator==(const Key&) const = default;
  [[nodiscard]] std::uint64_t hash() const noexcept { return number / 3 * 5; }
};

struct Item {
  Key key;

  [[nodiscard]] const Key& map_key() const noexcept { return key; }
};

}  // namespace

TEST_CASE("slot map: finds what a std::map finds") {
  // The poor hash fills many buckets; what stands behind them must be found and go again.
  for (const std::uint64_t keys : {std::uint64_t{200}, std::uint64_t{40'000}}) {
    std::mt19937_64 random(keys);
    Pool<Item> pool;
    SlotMap<Item> map(pool);
    std::map<std::uint64_t, std::uint32_t> expected;
    const auto check = [&](std::uint64_t number) {
      const auto found = expected.find(number);
      REQUIRE(map.find({number}) == (found == expected.end() ? kNoSlot : found->second));
    };
    for (std::uint64_t step = 0; step < 8 * keys; ++step) {
      const std::uint64_t number = random() % keys;
      const auto known = expected.find(number);
      // Towards the middle the map fills, then it empties.
      if (random() % (8 * keys) > step) {
        if (known != expected.end()) map.erase(known->second);
        const std::uint32_t slot = pool.take();
        pool[slot].key = {number};
        map.add(slot);
        expected[number] = slot;
      } else if (known != expected.end()) {
        const std::uint32_t twin = pool.take();
        pool[twin].key = {number};
        map.erase(twin);  // The key has another slot: nothing happens.
        check(number);
        map.erase(known->second);
        expected.erase(known);
      }
      check(number);
      check(random() % keys);
    }
    std::set<std::uint32_t> slots;
    map.for_each([&](std::uint32_t slot) { slots.insert(slot); });
    CHECK(slots.size() == expected.size());
    for (std::uint64_t number = 0; number < keys; ++number) check(number);
    map.clear();
    CHECK(map.find({1}) == kNoSlot);
  }
}
