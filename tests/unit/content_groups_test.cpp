#include "io/content_groups.hpp"

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "catch.hpp"
#include "io/same_content.hpp"
#include "support/log_files.hpp"

using namespace smtptally;

namespace {

/// Files of a tree of contents: each goes on from another one, or has its content.
std::vector<std::string> random_contents(std::mt19937& random, std::size_t count) {
  std::vector<std::string> contents;
  for (std::size_t i = 0; i < count; ++i) {
    std::string text = i == 0 ? "Nov 20 10:00:00 mail " : contents[random() % i];
    if (random() % 4 != 0) {
      // Across the places where the first looks end.
      const std::size_t more = random() % 3 == 0 ? random() % 5000 : 1 + random() % 3;
      text.append(more, "ab"[random() % 2]);
    }
    contents.push_back(std::move(text));
  }
  return contents;
}

}  // namespace

TEST_CASE(
    "copies: whatever begins alike, the files that are left are those of comparing them all") {
  LogFiles files;
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    const std::vector<std::string> contents = random_contents(random, 2 + random() % 30);
    std::vector<std::string> paths;
    for (std::size_t i = 0; i < contents.size(); ++i) {
      paths.push_back(files.write("f" + std::to_string(i), contents[i], 0));
    }
    std::set<std::string> wanted;
    for (std::size_t i = 0; i < contents.size(); ++i) {
      bool is_copy = false;
      for (std::size_t j = 0; j < contents.size(); ++j) {
        const bool longer = contents[j].size() > contents[i].size();
        is_copy = is_copy || (j != i && contents[j].starts_with(contents[i]) && (longer || j < i));
      }
      if (!is_copy) wanted.insert(paths[i]);
    }
    const InputSet set = find_inputs(paths, 0);
    std::set<std::string> left;
    for (const InputFile& file : set.files) left.insert(file.path);
    INFO("round " << round << ", " << contents.size() << " files");
    REQUIRE(left == wanted);
    REQUIRE(set.notes.size() == contents.size() - wanted.size());
  }
}

TEST_CASE("copies: a file that is gone when it is compared is no copy") {
  LogFiles files;
  const std::string head(std::size_t{300} << 10U, 'x');
  for (const std::size_t gone : {0U, 1U}) {
    InputSet set =
        find_inputs({files.write("one", head + "1\n", 0), files.write("two", head + "2\n", 0)}, 0);
    REQUIRE(set.files.size() == 2);
    CHECK(compare_content(set.files[0], set.files[1]) == ContentRelation::different);
    std::filesystem::remove(set.files[gone].path);
    CHECK(compare_content(set.files[0], set.files[1]) == ContentRelation::different);
    CHECK(compare_content(set.files[1], set.files[0]) == ContentRelation::different);
  }
}
