#include "text/cursor.hpp"

#include <string>
#include <string_view>

#include "catch.hpp"

using namespace smtptally;

TEST_CASE("cursor: an address ends at the first > that is not quoted, and within its text") {
  const auto taken = [](std::string_view text) {
    Cursor at(text);
    std::string_view address;
    if (!at.take_address(address)) return std::string("none, ") + std::string(at.rest());
    return std::string(address) + ", " + std::string(at.rest());
  };
  CHECK(taken("a@example.org> b") == "a@example.org,  b");
  CHECK(taken("\"a>b\"@example.org> c") == "\"a>b\"@example.org,  c");
  CHECK(taken("\"a\\\">b\"@example.org>") == "\"a\\\">b\"@example.org, ");
  CHECK(taken("a@example.org") == "none, a@example.org");
  // The byte behind the text is none of it.
  constexpr std::string_view kLonger = "\"a>\">";
  CHECK(taken(kLonger.substr(0, 4)) == "none, \"a>\"");
}
