#include "postfix/verdict.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "catch.hpp"

using namespace smtptally;

namespace {

/// What the disconnect line counts. The session has three transactions, of which one is known to be
/// taken and two are open.
enum class Counts { absent, with_bdat, of_fewer, of_more, of_all };
constexpr std::array kCounts{Counts::absent, Counts::with_bdat, Counts::of_fewer, Counts::of_more,
                             Counts::of_all};

enum class Start { unseen, follows, follows_with_xclient, seen };
constexpr std::array kStarts{Start::unseen, Start::follows, Start::follows_with_xclient,
                             Start::seen};

/// `left`: how many messages are counted besides the one that is known to be taken.
SessionFacts session_with(Counts counts, Start start, std::uint32_t left) {
  SessionFacts session;
  session.phase = SessionFacts::Phase::undecided;
  session.transactions = 3;
  session.accepted = 1;
  if (start == Start::seen) session.start = SessionFacts::Start::seen;
  if (start == Start::follows || start == Start::follows_with_xclient) {
    session.start = SessionFacts::Start::follows;
  }
  session.statistics.present = counts != Counts::absent;
  session.statistics.xclient = start == Start::follows_with_xclient;
  session.statistics.bdat = counts == Counts::with_bdat ? 1 : 0;
  session.statistics.transactions = counts == Counts::of_fewer  ? 2
                                    : counts == Counts::of_more ? 4
                                                                : 3;
  session.statistics.data = 1 + left;
  return session;
}

/// A letter for each number of messages left: 0, 1, 2 and 3.
template <class Letter>
std::string letters(const Letter& letter) {
  std::string row;
  for (std::uint32_t left = 0; left <= 3; ++left) row += letter(left);
  return row;
}

char letter_of(Verdict verdict) {
  if (verdict == Verdict::undecided) return '-';
  return verdict == Verdict::none_taken ? 'n' : 'a';
}

char letter_of(StandingMarks standing) {
  if (standing == StandingMarks::none) return '-';
  return standing == StandingMarks::of_cleanup ? 'c' : 'a';
}

/// Statistics of a session whose transactions are two.
SessionStatistics counting(std::uint32_t transactions, std::uint32_t starttls) {
  SessionStatistics counts;
  counts.present = true;
  counts.transactions = transactions;
  counts.starttls = starttls;
  return counts;
}

}  // namespace

TEST_CASE("verdict: open transactions are decided where the counts leave one answer") {
  // Of 0, 1, 2 and 3 messages that are left for two open transactions. n: none was taken, a: all
  // were, -: undecided. The start of the session is
  //                                   unseen  follows  follows, XCLIENT  seen
  const std::vector<std::vector<std::string>> expected{
      /* no statistics              */ {"----", "----", "----", "----"},
      /* chunks, which data omits   */ {"----", "----", "----", "----"},
      /* fewer transactions         */ {"----", "----", "----", "----"},
      /* more transactions          */ {"n---", "n---", "n---", "n---"},
      /* the transactions seen      */ {"n---", "n---", "n-a-", "n-a-"}};
  for (std::size_t counts = 0; counts < kCounts.size(); ++counts) {
    for (std::size_t start = 0; start < kStarts.size(); ++start) {
      INFO("row " << counts << ", column " << start);
      const std::string verdicts = letters([&](std::uint32_t left) {
        return letter_of(verdict_on_open(session_with(kCounts[counts], kStarts[start], left), 2));
      });
      CHECK(verdicts == expected[counts][start]);
    }
  }
}

TEST_CASE("verdict: a session that has more mail than its statistics count took no other") {
  SessionFacts session = session_with(Counts::of_all, Start::seen, 0);
  session.accepted = 2;
  CHECK(verdict_on_open(session, 1) == Verdict::none_taken);
  CHECK(marks_that_stand(session, {.by_cleanup = 1, .by_smtpd = 0}) == StandingMarks::none);
}

TEST_CASE("verdict: without counts the marks of cleanup stand, and those of smtpd do not") {
  for (const Counts counts : {Counts::absent, Counts::with_bdat, Counts::of_fewer}) {
    for (const Start start : kStarts) {
      for (std::size_t marks = 0; marks < 9; ++marks) {
        const MarkCounts marked{.by_cleanup = marks / 3, .by_smtpd = marks % 3};
        CHECK(letters([&](std::uint32_t left) {
                return letter_of(marks_that_stand(session_with(counts, start, left), marked));
              }) == "cccc");
      }
    }
  }
}

TEST_CASE("verdict: marks stand as far as the counts leave room for them") {
  struct Row {
    MarkCounts marked;
    std::string_view without_start;  ///< Of 0, 1, 2 and 3 messages that are left.
    std::string_view with_start;
  };
  // a: all marks stand, c: those of cleanup, -: none.
  const std::vector<Row> rows{{{.by_cleanup = 0, .by_smtpd = 0}, "cccc", "accc"},
                              {{.by_cleanup = 0, .by_smtpd = 1}, "cccc", "cacc"},
                              {{.by_cleanup = 0, .by_smtpd = 2}, "cccc", "ccac"},
                              {{.by_cleanup = 1, .by_smtpd = 0}, "-ccc", "-acc"},
                              {{.by_cleanup = 1, .by_smtpd = 1}, "-ccc", "-cac"},
                              {{.by_cleanup = 1, .by_smtpd = 2}, "-ccc", "-cca"},
                              {{.by_cleanup = 2, .by_smtpd = 0}, "--cc", "--ac"},
                              {{.by_cleanup = 2, .by_smtpd = 1}, "--cc", "--ca"},
                              {{.by_cleanup = 2, .by_smtpd = 2}, "--cc", "--cc"}};
  for (const Row& row : rows) {
    for (const Counts counts : {Counts::of_more, Counts::of_all}) {
      for (const Start start : kStarts) {
        INFO(row.marked.by_cleanup << " by cleanup, " << row.marked.by_smtpd << " by smtpd");
        CHECK(letters([&](std::uint32_t left) {
                return letter_of(marks_that_stand(session_with(counts, start, left), row.marked));
              }) == (start == Start::seen ? row.with_start : row.without_start));
      }
    }
  }
}

TEST_CASE("verdict: a mark of cleanup goes before one of smtpd") {
  TransactionFacts unmarked;
  TransactionFacts by_smtpd;
  by_smtpd.marked_smtpd = true;
  TransactionFacts by_cleanup;
  by_cleanup.marked_cleanup = true;
  TransactionFacts by_both = by_smtpd;
  by_both.marked_cleanup = true;
  MarkCounts marked;
  std::string standing;
  for (const TransactionFacts* t : {&unmarked, &by_smtpd, &by_cleanup, &by_both}) {
    marked.count(*t);
    for (const auto marks : {StandingMarks::none, StandingMarks::of_cleanup, StandingMarks::all}) {
      standing += stands(marks, *t) ? 'x' : '-';
    }
    standing += ' ';
  }
  CHECK(marked.by_smtpd == 1);
  CHECK(marked.by_cleanup == 2);
  CHECK(standing == "--- --x -xx -xx ");
}

TEST_CASE("verdict: the TLS of a transaction needs all that proves it") {
  using enum TlsEvidence;
  struct Case {
    std::string_view what;
    bool end_seen;
    bool wrapper;
    std::uint32_t tls_lines;
    std::uint32_t transactions_plain;  ///< In front of the TLS line.
    SessionStatistics statistics;
    /// Of two transactions without a TLS line in front of them, and of two behind one.
    std::array<TlsEvidence, 4> expected;
  };
  const SessionStatistics none;
  SessionStatistics chunks = counting(1, 0);
  chunks.bdat = 1;
  SessionStatistics xclient = counting(2, 0);
  xclient.xclient = true;
  const std::array end_lost{end_missing, end_missing, tls1_3, tls1_3};
  const std::array unnamed{not_logged, not_logged, tls1_3, tls1_3};
  const std::array all_plain{plain, plain, tls1_3, tls1_3};
  const std::vector<Case> cases{
      {"nothing", false, false, 0, 0, none, end_lost},
      {"nothing, of a service that begins with TLS", false, true, 0, 0, none, end_lost},
      {"an end without counts",
       true,
       false,
       0,
       0,
       none,
       {plain_whole, plain_whole, tls1_3, tls1_3}},
      {"the same, begins with TLS", true, true, 0, 0, none, unnamed},
      {"counts", true, false, 0, 0, counting(2, 0), all_plain},
      {"counts, begins with TLS", true, true, 0, 0, counting(2, 0), unnamed},
      {"STARTTLS without its line", true, false, 0, 0, counting(2, 1), unnamed},
      {"STARTTLS and its line", true, false, 1, 1, counting(2, 1), all_plain},
      {"STARTTLS twice, one line", true, false, 1, 1, counting(2, 2), unnamed},
      {"more than was seen", true, false, 0, 0, counting(3, 0), all_plain},
      {"more than was seen, and a TLS line behind the first",
       true,
       false,
       1,
       1,
       counting(3, 1),
       {statistics_differ, plain, tls1_3, tls1_3}},
      {"more than was seen, and a TLS line behind both",
       true,
       false,
       1,
       2,
       counting(3, 1),
       {statistics_differ, statistics_differ, tls1_3, tls1_3}},
      {"fewer, and a TLS line in front of both",
       true,
       false,
       1,
       0,
       counting(1, 1),
       {end_missing, statistics_differ, tls1_3, statistics_differ}},
      {"fewer, and a TLS line behind the first",
       true,
       false,
       1,
       1,
       counting(1, 1),
       {end_missing, statistics_differ, tls1_3, tls1_3}},
      {"chunks, which say nothing of others", true, false, 0, 0, chunks, all_plain},
      {"XCLIENT", true, false, 1, 1, xclient, {proxied, proxied, proxied, proxied}}};
  for (const Case& c : cases) {
    SessionFacts session;
    session.phase = SessionFacts::Phase::undecided;
    session.end_seen = c.end_seen;
    session.transactions = 2;
    session.tls_lines = c.tls_lines;
    session.transactions_plain = c.transactions_plain;
    session.statistics = c.statistics;
    Service service;
    service.wrapper = c.wrapper;
    for (std::size_t i = 0; i < c.expected.size(); ++i) {
      TransactionFacts t;
      t.number = static_cast<std::uint16_t>(1 + i % 2);
      t.tls = i < 2 ? plain : tls1_3;
      INFO(c.what << ", transaction " << t.number << (i < 2 ? " in front" : " behind"));
      CHECK(proven_tls(session, t, service) == c.expected[i]);
      for (const TlsEvidence stays : {start_missing, end_missing, not_logged}) {
        t.tls = stays;
        CHECK(proven_tls(session, t, service) == (c.statistics.xclient ? proxied : stays));
      }
    }
  }
}
