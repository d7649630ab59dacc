#include <array>
#include <random>

#include <fmt/format.h>

#include "catch.hpp"
#include "pivot/calendar.hpp"
#include "pivot/distinct_counter.hpp"
#include "pivot/distinct_hashes.hpp"
#include "pivot/event_list.hpp"
#include "pivot/message_text.hpp"
#include "pivot/tally_builder.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"

using namespace smtptally;

namespace {

struct Texts {
  std::string sender;
  std::string client;
};

TallySpec full_spec() {
  return {{Dimension::sender, Dimension::day, Dimension::tls}, true, true, true};
}

/// Calls `use` with some random messages.
void with_messages(std::size_t count, unsigned seed, const auto& use) {
  std::mt19937 random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    const Texts texts{fmt::format("user{}@Example.Org", random() % 7),
                      fmt::format("192.0.2.{}", random() % 9)};
    Message m;
    m.time = static_cast<Micros>(random() % 5) * 86'400 * kMicrosPerSecond;
    m.host = "mail";
    m.service = random() % 2 == 0 ? "postfix/smtpd" : "postfix/submission/smtpd";
    m.account = texts.sender;
    m.client = texts.client;
    m.authenticated = true;
    m.tls = static_cast<TlsEvidence>(random() % kTlsEvidenceNames.size());
    if (random() % 3 != 0) m.bytes = random() % 1000;
    if (random() % 3 != 0) m.recipients = random() % 10;
    use(m);
  }
}

Tally tally_of(std::size_t count, unsigned seed) {
  TallyBuilder builder(full_spec());
  MessageText text(SenderKind::account, false);
  with_messages(count, seed, [&](const Message& m) { builder.add(m, text, Zone()); });
  builder.count_waiting();
  return builder.tally();
}

}  // namespace

TEST_CASE("tally: merging in any order and grouping counts the same") {
  const Tally a = tally_of(100, 1);
  const Tally b = tally_of(80, 2);
  const Tally c = tally_of(60, 3);
  Tally left = a;
  left.merge(b);
  left.merge(c);
  Tally tail = c;
  tail.merge(b);
  Tally right;
  right.merge(tail);
  right.merge(a);
  CHECK(left == right);
  CHECK_FALSE(left == a);
  Tally same = a;
  same.merge(Tally());
  CHECK(same == a);
}

TEST_CASE("tally: messages that wait to be counted count like those that do not") {
  for (std::size_t count = 0; count < 40; ++count) {
    TallyBuilder one_by_one(full_spec());
    MessageText text(SenderKind::account, false);
    with_messages(count, 6, [&](const Message& m) {
      one_by_one.add(m, text, Zone());
      one_by_one.count_waiting();
    });
    const Tally tally = tally_of(count, 6);
    CHECK(tally == one_by_one.tally());
    std::uint64_t messages = 0;
    for (std::size_t group = 0; group < tally.size(); ++group)
      messages += tally.cell(group).messages;
    CHECK(messages == count);
  }
}

TEST_CASE("tally: one that is used again merges into whatever it is given") {
  TallyBuilder part(full_spec());
  std::array<TallyBuilder, 2> sums{TallyBuilder(full_spec()), TallyBuilder(full_spec())};
  std::array<TallyBuilder, 2> expected{TallyBuilder(full_spec()), TallyBuilder(full_spec())};
  MessageText text(SenderKind::account, false);
  for (unsigned round = 0; round < 12; ++round) {
    const std::size_t to = round / 2 % 2;
    part.clear();
    with_messages(30, round, [&](const Message& m) {
      part.add(m, text, Zone());
      expected[to].add(m, text, Zone());
    });
    if (round == 7) {  // A new one in the same place knows nothing of what the part noted.
      sums[to] = TallyBuilder(full_spec());
      expected[to] = TallyBuilder(full_spec());
      with_messages(30, round, [&](const Message& m) { expected[to].add(m, text, Zone()); });
    }
    sums[to].merge(part);
    expected[to].count_waiting();
    CHECK(sums[to].tally() == expected[to].tally());
  }
}

TEST_CASE("event list: order of merging does not matter") {
  EventList a;
  EventList b;
  MessageText text(SenderKind::account, false);
  with_messages(50, 4, [&](const Message& m) { a.add(m, text); });
  with_messages(50, 5, [&](const Message& m) { b.add(m, text); });
  EventList left = a;
  left.merge(b);
  EventList right = b;
  right.merge(a);
  CHECK(left == right);
  CHECK_FALSE(left == a);
}

TEST_CASE("distinct: exact up to the limit, near beyond it, whatever the order") {
  DistinctCounter counter;
  for (unsigned i = 0; i < DistinctCounter::kExactLimit; ++i) {
    for (int twice = 0; twice < 2; ++twice) counter.add(fmt::format("sender{}", i));
  }
  CHECK(counter.count() == Distinct{DistinctCounter::kExactLimit, false});
  counter.add("one more");
  CHECK(counter.count().estimated);

  for (const unsigned n : {5'000U, 50'000U, 500'000U}) {
    DistinctCounter whole;
    DistinctCounter even;
    DistinctCounter odd;
    for (unsigned i = 0; i < n; ++i) {
      const std::string text = fmt::format("s{}@example.org", i);
      whole.add(text);
      (i % 2 == 0 ? even : odd).add(text);
    }
    const double error = static_cast<double>(whole.count().count) / n - 1;
    INFO(n << " distinct, error " << error);
    CHECK(std::abs(error) < 0.05);
    odd.merge(even);
    CHECK(odd == whole);
  }
}

TEST_CASE("distinct: written and read, equal sets are equal bytes, few or many") {
  for (const unsigned n : {0U, 1U, 5U, 6U, 7U, 24U, 25U, 500U, 4095U, 4096U, 4097U}) {
    DistinctCounter up;
    DistinctCounter down;
    for (unsigned i = 0; i < n; ++i) {
      up.add(fmt::format("client{}", i));
      down.add(fmt::format("client{}", n - 1 - i));
      down.add(fmt::format("client{}", n - 1 - i / 2));
    }
    INFO(n);
    CHECK(up.count().estimated == (n > DistinctCounter::kExactLimit));
    if (!up.count().estimated) CHECK(up.count().count == n);
    ByteWriter bytes;
    up.write(bytes);
    ByteWriter same;
    down.write(same);
    CHECK(bytes.bytes() == same.bytes());
    DistinctCounter read;
    ByteReader in(bytes.bytes());
    read.read(in);
    CHECK(!in.failed());
    CHECK(read == up);
    CHECK(read.count() == up.count());
    // It goes on as the other does.
    for (DistinctCounter* counter : {&read, &up}) {
      counter->merge(down);
      for (unsigned i = 0; i < 3; ++i) counter->add(fmt::format("new{}", i));
    }
    CHECK(read == up);
    CHECK(read != down);
    DistinctCounter copy = up;
    copy.add("another");
    CHECK(copy != up);
  }
}

TEST_CASE("distinct: hashes that no text may have, and counters that are no set") {
  DistinctHashes hashes;
  for (int twice = 0; twice < 2; ++twice) {
    for (const std::uint64_t hash : {0ULL, 1ULL, 33ULL, 65ULL, ~0ULL}) hashes.add(hash);
  }
  CHECK(hashes.count() == Distinct{5, false});
  DistinctHashes merged;
  merged.merge(hashes);
  CHECK(merged == hashes);

  for (const std::uint64_t second : {5ULL, 4ULL}) {
    ByteWriter bytes;
    bytes.number(3);
    bytes.hash(5);
    bytes.hash(second);
    DistinctCounter counter;
    ByteReader in(bytes.bytes());
    counter.read(in);
    CHECK(in.failed());
  }
}

TEST_CASE("calendar: periods have their names, and follow each other") {
  const auto text = [](Dimension d, std::int64_t second) {
    return period_text(d, period_of(d, second * kMicrosPerSecond, Zone()));
  };
  const std::int64_t new_year = 1'767'225'600;  // 2026-01-01, a Thursday.
  CHECK(text(Dimension::day, new_year) == "2026-01-01");
  CHECK(text(Dimension::day, new_year - 1) == "2025-12-31");
  CHECK(text(Dimension::hour, new_year + 3600 * 14) == "2026-01-01 14:00");
  CHECK(text(Dimension::month, new_year - 1) == "2025-12");
  CHECK(text(Dimension::week, new_year) == "2026-W01");
  CHECK(text(Dimension::week, new_year - 86'400 * 4) == "2025-W52");
  CHECK(text(Dimension::week, new_year - 86'400 * 3) == "2026-W01");
  CHECK(text(Dimension::week, 1'798'761'600) == "2026-W53");  // 2027-01-01
  CHECK(text(Dimension::weekday, new_year) == "Thu");
  CHECK(text(Dimension::day, -1) == "1969-12-31");
  for (const Dimension d : {Dimension::day, Dimension::week, Dimension::month, Dimension::hour}) {
    const auto before = period_of(d, (new_year - 1) * kMicrosPerSecond, Zone());
    const auto after = period_of(d, (new_year + 86'400 * 6) * kMicrosPerSecond, Zone());
    CHECK(before < after);
  }
}

TEST_CASE("message text: identities as reports show them") {
  Message m;
  m.authenticated = true;
  m.account = "Anna.B@Sub.Example.ORG";
  m.client = "2001:db8:1:2::5%eth0";
  m.mechanism = "plain";
  MessageText text(SenderKind::account, false);
  CHECK(text.get(Dimension::sender, m) == "Anna.B@sub.example.org");
  CHECK(text.get(Dimension::domain, m) == "sub.example.org");
  CHECK(text.get(Dimension::mechanism, m) == "PLAIN");
  CHECK(text.get(Dimension::network, m) == "2001:db8:1::/48");
  CHECK(text.get(Dimension::envelope_sender, m).empty());
  m.has_envelope = true;
  CHECK(text.get(Dimension::envelope_sender, m) == "<>");
  MessageText folded(SenderKind::account, true);
  CHECK(folded.get(Dimension::sender, m) == "anna.b@sub.example.org");
  CHECK(network_of("192.0.2.77") == "192.0.2.0/24");
  CHECK(network_of("unknown") == "unknown");
  CHECK(domain_of("a@b@c") == "c");
  CHECK(domain_of("nobody").empty());
}

TEST_CASE("message text: capitals of a domain are found wherever they stand") {
  Message m;
  m.authenticated = true;
  MessageText text(SenderKind::account, false);
  for (int c = 1; c < 256; ++c) {
    for (std::size_t size = 1; size <= 18; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string account = "@" + std::string(size, 'x');
        account[1 + at] = static_cast<char>(c);
        if (c == '@') continue;
        std::string expected = account;
        if (c >= 'A' && c <= 'Z') expected[1 + at] = static_cast<char>(c - 'A' + 'a');
        m.account = account;
        if (text.get(Dimension::sender, m) != expected) {
          FAIL_CHECK("character " << c << " at " << at << " of " << size);
        }
      }
    }
  }
}
