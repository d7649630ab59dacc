#include "containers/hash_index.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "catch.hpp"

using namespace smtptally;

namespace {

/// Numbers texts by an index whose hashes have the values 0 to `kinds` - 1 in their upper half.
struct Numbered {
  std::uint64_t kinds;
  HashIndex index;
  std::vector<std::string> texts;

  [[nodiscard]] std::uint64_t hash(const std::string& text) const {
    return std::hash<std::string>{}(text) % kinds << 32U;
  }
  [[nodiscard]] std::uint32_t find(const std::string& text) const {
    return index.find(hash(text), [&](std::uint32_t number) { return texts[number] == text; });
  }
  void add(const std::string& text) {
    REQUIRE(index.add(hash(text)) == texts.size());
    texts.push_back(text);
  }
};

}  // namespace

TEST_CASE("hash index: every number is found by its hash, however poor the hashes are") {
  for (const std::uint64_t kinds : {std::uint64_t{1}, std::uint64_t{7}, std::uint64_t{1} << 32U}) {
    // Some hashes for all of them, or many.
    Numbered numbered{kinds, {}, {}};
    CHECK(numbered.find("nothing yet") == HashIndex::kNone);
    const std::uint32_t count = kinds < 8 ? 500 : 100'000;
    for (std::uint32_t i = 0; i < count; ++i) numbered.add(fmt::format("text {}", i));
    bool all = true;
    for (std::uint32_t i = 0; i < count; ++i) {
      all = all && numbered.find(fmt::format("text {}", i)) == i;
    }
    CHECK(all);
    CHECK(numbered.find("another text") == HashIndex::kNone);
  }
}

TEST_CASE("hash index: numbers with the same hash are told apart") {
  HashIndex index;
  const std::vector<std::string> texts{"a", "b", "c", "d"};
  const auto hash = [](std::uint64_t kind) { return kind << 32U; };
  const auto find = [&](std::uint64_t kind, std::string_view text) {
    return index.find(hash(kind), [&](std::uint32_t n) { return texts[n] == text; });
  };
  CHECK(find(7, "a") == HashIndex::kNone);
  CHECK(index.add(hash(7)) == 0);
  CHECK(index.add(hash(7)) == 1);
  CHECK(index.add(hash(8)) == 2);
  CHECK(index.add(hash(7)) == 3);
  CHECK(find(7, "a") == 0);
  CHECK(find(7, "b") == 1);
  CHECK(find(7, "d") == 3);
  CHECK(find(8, "c") == 2);
  CHECK(find(7, "c") == HashIndex::kNone);
  CHECK(find(9, "a") == HashIndex::kNone);
}
