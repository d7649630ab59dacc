#include "report/column_name.hpp"

#include <map>
#include <random>

#include "catch.hpp"

using namespace smtptally;

TEST_CASE("columns: values of closed sets are names by themselves") {
  CHECK(column_name({Dimension::tls}, {"tls1_0"}, Measure::messages) == "tls1_0");
  CHECK(column_name({Dimension::tls}, {"tls1_0"}, Measure::percent) == "tls1_0_pct");
  CHECK(column_name({Dimension::tls, Dimension::weekday}, {"tls1_0", "Mon"}, Measure::bytes) ==
        "tls1_0/Mon_bytes");
  CHECK(estimated_name("tls1_0_senders") == "tls1_0_senders_estimated");
}

TEST_CASE("columns: a text from the log can not pass for another column") {
  CHECK(column_name({Dimension::account}, {"messages"}, Measure::messages) == "account=messages");
  CHECK(column_name({Dimension::account}, {"a"}, Measure::percent) == "percent:account=a");
  CHECK(column_name({Dimension::account, Dimension::tls}, {"a,tls=\\", "none"},
                    Measure::messages) == "account=a\\,tls=\\\\,tls=none");
  std::mt19937 random(11);
  const auto text = [&] {
    std::string made;
    for (auto n = random() % 5; n > 0; --n) made += "ab=:,\\_"[random() % 7];
    return made;
  };
  std::map<std::string, std::string> seen;
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = text();
    const std::string b = text();
    const auto measure = random() % 2 == 0 ? Measure::senders : Measure::messages;
    const std::string name = column_name({Dimension::account, Dimension::client}, {a, b}, measure);
    const std::string what = std::to_string(index_of(measure)) + '\0' + a + '\0' + b;
    CHECK(seen.try_emplace(name, what).first->second == what);
    CHECK(seen.try_emplace(estimated_name(name), "estimated " + what).first->second ==
          "estimated " + what);
  }
}
