#include "unusual/unusual.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "catch.hpp"
#include "report/unusual_sentences.hpp"
#include "unusual/periods.hpp"

using namespace smtptally;

namespace {

constexpr Micros kHour = Micros{3600} * kMicrosPerSecond;
constexpr Micros kFirst = Micros{20'759} * 24 * kHour;  // Monday, 2026-11-02.
constexpr int kLook = 28;                               // The first day that is looked at.

Micros at(int day, int hour, int minute = 0) {
  return kFirst + (Micros{day} * 24 + hour) * kHour + Micros{minute} * 60 * kMicrosPerSecond;
}

struct Sent {
  std::string client = "192.0.2.1";
  std::string address{};  ///< Its own where it is empty.
  std::string_view mechanism = "PLAIN";
  TlsEvidence tls = TlsEvidence::tls1_3;
  std::uint64_t recipients = 1;
};

/// Five weeks of one account, and of two more that stay as they were.
class TrialWorld {
 public:
  void send(std::string_view account, Micros time, int messages, const Sent& sent = {}) {
    for (int i = 0; i < messages; ++i) {
      Message message;
      message.time = time + Micros{i} * kMicrosPerSecond;
      message.account = account;
      message.authenticated = true;
      message.client = sent.client;
      message.mechanism = sent.mechanism;
      message.envelope_sender = sent.address.empty() ? account : std::string_view(sent.address);
      message.has_envelope = true;
      message.recipients = sent.recipients;
      message.tls = sent.tls;
      habits_.add(message, text_, Zone());
    }
  }
  void refuse(std::string_view account, std::string_view client, Micros time, int times) {
    for (int i = 0; i < times; ++i) {
      LoginFailure login;
      login.time = time + Micros{i} * kMicrosPerSecond;
      login.account = account;
      login.client = client;
      habits_.add(failure_of(login), text_);
    }
  }
  void refuse_handshake(std::string_view client, Micros time) {
    HandshakeFailure handshake;
    handshake.time = time;
    handshake.client = client;
    habits_.add(failure_of(handshake), text_);
  }
  /// Three messages each working day, up to the last day of the look.
  void live(std::string_view account, const Sent& sent = {}) {
    for (int day = 0; day < kLook + 7; ++day) {
      if (day % 7 < 5) send(account, at(day, 9), 3, sent);
    }
  }
  Unusual find(const UnusualOptions& options = {}, std::string_view exceptions = {}) {
    habits_.finish();
    exceptions_ = Exceptions::parse(exceptions).value();
    return find_unusual(
        habits_, periods(), options,
        [](const SenderHabits::Way& way) {
          return classify(way.tls, {.plain = true, .plain_whole = true});
        },
        exceptions_);
  }
  [[nodiscard]] static Periods periods() {
    return periods_of({at(kLook, 0), at(kLook + 7, 0)}, {at(0, 0), at(kLook + 7, 0)}, 28, Zone());
  }
  [[nodiscard]] const Exceptions& exceptions() const { return exceptions_; }

 private:
  SenderHabits habits_;
  MessageText text_{SenderKind::account, false};
  Exceptions exceptions_;
};

/// "volume 300/3, new_networks 400/0", as one account has them; empty for nothing.
std::string findings(const Unusual& found, std::string_view account = "anna@example.org") {
  for (const UnusualAccount& unusual : found.accounts) {
    if (unusual.name != account) continue;
    std::string text;
    for (const Sign& finding : unusual.findings) {
      text +=
          fmt::format("{}{} {}/{}", text.empty() ? "" : ", ",
                      kSignalNames[index_of(finding.signal)], finding.observed, finding.expected);
    }
    return text;
  }
  return {};
}

TrialWorld usual_world() {
  TrialWorld world;
  world.live("anna@example.org");
  world.live("ben@example.org", {.client = "198.51.100.7"});
  world.live("carla@example.org", {.client = "203.0.113.9"});
  return world;
}

std::string sentence_of(const Unusual& found, Signal signal) {
  for (const UnusualAccount& account : found.accounts) {
    for (const Sign& finding : account.findings) {
      if (finding.signal == signal) {
        return sentence(finding, TrialWorld::periods(), SentenceClock(Zone()));
      }
    }
  }
  return "(no such finding)";
}

}  // namespace

TEST_CASE("unusual: periods touch the days of their hours") {
  Periods periods{.base = 30, .look = 48, .end = 49};
  CHECK(periods.base_days() == 1);
  CHECK(periods.look_days() == 1);
  periods.base = 23;
  periods.end = 73;
  CHECK(periods.base_days() == 2);
  CHECK(periods.look_days() == 2);
  periods = {.base = 30, .look = 30, .end = 30};
  CHECK(periods.base_days() == 0);
  CHECK(periods.look_days() == 0);
}

TEST_CASE("unusual: the second in which the looked-at part ends counts where it has begun") {
  const auto until = [](Micros time) {
    return periods_of({at(20, 0), time}, {at(0, 0), at(30, 0)}, 28, Zone()).look_until;
  };
  CHECK(until(at(27, 0)) == seconds_of(at(27, 0)));
  CHECK(until(at(27, 0) + 1) == seconds_of(at(27, 0)) + 1);
  CHECK(until(at(27, 0) - 1) == seconds_of(at(27, 0)));
}

TEST_CASE("unusual: who goes on as before has no finding") {
  TrialWorld world = usual_world();
  const Unusual found = world.find();
  CHECK(found.accounts.empty());
  CHECK(found.as_before == 3);
  CHECK(found.senders == 3);
  CHECK(found.unknown.empty());
}

TEST_CASE("unusual: volume must be 20 or more, and far above the account's own maximum") {
  TrialWorld few = usual_world();
  few.send("anna@example.org", at(kLook + 1, 14), 19);
  CHECK(findings(few.find()) == "volume 22/3");  // With the three of the morning, by day.
  TrialWorld fewer = usual_world();
  fewer.send("anna@example.org", at(kLook + 1, 14), 16);
  CHECK(findings(fewer.find()).empty());
  TrialWorld many = usual_world();
  many.send("anna@example.org", at(kLook + 1, 14), 300);
  const Unusual found = many.find();
  CHECK(findings(found) == "volume 300/3");
  CHECK_FALSE(found.accounts.front().is_high());
  CHECK(sentence_of(found, Signal::volume) ==
        "300 messages in one hour (2026-12-01 14h), before at most 3");
  UnusualOptions lax;
  lax.times = 200;
  CHECK(findings(many.find(lax)).empty());
  lax = {};
  lax.least = 304;
  CHECK(findings(many.find(lax)).empty());
}

TEST_CASE("unusual: a day that was unusual itself leaves the baseline") {
  TrialWorld world = usual_world();
  world.send("anna@example.org", at(20, 3), 300, {.client = "198.18.44.7"});
  world.send("anna@example.org", at(kLook + 2, 3), 300, {.client = "198.18.44.7"});
  CHECK(findings(world.find()) == "new_networks 300/0, volume 300/3");
  // What comes every third day is a habit.
  TrialWorld often = usual_world();
  for (int day = 0; day < kLook + 7; day += 3) often.send("anna@example.org", at(day, 3), 300);
  CHECK(findings(often.find()).empty());
}

TEST_CASE("unusual: messages from a new network count from 20 a day on, and beside the habit") {
  TrialWorld world = usual_world();
  world.send("anna@example.org", at(kLook + 1, 10), 15, {.client = "198.18.44.7"});
  CHECK(findings(world.find()).empty());
  world.send("anna@example.org", at(kLook + 1, 12), 6, {.client = "198.18.45.7"});
  const Unusual found = world.find();
  CHECK(findings(found) == "new_networks 21/0, volume 24/3");
  CHECK(sentence_of(found, Signal::new_networks) ==
        "2 new networks, 21 messages from there since 2026-12-01 10:00");
  // Another address of a known network is not new.
  TrialWorld same = usual_world();
  same.send("anna@example.org", at(kLook + 1, 10), 9, {.client = "192.0.2.200"});
  same.send("anna@example.org", at(kLook + 1, 12), 9, {.client = "192.0.2.201"});
  CHECK(findings(same.find()) == "volume 21/3");
}

TEST_CASE("unusual: a new network each day is the habit of a roaming sender") {
  TrialWorld world = usual_world();
  for (int day = 0; day < kLook + 7; ++day) {
    for (int session = 0; session < 5; ++session) {
      world.send("roam@example.org", at(day, 8 + session), 6,
                 {.client = fmt::format("10.{}.{}.1", day, session)});
    }
  }
  CHECK(findings(world.find(), "roam@example.org").empty());
  world.send("roam@example.org", at(kLook + 3, 20), 100, {.client = "198.18.44.7"});
  CHECK(findings(world.find(), "roam@example.org") == "new_networks 130/30, volume 100/6");
}

TEST_CASE("unusual: refused logins in the hour before a success from a new network") {
  const auto with = [](int refused, int minutes_before, std::string_view account,
                       std::string_view from) {
    TrialWorld world = usual_world();
    world.refuse(account, from, at(kLook + 1, 12) - Micros{minutes_before} * 60 * kMicrosPerSecond,
                 refused);
    world.send("anna@example.org", at(kLook + 1, 12), 2, {.client = "198.18.44.7"});
    return findings(world.find());
  };
  CHECK(with(25, 30, "anna@example.org", "198.18.44.9") == "refused_then_in 25/0");
  CHECK(with(25, 30, "anna@example.org", "203.0.113.5") == "refused_then_in 25/0");
  CHECK(with(9, 30, "anna@example.org", "198.18.44.9").empty());
  CHECK(with(25, 70, "anna@example.org", "198.18.44.9").empty());
  CHECK(with(25, 30, "ben@example.org", "198.18.44.9").empty());
  // Where the log names no account, the network tells.
  CHECK(with(25, 30, "", "198.18.44.9") == "refused_then_in 25/0");
  CHECK(with(25, 30, "", "203.0.113.5").empty());
}

TEST_CASE("unusual: a taken over account has its signals in a fixed order, and is high") {
  TrialWorld world = usual_world();
  world.refuse("anna@example.org", "198.18.44.7", at(kLook + 1, 1, 20), 25);
  for (int i = 0; i < 400; ++i) {
    world.send("anna@example.org", at(kLook + 1, 1, 50) + Micros{i} * 30 * kMicrosPerSecond, 1,
               {.client = fmt::format("198.18.{}.7", 44 + i % 4),
                .address = fmt::format("ceo{}@bank.example", i % 40),
                .mechanism = "LOGIN",
                .recipients = 100});
  }
  const Unusual found = world.find();
  CHECK(findings(found) ==
        "new_networks 400/0, volume 403/3, recipients 100/1, foreign_envelope 400/0, "
        "refused_then_in 25/0, downgrade 400/0");
  CHECK(found.accounts.size() == 1);
  CHECK(found.accounts.front().is_high());
  CHECK(sentence_of(found, Signal::foreign_envelope) ==
        "sends as 40 foreign addresses, e.g. ceo0@bank.example: 400 messages since "
        "2026-12-01 01:50");
  CHECK(sentence_of(found, Signal::downgrade) ==
        "400 messages with login mechanism LOGIN since 2026-12-01 01:50, by habit it would be 0");
  CHECK(sentence_of(found, Signal::recipients) ==
        "one message to 100 recipients (2026-12-01 01:50), before at most 1");
  REQUIRE(found.refused.size() == 1);
  CHECK(found.refused.front().refused == 25);
  CHECK(found.refused.front().accounts == 1);
  CHECK(found.refused.front().let_in.has_value());
  CHECK(found.refused.front().let_in_as == "anna@example.org");
}

TEST_CASE("unusual: a worse TLS class, and plaintext after refused handshakes") {
  TrialWorld worse = usual_world();
  for (int hour = 8; hour < 18; ++hour) {
    worse.send("anna@example.org", at(kLook + 1, hour), 2, {.tls = TlsEvidence::tls1_0});
  }
  CHECK(findings(worse.find()) == "volume 23/3, downgrade 20/0");
  TrialWorld plain = usual_world();
  plain.send("anna@example.org", at(kLook + 1, 10), 2, {.tls = TlsEvidence::proven_plain});
  CHECK(findings(plain.find()).empty());
  plain.refuse_handshake("192.0.2.1", at(kLook, 10));
  CHECK(findings(plain.find()) == "downgrade 2/0");
  TrialWorld before = usual_world();  // It came in plaintext before it was refused.
  before.send("anna@example.org", at(kLook + 1, 10), 2, {.tls = TlsEvidence::proven_plain});
  before.refuse_handshake("192.0.2.1", at(kLook + 2, 10));
  CHECK(findings(before.find()).empty());
}

TEST_CASE("unusual: many clients within an hour") {
  TrialWorld world = usual_world();
  for (int i = 0; i < 6; ++i) {
    world.send("anna@example.org", at(kLook + 1, 12), 1,
               {.client = fmt::format("192.0.2.{}", 100 + i)});
  }
  const Unusual found = world.find();
  CHECK(findings(found) == "many_clients 6/1");
  CHECK(sentence_of(found, Signal::many_clients) ==
        "6 clients within one hour (2026-12-01 12h), before at most 1");
}

TEST_CASE("unusual: senders without a baseline are named, and limits apply to them") {
  TrialWorld world = usual_world();
  world.send("new@example.org", at(kLook + 1, 12), 19);
  world.send("seldom@example.org", at(3, 12), 2);
  world.send("seldom@example.org", at(kLook + 1, 12), 19);
  Unusual found = world.find();
  CHECK(found.accounts.empty());
  REQUIRE(found.unknown.size() == 2);
  CHECK(found.unknown[0].name == "new@example.org");
  CHECK(found.unknown[1].messages_before == 2);
  CHECK(found.as_before == 3);
  world.send("new@example.org", at(kLook + 2, 12), 1);
  CHECK(findings(world.find(), "new@example.org") == "awakened 20/0");
  world.send("seldom@example.org", at(kLook + 2, 12), 31);
  found = world.find();
  CHECK(findings(found, "seldom@example.org") == "limit 31/30");
  CHECK_FALSE(found.accounts.front().has_baseline);
  UnusualOptions lax;
  lax.minute_limit = 31;
  CHECK(findings(world.find(lax), "seldom@example.org").empty());
  lax.recipient_limit = 30;
  CHECK(findings(world.find(lax), "seldom@example.org") == "limit 31/30");
}

TEST_CASE(
    "unusual: exceptions silence accounts and networks, and those that match nothing are told") {
  TrialWorld world = usual_world();
  world.send("anna@example.org", at(kLook + 1, 12), 100, {.client = "198.18.44.7"});
  world.refuse("ben@example.org", "203.0.113.5", at(kLook + 1, 12), 3);
  Unusual found = world.find({}, "# ours\nAnna@Example.org  # a mailing\r\nnobody@example.org\n");
  CHECK(found.accounts.empty());
  CHECK(found.excepted == 1);
  REQUIRE(world.exceptions().unmatched().size() == 1);
  CHECK(world.exceptions().unmatched().front().line == 3);
  CHECK(world.exceptions().unmatched().front().text == "nobody@example.org");
  found = world.find({}, "198.18.0.0/15\n203.0.113.5\n2001:db8::/32\n");
  CHECK(findings(found) == "volume 100/3");
  CHECK(found.refused.empty());
  REQUIRE(world.exceptions().unmatched().size() == 1);
  CHECK(world.exceptions().unmatched().front().text == "2001:db8::/32");
  CHECK_FALSE(Exceptions::parse("192.0.2.0/33"));
  CHECK_FALSE(Exceptions::parse("192.0.2.0/"));
  CHECK(Exceptions::parse("odd/account#1"));
}

TEST_CASE("unusual: tails are those of the distributions") {
  // P(X >= 3) of a Poisson distribution with mean 1, which the negative binomial comes close to.
  Series series{.buckets = 1e9, .sum = 1e9, .squares = 2e9, .most = 9};
  CHECK(upper_tail(series, {.mean = 1, .dispersion = 0, .buckets_a_day = 1}, 3) ==
        Approx(0.0803).epsilon(0.01));
  // Of a geometric one, (m / (1 + m))^k: dispersion 1.
  series.squares = 3e9;
  CHECK(upper_tail(series, {.mean = 1, .dispersion = 1, .buckets_a_day = 1}, 10) ==
        Approx(std::pow(0.5, 10)).epsilon(1e-6));
  CHECK(upper_tail(series, {}, 0) == 1);
  CHECK(binomial_tail(10, 10, 0.5) == Approx(std::pow(0.5, 10)));
  CHECK(binomial_tail(1, 2, 0.1) == Approx(0.19));
  CHECK(binomial_tail(0, 5, 0.1) == 1);
  CHECK(binomial_tail(3, 2, 0.1) == 0);
  CHECK(binomial_tail(4, 2, 0.1) == 0);
  CHECK(binomial_tail(1, 2, 0) == 0);
  CHECK(binomial_tail(1, 2, 1) == 1);
  CHECK(surprise(1e-3, 10) == Approx(3));
  CHECK(surprise(0, 10) == 10);
}
