// The reports of one sender and of one client.

#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "pivot/failure_filter.hpp"
#include "pivot/other_names.hpp"
#include "pivot/refusal_counts.hpp"
#include "report/subject_facts.hpp"
#include "support/effort.hpp"
#include "support/random_log.hpp"
#include "support/reports.hpp"
#include "text/nearest_name.hpp"

using namespace smtptally;
using World = Correlator::World;
using Verdict = FailureFilter::Verdict;

namespace {

std::vector<std::string_view> near(std::string_view text,
                                   const std::vector<std::string_view>& names) {
  return nearest_names(text, names, 3);
}
using Names = std::vector<std::string_view>;

Failure refused(FailureKind kind, std::string_view account, std::string_view client, Micros time) {
  return {.kind = kind,
          .time = time,
          .host = "mx",
          .service = "postfix/smtpd",
          .account = account,
          .client = client,
          .mechanism = "plain",
          .reason_class = {},
          .reason = "no"};
}

Verdict judged(const Subject& subject, SenderKind kind, const Failure& failure) {
  Selection selection;
  selection.subject = subject;
  selection.sender = kind;
  MessageText text(kind, false);
  return FailureFilter(selection, Zone()).judge(failure, text);
}

Config subject_config(Command command, std::string name) {
  Config config = test_config(command);
  config.format = OutputFormat::json;
  config.selection.auth = AuthScope::any;
  config.selection.subject =
      Subject{command == Command::sender ? Dimension::sender : Dimension::client, std::move(name)};
  return config;
}

std::string word_of(const Value& value) {
  const auto* const text = std::get_if<std::string_view>(&value);
  return text == nullptr ? "nothing" : std::string(*text);
}

/// Who sent, and from where, in a log.
std::vector<std::string> texts_of(const std::string& log, Dimension dimension) {
  Config config = test_config(Command::pivot);
  config.selection.auth = AuthScope::any;
  config.rows = {dimension};
  const auto piece = piece_of(log, World::closed, config);
  piece->finish();
  std::vector<std::string> texts;
  const Tally& tally = piece->collected().tally();
  for (std::size_t i = 0; i < tally.size(); ++i) texts.emplace_back(tally.text(tally.key(i)[0]));
  return texts;
}

}  // namespace

TEST_CASE("nearest names: of an open set those that are meant, the nearest first") {
  const Names names{"erp@shop.example", "erp2@shop.example", "carla@shop.example",
                    "anna@example.org", "anne@example.org",  "annegret@example.org"};
  CHECK(near("epr@shop.example", names) == Names{"erp@shop.example"});
  CHECK(near("ERP@shop.example", names) == Names{"erp@shop.example", "erp2@shop.example"});
  CHECK(near("anno@example.org", names) == Names{"anna@example.org", "anne@example.org"});
  CHECK(near("anne", names) == Names{"anne@example.org", "annegret@example.org"});
  CHECK(near("zoe@shop.example", names).empty());
  CHECK(near("", names).empty());
  CHECK(near("192.0.2.13", {"192.0.2.31", "192.0.2.130", "198.51.100.7"}) ==
        Names{"192.0.2.130", "192.0.2.31"});
  CHECK(near(std::string(5000, 'a'), names).empty());
}

TEST_CASE("nearest names: the sentence lists them, with escapes") {
  CHECK(any_of_these(Names{}).empty());
  CHECK(any_of_these(Names{"a"}) == "did you mean a?");
  CHECK(any_of_these(Names{"a", "b"}) == "did you mean a or b?");
  CHECK(any_of_these(Names{"a", "\x1b[31m", "c"}) == "did you mean a, \\x1b[31m or c?");
}

TEST_CASE("other names: found is found, in whatever order parts merge") {
  OtherNames none;
  OtherNames some;
  some.add("b");
  some.add("a");
  some.add("b");
  OtherNames found;
  found.add("c");
  found.found();
  CHECK(some.names() == Names{"b", "a"});
  CHECK(found.names().empty());
  OtherNames left = some;
  left.merge(found);
  OtherNames right = found;
  right.merge(some);
  CHECK(left == right);
  CHECK(left.was_found());
  OtherNames same = none;
  same.merge(some);
  CHECK(same == some);
}

TEST_CASE("refusal counts: parts merge, also with themselves") {
  MessageText text(SenderKind::account, false);
  RefusalCounts counts;
  counts.add(refused(FailureKind::login, "Anna@EXAMPLE.org", "192.0.2.9", 50), text);
  counts.add(refused(FailureKind::login, "Anna@example.org", "192.0.2.9", 40), text);
  counts.add(refused(FailureKind::handshake, "", "192.0.2.9", 60), text);
  REQUIRE(counts.counts().size() == 2);
  CHECK(counts.counts().begin()->first.account == "Anna@example.org");
  CHECK(counts.counts().begin()->second == RefusalCounts::Count{2, 50});
  counts.merge(counts);
  CHECK(counts.counts().begin()->second == RefusalCounts::Count{4, 50});
}

TEST_CASE("failure filter: whose a refused login is, the log tells or not") {
  const Subject anna{Dimension::sender, "anna"};
  const Subject client{Dimension::client, "192.0.2.9"};
  const Failure by_anna = refused(FailureKind::login, "anna", "192.0.2.9", 1);
  const Failure by_nobody = refused(FailureKind::login, "", "192.0.2.8", 1);
  const Failure handshake = refused(FailureKind::handshake, "", "192.0.2.9", 1);
  using enum SenderKind;
  CHECK(judged(anna, account, by_anna) == Verdict::wanted);
  CHECK(judged({Dimension::sender, "bert"}, account, by_anna) == Verdict::unwanted);
  CHECK(judged(anna, account, by_nobody) == Verdict::unknown);
  CHECK(judged(anna, envelope, by_anna) == Verdict::unknown);
  // The report chooses those of the clients.
  CHECK(judged(anna, account, handshake) == Verdict::wanted);
  CHECK(judged(client, account, by_anna) == Verdict::wanted);
  CHECK(judged(client, account, by_nobody) == Verdict::unwanted);
  CHECK(judged(client, account, handshake) == Verdict::wanted);
}

TEST_CASE("envelope sender: own, foreign, or nothing to compare") {
  CHECK(word_of(own_or_foreign("anna@example.org", "anna@example.org")) == "own");
  CHECK(word_of(own_or_foreign("anna@example.org", "Anna@example.org")) == "foreign");
  CHECK(word_of(own_or_foreign("anna@example.org", "<>")) == "nothing");
  CHECK(word_of(own_or_foreign("anna@example.org", "")) == "nothing");
  CHECK(word_of(own_or_foreign("anna", "anna@example.org")) == "nothing");
  CHECK(word_of(own_or_foreign("", "anna@example.org")) == "nothing");
}

TEST_CASE("subject: the report of a log is that of its parts, wherever it is cut") {
  std::size_t reports = 0;
  for (unsigned seed = 1; seed < 1 + effort(8); ++seed) {
    const std::vector<std::string> log = random_log(seed, 12);
    const std::string all = joined(log, 0, log.size());
    for (const Command command : {Command::sender, Command::client}) {
      const bool sender = command == Command::sender;
      std::vector<std::string> names =
          texts_of(all, sender ? Dimension::sender : Dimension::client);
      names.emplace_back("nobody@example.org");
      for (const std::string& name : names) {
        const Config config = subject_config(command, name);
        const auto whole = piece_of(all, World::closed, config);
        whole->finish();
        const std::string expected = report_of(*whole, config);
        ++reports;
        for (std::size_t cut = 0; cut <= log.size(); cut += 7) {
          const auto left = piece_of(joined(log, 0, cut), World::closed, config);
          left->merge(*piece_of(joined(log, cut, log.size()), World::open, config));
          left->finish();
          INFO(name << ", seed " << seed << ", cut before line " << cut + 1 << " of\n" << all);
          REQUIRE(report_of(*left, config) == expected);
          REQUIRE(left->collected().other_names() == whole->collected().other_names());
        }
      }
    }
  }
  CHECK(reports > 5);
}
