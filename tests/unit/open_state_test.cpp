// The open state of a log, written and read: see history/open_state.hpp.

#include "history/open_state.hpp"

#include <random>

#include <fmt/format.h>

#include "catch.hpp"
#include "postfix/queue_key.hpp"
#include "support/effort.hpp"
#include "support/exchange_log.hpp"
#include "support/random_log.hpp"
#include "support/reports.hpp"
#include "support/sealed_state.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"

using namespace smtptally;
using World = Correlator::World;

namespace {

/// events with every kind of mail: each message, whole, so that nothing can cancel out.
Config state_config(AuthScope scope) {
  Config config = test_config(Command::events);
  config.selection.auth = scope;
  return config;
}

/// Of every other seed with content filters.
std::vector<std::string> law_log(unsigned seed, std::size_t sessions) {
  std::vector<std::string> log =
      seed / 2 % 2 == 0 ? random_log(seed, sessions) : random_filter_log(seed, sessions);
  if (seed % 3 == 1) return out_of_order(log, seed);
  if (seed % 3 == 2) return with_pauses(log, seed);
  return log;
}

std::string everything(Piece& piece, const Config& config) {
  const char* const earlier = piece.misses_earlier() ? "misses earlier lines\n" : "";
  piece.finish();
  return report_of(piece, config) + coverage_of(piece) + earlier;
}

std::unique_ptr<Piece> restored(std::string_view state, World world, const Config& config) {
  auto piece = piece_of("", world, config);
  const Result<bool> read = read_open_state(state, *piece);
  INFO((read ? "" : read.error().message));
  REQUIRE(read);
  return piece;
}

/// What was handed on before the state was written, and then behind it.
struct Stored {
  std::unique_ptr<Piece> before;  ///< Its tallies and coverage are those in front of the cut.
  std::string state;
};

Stored stored(std::unique_ptr<Piece> piece) {
  std::string state = write_open_state(*piece);
  return {std::move(piece), std::move(state)};
}

/// What the two collected, as one.
std::string everything(const Stored& stored, Piece& behind, const Config& config) {
  const bool misses_earlier = behind.misses_earlier();
  behind.finish();
  const auto all = piece_of("", World::closed, config);
  all->merge_collected(*stored.before);
  all->merge_collected(behind);
  return report_of(*all, config) + coverage_of(*all) +
         (misses_earlier ? "misses earlier lines\n" : "");
}

using Text = std::string (*)(const std::vector<std::string>& lines, std::size_t begin,
                             std::size_t end);

constexpr std::size_t kVersionAt = 16;
constexpr char kVersion = 2;

enum class Copies { none, expected };

std::unique_ptr<Piece> first_piece(std::string_view bytes, const Config& config, Copies copies) {
  auto piece = piece_of("", World::closed, config);
  if (copies == Copies::expected) piece->expect_second_copies();
  read_into(*piece, bytes, config);
  return piece;
}

/// A log that is read in two runs with a state between them reports what one run does, wherever the
/// first one ends.
void check_every_cut(const std::vector<std::string>& log, const Config& config, Text text,
                     Copies copies = Copies::none) {
  const std::string whole =
      everything(*first_piece(text(log, 0, log.size()), config, copies), config);
  for (std::size_t cut = 0; cut <= log.size(); ++cut) {
    INFO("cut before line " << cut + 1 << " of\n" << text(log, 0, log.size()));
    const Stored first = stored(first_piece(text(log, 0, cut), config, copies));
    const auto second = restored(first.state, World::closed, config);
    REQUIRE(write_open_state(*second) == first.state);
    read_into(*second, text(log, cut, log.size()), config);
    REQUIRE(everything(first, *second, config) == whole);
  }
}

}  // namespace

TEST_CASE("open state: written and read at every cut of a log, the report is that of one run") {
  for (unsigned seed = 1; seed <= effort(240); ++seed) {
    Config config = state_config(seed % 2 == 0 ? AuthScope::only : AuthScope::any);
    config.failures = seed % 5 == 0;
    INFO("seed " << seed);
    check_every_cut(law_log(seed, 14), config, &joined);
  }
}

TEST_CASE("open state: a message with the longest queue id is kept") {
  const std::string id(kMaxQueueId, 'B');
  const auto line = [](int second, const std::string& text) {
    return fmt::format("2026-11-20T10:00:{:02}+00:00 mail postfix/{}", second, text);
  };
  const std::vector<std::string> log{
      line(1, "smtpd[7]: connect from pc[192.0.2.7]"),
      line(2, "smtpd[7]: " + id + ": client=pc[192.0.2.7], sasl_method=PLAIN, sasl_username=ada"),
      line(3, "cleanup[8]: " + id + ": message-id=<1@example.org>"),
      line(4, "qmgr[9]: " + id + ": from=<ada@example.org>, size=300, nrcpt=1 (queue active)"),
      line(5, "smtpd[7]: disconnect from pc[192.0.2.7] ehlo=1 auth=1 mail=1 rcpt=1 data=1 quit=1"),
      line(6, "qmgr[9]: " + id + ": removed"),
  };
  const Config config = state_config(AuthScope::any);
  CHECK(everything(*piece_of(joined(log, 0, log.size()), World::closed, config), config)
            .find("ada") != std::string::npos);
  check_every_cut(log, config, &joined);
}

TEST_CASE("open state: written and read at every cut of Exchange's logs, too") {
  for (unsigned seed = 1; seed <= effort(80); ++seed) {
    Config config = state_config(AuthScope::any);
    config.failures = seed % 5 == 0;
    if (seed % 4 == 3) config.selection.exchange.join_limit = 12;
    INFO("seed " << seed);
    check_every_cut(random_exchange_log(seed, 6), config, &exchange_text);
  }
}

TEST_CASE("open state: what was told before the stop is not told again by a copy of the log") {
  unsigned with_copies = 0;
  const auto check_doubled = [&](unsigned seed) {
    Config config = state_config(AuthScope::any);
    config.failures = seed % 2 == 0;
    std::vector<std::string> log = random_log(seed, 8);
    if (seed % 3 == 0) log = out_of_order(log, seed);
    const std::vector<std::string> copy = log;
    log.insert(log.end(), copy.begin(), copy.end());
    INFO("seed " << seed);
    check_every_cut(log, config, &joined, Copies::expected);
    const auto whole = first_piece(joined(log, 0, log.size()), config, Copies::expected);
    if (whole->coverage()[CoverageItem::duplicate_messages] > 0) ++with_copies;
  };
  for (unsigned seed = 1; seed <= effort(40); ++seed) check_doubled(seed);
  CHECK(with_copies > effort(20));
  // Two messages of an open session have one queue id: which of them is told depends on their
  // order.
  check_doubled(99);
}

TEST_CASE("open state: two sessions of a process in one second stay two, and their copies none") {
  std::vector<std::string> log;
  for (int session = 0; session < 2; ++session) {
    for (const char* const text :
         {"connect from a[192.0.2.7]", "NOQUEUE: client=a[192.0.2.7]",
          "proxy-accept: END-OF-MESSAGE: 250 queued as 1; from=<p@q> to=<r@x> proto=ESMTP helo=<c>",
          "disconnect from a[192.0.2.7]", "connect from b[192.0.2.8]",
          "SSL_accept error from b[192.0.2.8]: -1", "disconnect from b[192.0.2.8]"}) {
      log.push_back(fmt::format("2026-11-20T10:00:07Z mail px/smtpd[7]: {}", text));
    }
  }
  log.push_back("2026-11-20T10:00:30Z mail px/smtpd[8]: connect from c[192.0.2.9]");
  const std::vector<std::string> copy = log;
  log.insert(log.end(), copy.begin(), copy.end());
  Config config = state_config(AuthScope::any);
  const auto whole = first_piece(joined(log, 0, log.size()), config, Copies::expected);
  CHECK(whole->coverage()[CoverageItem::messages_counted] == 2);
  CHECK(whole->coverage()[CoverageItem::duplicate_messages] == 2);
  CHECK(whole->coverage()[CoverageItem::handshake_failures] == 2);
  check_every_cut(log, config, &joined, Copies::expected);
}

TEST_CASE("open state: what Exchange's join decided at its limit is not decided again") {
  for (unsigned seed = 1; seed <= effort(20); ++seed) {
    Config config = state_config(AuthScope::any);
    config.selection.exchange.join_limit = 8;
    std::vector<std::string> log = random_exchange_log(seed, 4);
    const std::vector<std::string> copy = log;
    log.insert(log.end(), copy.begin(), copy.end());
    INFO("seed " << seed);
    check_every_cut(log, config, &exchange_text);
  }
}

TEST_CASE("open state: a message on hold is released, long after the others were given up") {
  std::vector<std::string> log{
      "12:00:00Z mail px/smtpd[100]: connect from unknown[192.0.2.2]",
      "12:00:00Z mail px/smtpd[100]: A10009E3A05: client=unknown[192.0.2.2]",
      "12:00:00Z mail px/smtpd[100]: A10009E3A06: client=unknown[192.0.2.2]",
      "12:00:00Z mail px/cleanup[9]: A10009E3A06: hold: header Subject: x from unknown[192.0.2.2]; "
      "from=<a@b.example> to=<c@d.example> proto=ESMTP helo=<h>",
      "12:00:01Z mail px/smtpd[100]: disconnect from unknown[192.0.2.2] ehlo=1 mail=2 rcpt=2 "
      "data=1 quit=1 commands=7",
      "13:05:00Z mail px/smtpd[101]: connect from unknown[192.0.2.2]",
      "14:10:00Z mail px/smtpd[102]: connect from unknown[192.0.2.2]",
      "15:06:40Z mail px/qmgr[7]: A10009E3A06: from=<a@b.example>, size=1, nrcpt=1 (queue active)",
      "15:06:41Z mail px/qmgr[7]: A10009E3A06: removed"};
  for (std::string& line : log) line.insert(0, "2026-11-20T");
  check_every_cut(log, state_config(AuthScope::any), &joined);
}

TEST_CASE("open state: after every line it is the same as without the stops before") {
  for (unsigned seed = 1; seed <= effort(60); ++seed) {
    const bool of_exchange = seed % 3 == 0;
    const Config config = state_config(AuthScope::any);
    const std::vector<std::string> log =
        of_exchange ? random_exchange_log(seed, 5) : law_log(seed, 12);
    const Text text = of_exchange ? &exchange_text : &joined;
    std::string state = write_open_state(*piece_of("", World::closed, config));
    for (std::size_t i = 0; i < log.size(); ++i) {
      const auto next = restored(state, World::closed, config);
      read_into(*next, text(log, i, i + 1), config);
      state = write_open_state(*next);
    }
    INFO("seed " << seed << "\n" << text(log, 0, log.size()));
    const auto whole = piece_of(text(log, 0, log.size()), World::closed, config);
    REQUIRE(write_open_state(*whole) == state);
  }
}

TEST_CASE("open state: the same bytes, however the log was cut among threads") {
  for (unsigned seed = 1; seed <= effort(100); ++seed) {
    const bool of_exchange = seed % 4 == 0;
    const Config config = state_config(seed % 2 == 0 ? AuthScope::only : AuthScope::any);
    const std::vector<std::string> log =
        of_exchange ? random_exchange_log(seed, 6) : law_log(3 * seed, 14);
    const Text text = of_exchange ? &exchange_text : &joined;
    const std::string whole =
        write_open_state(*piece_of(text(log, 0, log.size()), World::closed, config));
    for (std::size_t cut = 0; cut <= log.size(); ++cut) {
      const auto left = piece_of(text(log, 0, cut), World::closed, config);
      left->merge(*piece_of(text(log, cut, log.size()), World::open, config));
      INFO("seed " << seed << ", cut before line " << cut + 1 << " of\n"
                   << text(log, 0, log.size()));
      REQUIRE(write_open_state(*left) == whole);
    }
  }
}

TEST_CASE("open state: a part from the middle is merged as if it had not been stored") {
  for (unsigned seed = 1; seed <= effort(120); ++seed) {
    const bool of_exchange = seed % 4 == 0;
    const Config config = state_config(seed % 2 == 0 ? AuthScope::only : AuthScope::any);
    const std::vector<std::string> log =
        of_exchange ? random_exchange_log(seed, 6) : law_log(seed, 14);
    const Text text = of_exchange ? &exchange_text : &joined;
    const std::string whole =
        everything(*piece_of(text(log, 0, log.size()), World::closed, config), config);
    for (std::size_t cut = 0; cut <= log.size(); ++cut) {
      INFO("seed " << seed << ", cut before line " << cut + 1 << " of\n"
                   << text(log, 0, log.size()));
      const Stored right = stored(piece_of(text(log, cut, log.size()), World::open, config));
      const auto open = restored(right.state, World::open, config);
      REQUIRE(write_open_state(*open) == right.state);
      const auto left = piece_of(text(log, 0, cut), World::closed, config);
      left->merge(*open);
      left->merge_collected(*right.before);
      REQUIRE(everything(*left, config) == whole);
    }
  }
}

TEST_CASE("open state: a part from the middle goes on behind its stop") {
  for (unsigned seed = 1; seed <= effort(120); ++seed) {
    const bool of_exchange = seed % 4 == 0;
    const Config config = state_config(seed % 2 == 0 ? AuthScope::only : AuthScope::any);
    const std::vector<std::string> log =
        of_exchange ? random_exchange_log(seed, 6) : law_log(seed, 12);
    const Text text = of_exchange ? &exchange_text : &joined;
    const std::size_t begin = log.size() / 4;
    const std::string whole =
        everything(*piece_of(text(log, 0, log.size()), World::closed, config), config);
    for (std::size_t cut = begin; cut <= log.size(); ++cut) {
      INFO("seed " << seed << ", stopped before line " << cut + 1 << " of\n"
                   << text(log, 0, log.size()));
      const Stored right = stored(piece_of(text(log, begin, cut), World::open, config));
      const auto open = restored(right.state, World::open, config);
      read_into(*open, text(log, cut, log.size()), config);
      const auto left = piece_of(text(log, 0, begin), World::closed, config);
      left->merge(*open);
      left->merge_collected(*right.before);
      REQUIRE(everything(*left, config) == whole);
    }
  }
}

TEST_CASE("open state: one that is damaged, cut or grown anywhere is refused") {
  const Config config = state_config(AuthScope::any);
  const std::vector<std::string> log = random_filter_log(7, 4);
  const std::string state =
      write_open_state(*piece_of(joined(log, 0, log.size() / 2), World::closed, config));
  REQUIRE(state.size() > 200);
  const auto refused = [&](std::string_view bytes) {
    const auto piece = piece_of("", World::closed, config);
    const Result<bool> read = read_open_state(bytes, *piece);
    return !read && !read.error().message.empty();
  };
  REQUIRE_FALSE(refused(state));
  for (std::size_t i = 0; i < state.size(); ++i) {
    INFO("byte " << i);
    CHECK(refused(std::string_view(state).substr(0, i)));
    CHECK(refused(std::string_view(state).substr(i + 1)));
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string flipped = state;
      flipped[i] = static_cast<char>(static_cast<unsigned char>(flipped[i]) ^ (1U << bit));
      CHECK(refused(flipped));
    }
    std::string grown = state;
    grown.insert(i, 1, 'x');
    CHECK(refused(grown));
  }
  CHECK(refused(state + '\0'));
  CHECK(refused(""));
}

TEST_CASE("open state: behind a right checksum, too, what is not as it is written is refused") {
  const Config config = state_config(AuthScope::any);
  std::minstd_rand random(7);
  unsigned accepted = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const bool of_exchange = seed % 3 == 0;
    const World world = seed % 2 == 0 ? World::open : World::closed;
    const std::vector<std::string> log =
        of_exchange ? random_exchange_log(seed, 4) : random_filter_log(seed, 6);
    const Text text = of_exchange ? &exchange_text : &joined;
    const std::string state =
        write_open_state(*piece_of(text(log, 0, log.size() / 2), world, config));
    REQUIRE(sealed_state(state) == state);
    for (unsigned trial = 0; trial < effort(2000); ++trial) {
      std::string changed = state;
      for (auto changes = 1 + random() % 3; changes > 0; --changes) {
        const std::size_t at = 20 + random() % (changed.size() - 20);
        const auto byte = static_cast<char>(random() % 256);
        if (random() % 3 == 0) changed.erase(at, 1 + random() % 3);
        if (random() % 3 == 0) changed.insert(at, 1 + random() % 3, byte);
        changed[std::min(at, changed.size() - 1)] = random() % 2 == 0 ? byte : '\1';
      }
      changed = sealed_state(changed);
      const auto piece = piece_of("", world, config);
      const Result<bool> read = read_open_state(changed, *piece);
      if (!read) continue;
      ++accepted;
      if (changed[kVersionAt] == kVersion) REQUIRE(write_open_state(*piece) == changed);
      const auto whole = piece_of("", World::closed, config);
      whole->merge(*piece_of(text(log, 0, log.size() / 2), World::open, config));
      if (world == World::open) whole->merge(*piece);
      (world == World::open ? whole : piece)->finish();
    }
  }
  CHECK(accepted > 300);
}

TEST_CASE("open state: one of the first version is read, in whatever order it has messages") {
  const Config config = state_config(AuthScope::any);
  const std::vector<std::string> log = random_log(5, 8);
  const Stored first = stored(first_piece(joined(log, 0, 20), config, Copies::none));
  std::string old = first.state;
  old[kVersionAt] = 1;
  old = sealed_state(old);
  const auto second = restored(old, World::closed, config);
  CHECK(write_open_state(*second) == first.state);
}

TEST_CASE("open state: one of a newer version or for another purpose is refused with the reason") {
  const Config config = state_config(AuthScope::any);
  const std::string state = write_open_state(*piece_of("", World::closed, config));
  const auto reason = [](std::string_view bytes, World world, const Config& other) {
    const auto piece = piece_of("", world, other);
    const Result<bool> read = read_open_state(bytes, *piece);
    return read ? std::string() : read.error().message;
  };
  CHECK(reason(state, World::closed, config).empty());
  std::string newer = state;
  newer[kVersionAt] = 3;
  CHECK(reason(newer, World::closed, config) ==
        "The open state of the log has format 3, and this version reads formats up to 2.");
  CHECK(reason("SQLite format 3", World::closed, config) ==
        "The open state of the log is of another program.");
  const std::string other_purpose =
      "The open state of the log was written for another range, --auth, report or way to read "
      "Exchange.";
  CHECK(reason(state, World::open, config) == other_purpose);
  CHECK(reason(state, World::closed, state_config(AuthScope::only)) == other_purpose);
  Config ranged = config;
  ranged.selection.range.since = 0;
  CHECK(reason(state, World::closed, ranged) == other_purpose);
  Config limited = config;
  limited.selection.exchange.join_limit = 7;
  CHECK(reason(state, World::closed, limited) == other_purpose);
  CHECK(reason(state, World::closed, preset_config("tls")) == other_purpose);
}

TEST_CASE(
    "open state: a bound of time is an end of time, or a time that limits of age can be added to") {
  const auto is_read = [](Micros time) {
    ByteWriter out;
    out.bound(time);
    const std::string bytes = out.take();
    ByteReader in(bytes);
    Micros again = 0;
    in.bound(again);
    return !in.failed() && again == time;
  };
  for (const Micros time : {kBeginningOfTime, kEndOfTime, Micros{0}, -kMicrosPerDay})
    CHECK(is_read(time));
  for (const Micros time : {kEndOfTime - 2, kBeginningOfTime + 1, kEndOfTime / 2})
    CHECK_FALSE(is_read(time));
}
