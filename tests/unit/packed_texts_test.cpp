#include "containers/packed_texts.hpp"

#include <array>
#include <random>
#include <string>
#include <utility>

#include "catch.hpp"

using namespace smtptally;

TEST_CASE("packed texts: give back what was set, short or long, also when moved and used again") {
  constexpr std::size_t kCount = 5;
  std::mt19937 random(1);
  PackedTexts<kCount> used_again;
  for (unsigned round = 0; round < 2000; ++round) {
    const unsigned most = round % 3 == 0 ? 400 : 60;
    used_again.clear();
    std::array<std::string, kCount> expected;
    for (std::size_t i = 0; i < kCount; ++i) {
      if (random() % 4 == 0) continue;  // Not every one is known of every message.
      expected[i].assign(random() % most, static_cast<char>('a' + random() % 26));
      used_again.set(i, expected[i]);
    }
    for (std::size_t i = 0; i < kCount; ++i) CHECK(used_again[i] == expected[i]);
    PackedTexts<kCount> copy = used_again;
    const PackedTexts<kCount> moved = std::move(copy);
    for (std::size_t i = 0; i < kCount; ++i) CHECK(moved[i] == expected[i]);
  }
  used_again.clear();
  used_again.set(1, {});
  for (std::size_t i = 0; i < kCount; ++i) CHECK(used_again[i].empty());
}
