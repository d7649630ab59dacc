#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "format/numbers.hpp"

namespace {

using namespace smtptally;

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

std::string percent(Share share, Decimals decimals) {
  std::string out;
  append_percent(share, decimals, out);
  return out;
}

// One step of long division: the digit of 10 * rest / total, and the new rest. By adding, so that
// nothing exceeds 64 bits. Requires rest < total.
int next_digit(std::uint64_t& rest, std::uint64_t total) {
  int digit = 0;
  std::uint64_t sum = 0;
  for (int k = 0; k < 10; ++k) {
    const bool overflows = rest >= total - sum;
    sum = overflows ? rest - (total - sum) : sum + rest;
    if (overflows) ++digit;
  }
  rest = sum;
  return digit;
}

std::string percent_on_paper(Share share, int decimals) {
  if (share.count == share.total) return decimals == 1 ? "100.0" : "100.00";
  std::string digits = "0";
  std::uint64_t rest = share.count;
  for (int i = 0; i < decimals + 2; ++i) {
    digits.push_back(static_cast<char>('0' + next_digit(rest, share.total)));
  }
  if (rest >= share.total - rest) {  // Half or more: carry.
    const std::size_t nines = digits.find_last_not_of('9') + 1;
    digits.replace(nines, std::string::npos, digits.size() - nines, '0');
    ++digits[nines - 1];
  }
  digits.insert(3, ".");
  return digits.substr(std::min<std::size_t>(digits.find_first_not_of('0'), 2));
}

TEST_CASE("numbers: percentages are rounded half up") {
  struct Case {
    Share share;
    std::string one;
    std::string two;
  };
  const std::vector<Case> cases{
      {{0, 1}, "0.0", "0.00"},
      {{1, 1}, "100.0", "100.00"},
      {{1, 3}, "33.3", "33.33"},
      {{2, 3}, "66.7", "66.67"},
      {{1, 8}, "12.5", "12.50"},
      {{1, 16}, "6.3", "6.25"},
      {{1, 2000}, "0.1", "0.05"},
      {{1, 2001}, "0.0", "0.05"},
      {{1, 20000}, "0.0", "0.01"},
      {{1, 20001}, "0.0", "0.00"},
      {{1999, 2000}, "100.0", "99.95"},
      {{19999, 20000}, "100.0", "100.00"},
      {{909, 10000}, "9.1", "9.09"},
      {{kMax, kMax}, "100.0", "100.00"},
      {{kMax / 2, kMax}, "50.0", "50.00"},
      {{0, kMax}, "0.0", "0.00"},
  };
  for (const Case& c : cases) {
    INFO(c.share.count << " of " << c.share.total);
    CHECK(percent(c.share, Decimals::one) == c.one);
    CHECK(percent(c.share, Decimals::two) == c.two);
  }
}

TEST_CASE("numbers: percentages equal long division for counts of every size") {
  std::mt19937_64 random(42);
  std::uniform_int_distribution<unsigned> bits(0, 63);
  for (int i = 0; i < 50000; ++i) {
    const std::uint64_t total = (random() >> bits(random)) | 1U;
    const Share share{random() % total, total};
    INFO(share.count << " of " << share.total);
    REQUIRE(percent(share, Decimals::one) == percent_on_paper(share, 1));
    REQUIRE(percent(share, Decimals::two) == percent_on_paper(share, 2));
  }
  for (std::uint64_t total = 1; total <= 200; ++total) {
    for (std::uint64_t count = 0; count <= total; ++count) {
      INFO(count << " of " << total);
      REQUIRE(percent({count, total}, Decimals::one) == percent_on_paper({count, total}, 1));
      REQUIRE(percent({count, total}, Decimals::two) == percent_on_paper({count, total}, 2));
    }
  }
}

TEST_CASE("numbers: whole numbers are plain digits and estimates are marked") {
  std::string out;
  append_number(0, out);
  append_number(kMax, out);
  CHECK(out == "018446744073709551615");
  out.clear();
  append_distinct({1234567, false}, out);
  CHECK(out == "1234567");
  out.clear();
  append_distinct({1234567, true}, out);
  CHECK(out == "~1234567");
}

}  // namespace

TEST_CASE("changes: the sign is a plus on request alone, and equal numbers have none") {
  const auto change = [](std::uint64_t now, std::uint64_t before, bool plus) {
    std::string out;
    append_change(Change{now, before}, plus, out);
    return out;
  };
  CHECK(change(15, 3, true) == "+12");
  CHECK(change(15, 3, false) == "12");
  CHECK(change(0, 3, true) == "-3");
  CHECK(change(3, 3, true) == "0");
  CHECK(change(UINT64_MAX, 0, false) == "18446744073709551615");
  CHECK(change(0, UINT64_MAX, false) == "-18446744073709551615");
}

TEST_CASE("changes: those of shares are the difference of what is printed of both") {
  const auto change = [](Share now, Share before) {
    std::string out;
    append_change(ShareChange{now, before}, Decimals::two, false, out);
    return out;
  };
  CHECK(change({1, 3}, {2, 3}) == "-33.34");  // 33.33 - 66.67
  CHECK(change({2, 3}, {1, 3}) == "33.34");
  CHECK(change({1, 2}, {1, 2}) == "0.00");
  CHECK(change({1, 1}, {0, 7}) == "100.00");
  CHECK(change({0, 7}, {1, 20'000}) == "-0.01");
  CHECK(change({0, 0}, {1, 2}).empty());
  CHECK(change({1, 2}, {0, 0}).empty());
}
