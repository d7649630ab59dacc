// What the join of Exchange is made of.

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "catch.hpp"
#include "containers/dictionary_map.hpp"
#include "containers/stable_list.hpp"
#include "containers/text_cache.hpp"
#include "exchange/login_intervals.hpp"
#include "exchange/seen_messages.hpp"
#include "exchange/session_finder.hpp"
#include "exchange/session_index.hpp"

using namespace smtptally;

namespace {

Dictionary three_servers() {
  Dictionary texts;
  for (const char* const name : {"", "ex1", "ex2"}) (void)texts.number(name);
  return texts;
}

}  // namespace

TEST_CASE("chunks: elements stay where they are, in their order") {
  std::minstd_rand random(3);
  StableList<int> all;
  std::vector<const int*> places;
  int made = 0;
  for (int round = 0; round < 100; ++round) {
    StableList<int> part;
    for (std::size_t n = random() % (round < 50 ? 200 : 5); n > 0; --n) {
      part.push_back(made++);
    }
    if (round % 2 == 0) {
      all.append(part);
      CHECK(part.size() == 0);
    } else {
      part.for_each([&](const int& value) { all.push_back(int{value}); });
    }
    std::vector<const int*> now;
    all.for_each([&](const int& value) { now.push_back(&value); });
    CHECK(std::equal(places.begin(), places.end(), now.begin()));
    places = now;
  }
  REQUIRE(all.size() == static_cast<std::size_t>(made));
  int expected = 0;
  all.for_each([&](const int& value) { CHECK(value == expected++); });
  all.erase_if([](int value) { return value % 3 != 0; });
  CHECK(all.size() == static_cast<std::size_t>((made + 2) / 3));
  expected = 0;
  all.for_each([&](int value) {
    CHECK(value == expected);
    expected += 3;
  });
}

TEST_CASE("translation: numbers stand for the same texts, before and after") {
  Dictionary ours;
  Dictionary theirs;
  for (const char* text : {"", "a", "b"}) (void)ours.number(text);
  for (const char* text : {"", "c", "b", "d"}) (void)theirs.number(text);
  const DictionaryMap translation(theirs, ours);
  for (std::uint32_t i = 0; i < theirs.size(); ++i) {
    CHECK(ours.text(translation(i)) == theirs.text(i));
  }
  CHECK(translation(0) == 0);
  CHECK(ours.size() == 5);
}

TEST_CASE("recent texts: the numbers of the dictionary") {
  Dictionary texts;
  (void)texts.number("");
  TextCache recent(texts);
  std::minstd_rand random(4);
  CHECK(recent.number("") == 0);
  for (int round = 0; round < 1000; ++round) {
    const std::string text(random() % 40, static_cast<char>('a' + random() % 3));
    CHECK(texts.text(recent.number(text)) == text);
    CHECK(recent.number(text) == texts.number(text));
  }
}

TEST_CASE("place index: finds what a search of all finds, in the order of the log") {
  std::minstd_rand random(5);
  for (const std::size_t count : {0U, 1U, 2U, 3U, 10U, 1000U}) {
    std::vector<ProtocolSession> sessions(count);
    std::vector<Place> places;
    for (std::size_t i = 0; i < count; ++i) {
      sessions[i].opened = i;
      sessions[i].closed = random() % 10;
      places.push_back({random() % (count / 2 + 1), &sessions[i], nullptr});
    }
    const SessionIndex index(places);
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
      return std::tie(a.session->closed, a.session->opened) <
             std::tie(b.session->closed, b.session->opened);
    });
    for (std::uint64_t key = 0; key <= count / 2 + 2; ++key) {
      std::vector<const ProtocolSession*> expected;
      for (const Place& place : places) {
        if (place.key == key) expected.push_back(place.session);
      }
      std::vector<const ProtocolSession*> found;
      for (const Place& place : index.find(key)) found.push_back(place.session);
      CHECK(found == expected);
    }
  }
}

TEST_CASE("login times: finds what a search of all finds") {
  std::minstd_rand random(6);
  for (const std::size_t count : {0U, 1U, 2U, 3U, 10U, 300U}) {
    std::vector<ProtocolSession> sessions(count);
    std::vector<const ProtocolSession*> all;
    for (ProtocolSession& session : sessions) {
      session.client = static_cast<TextId>(random() % 3);
      session.began = static_cast<Micros>(random() % 200);
      // Short ones, and now and then one that stays open over many others.
      session.last =
          session.began + static_cast<Micros>(random() % (random() % 20 == 0 ? 150 : 10));
      all.push_back(&session);
    }
    const LoginIntervals logins(all);
    for (TextId client = 0; client < 4; ++client) {
      for (Micros from = 0; from < 220; from += 3) {
        const Micros to = from + static_cast<Micros>(random() % 8);
        std::set<const ProtocolSession*> expected;
        for (const ProtocolSession* const session : all) {
          if (session->client == client && session->began <= to && session->last >= from) {
            expected.insert(session);
          }
        }
        std::vector<const ProtocolSession*> found;
        logins.each_between(client, from, to, [&](const ProtocolSession& session) {
          found.push_back(&session);
          return true;
        });
        CHECK(found.size() == expected.size());
        CHECK(std::set<const ProtocolSession*>(found.begin(), found.end()) == expected);

        std::size_t visited = 0;
        logins.each_between(client, from, to, [&](const ProtocolSession&) {
          ++visited;
          return false;
        });
        CHECK(visited == std::min<std::size_t>(1, expected.size()));
      }
    }
  }
}

TEST_CASE("session links: each mail of a Hub session by its number and the link before it") {
  // Three clients through one session; a server that starts anew, or odd log, may give numbers that
  // do not rise.
  constexpr TextId kServer = 1;
  const ExchangeOptions options;
  for (const bool rise : {true, false}) {
    StableList<ProtocolSession> sessions;
    ProtocolSession hub;
    hub.id = 100;
    hub.server = kServer;
    hub.hop = true;
    hub.began = 0;
    const std::array<std::uint64_t, 3> ids =
        rise ? std::array<std::uint64_t, 3>{7, 8, 9} : std::array<std::uint64_t, 3>{9, 7, 8};
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
      hub.links.push_back({.sequence = 10 * i, .session = 200 + i, .client_address = 50 + i});
      hub.mails.push_back({.time = 1000, .internal_id = ids[i], .sequence = 10 * i + 5});
      ProtocolSession front;
      front.id = 200 + i;
      front.client = 50 + i;
      front.began = 0;
      front.last = 900;
      front.has_tls = true;
      front.tls = i == 1 ? TlsEvidence::tls1_0 : TlsEvidence::tls1_2;
      front.authenticated = true;
      front.user = 60 + i;
      front.end(i);
      sessions.push_back(std::move(front));
    }
    // A second link in front of the last mail is in force; in the other log its number is odd.
    hub.links.push_back({.sequence = rise ? 24U : 3U, .session = 200, .client_address = 50});
    hub.end(5);
    CHECK(hub.mails_rise == rise);
    CHECK(hub.links_rise == rise);
    sessions.push_back(std::move(hub));

    const SessionFinder links(sessions, options);
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
      TrackedMessage t;
      t.origin = TrackedMessage::Origin::client;
      t.session = 100;
      t.session_start = kEndOfTime;
      t.server = kServer;
      t.internal_id = ids[i];
      t.time = 1000;
      const JoinedSession joined = links.join(t);
      // Where numbers do not rise, the last link in the log with a number up to the mail's.
      const TextId user = rise && i < 2 ? 60 + i : 60;
      CHECK(joined.account == user);
      CHECK(joined.tls == (user == 61 ? TlsEvidence::tls1_0 : TlsEvidence::tls1_2));
    }
    TrackedMessage unseen;
    unseen.session = 100;
    unseen.session_start = kEndOfTime;
    unseen.server = kServer;
    unseen.internal_id = 6;
    unseen.time = 1000;
    CHECK(links.join(unseen).tls == TlsEvidence::ambiguous);
  }
}

TEST_CASE("taken mails: a number comes again with another message id") {
  const Dictionary texts = three_servers();
  SeenMessages taken(texts);
  CHECK(taken.take_first(1, 7, 100));
  CHECK_FALSE(taken.take_first(1, 7, 100));
  CHECK(taken.take_first(1, 7, 101));
  CHECK(taken.take_first(2, 7, 100));
  CHECK_FALSE(taken.take_first(1, 7, 0));  // Without a message id it may be the same.
  CHECK(taken.take_first(1, 8, 0));
  CHECK_FALSE(taken.take_first(1, 8, 5));
  CHECK_FALSE(taken.settled(1, 7, 100));
  taken.settle();
  CHECK(taken.settled(1, 7, 100));
  CHECK_FALSE(taken.settled(1, 7, 102));
  CHECK_FALSE(taken.take_first(1, 7, 101));
  CHECK(taken.take_first(1, 7, 102));
}

TEST_CASE("taken mails: remembers nothing when nobody will ask") {
  const Dictionary texts = three_servers();
  SeenMessages taken(texts);
  CHECK(taken.take_first(1, 7, 100));
  taken.settle();
  taken.expect_none();
  CHECK(taken.take_first(1, 8, 100));
  CHECK(taken.take_first(1, 8, 100));
  CHECK(taken.settled(1, 7, 100));
}
