#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "format/stats.hpp"
#include "format_sample.hpp"
#include "text/escape.hpp"
#include "text/width.hpp"

namespace {

using namespace smtptally;
using namespace std::string_view_literals;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    REQUIRE(end != std::string_view::npos);
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string table(const Report& report, const FormatOptions& options = {}) {
  return "\n" + sample::render(OutputFormat::table, report, options);
}

TEST_CASE("table: aligned columns, others, a rule, totals, and no raw control character") {
  // As CSV has the values.
  CHECK(table(sample::small(), {.ascii = true, .wide = true}) == R"(
Sender                    Messages  TLS 1.0      %  Clients  First
bob@example.org                  3        1   33.3        2  2026-11-01T00:00:00+00:00
=cmd,"x"\x1b[31m\u{202e}         0        0      -     ~123  -
caf\xff\x09\\x1b                 2        0    0.0        1  2026-11-01T00:00:01+00:00
2 others                         7        7  100.0        -  -
--------------------------------------------------------------------------------------
Total                           12        8   66.7     ~130  -
)");
  // As people like them.
  CHECK(table(sample::small()) == R"(
Sender                    Messages  TLS 1.0      %  Clients  First
bob@example.org                  3        1   33.3        2  2026-11-01 00:00
=cmd,"x"\x1b[31m\u{202e}         ·        ·      -     ~123
caf\xff\x09\\x1b                 2        ·      ·        1  2026-11-01 00:00
2 others                         7        7  100.0        -
─────────────────────────────────────────────────────────────────────────────
Total                           12        8   66.7     ~130
)");
}

TEST_CASE("table: wide characters and combining marks are aligned by columns") {
  const Report report =
      sample::report({{"sender", "Sender", ColumnKind::text}, {"n", "N", ColumnKind::number}},
                     {{"郵件@例え.jp"sv, std::uint64_t{1}}, {"ju\u0308rgen"sv, std::uint64_t{22}}});
  CHECK(table(report) ==
        "\nSender         N\n"
        "郵件@例え.jp   1\n"
        "ju\u0308rgen        22\n");
}

TEST_CASE("table: a text that is too wide loses its middle, a number never") {
  const Report report =
      sample::report({{"sender", "Sender", ColumnKind::text},
                      {"domain", "Domain", ColumnKind::text},
                      {"n", "Messages", ColumnKind::number}},
                     {{"someone.with.a.long.name@mail.example.org"sv, "mail.example.org"sv,
                       std::uint64_t{18446744073709551615U}},
                      {"bob@example.org"sv, "example.org"sv, std::uint64_t{1}}});
  CHECK(table(report, {.width = 60}) == R"(
Sender           Domain                             Messages
someone…ple.org  mail.ex…ple.org  18,446,744,073,709,551,615
bob@example.org  example.org                               1
)");
  CHECK(table(report, {.width = 1000}) == table(report));
  CHECK(table(report).find("someone.with.a.long.name@mail.example.org") != std::string::npos);
  // Too narrow for all columns: one goes whole, and is named.
  CHECK(table(report, {.width = 40}) == R"(
Sender                  Domain
someone.wit…xample.org  mail.example.org
bob@example.org         example.org
at 52 columns: Messages
)");
}

TEST_CASE("table: every line fits the terminal whenever the texts can give way") {
  std::mt19937 random(11);
  std::uniform_int_distribution<std::size_t> length(0, 60);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> cells;
    for (int i = 0; i < 10; ++i) {
      std::string cell;
      for (std::size_t k = length(random); k > 0; --k) cell += k % 3 == 0 ? "日" : "\x1b";
      cells.push_back(cell);
    }
    const auto width = static_cast<unsigned>(8 + length(random));
    for (const std::string& line :
         lines_of(sample::render(OutputFormat::table, sample::texts(cells), {.width = width}))) {
      CHECK(display_width(line) <= width);
    }
  }
}

TEST_CASE("table: colour marks old TLS, dims nothing but zeros, and never moves a column") {
  const Report report =
      sample::report({{"sender", "Sender", ColumnKind::text},
                      {"tls1_0", "TLS 1.0", ColumnKind::number},
                      {"tls1_1_pct", "%", ColumnKind::share},
                      {"ssl", "SSL", ColumnKind::number},
                      {"tls1_2", "TLS 1.2", ColumnKind::number}},
                     {{"ssl"sv, std::uint64_t{5}, Share{1, 2}, std::uint64_t{1}, std::uint64_t{9}},
                      {"b"sv, std::uint64_t{0}, Share{0, 0}, std::uint64_t{0}, std::uint64_t{0}}});
  CHECK(table(report, {.color = true}) ==
        "\n"
        "\x1b[1mSender\x1b[0m  \x1b[1mTLS 1.0\x1b[0m     \x1b[1m%\x1b[0m  \x1b[1mSSL\x1b[0m  "
        "\x1b[1mTLS 1.2\x1b[0m\n"
        "ssl           \x1b[33m5\x1b[0m  \x1b[33m50.0\x1b[0m    \x1b[33m1\x1b[0m        9\n"
        "b             \x1b[2m·\x1b[0m     \x1b[2m-\x1b[0m    \x1b[2m·\x1b[0m        \x1b[2m·"
        "\x1b[0m\n");
  const Report events = sample::report({{"tls", "TLS", ColumnKind::text}},
                                       {{"tls1_0"sv}, {"ssl"sv}, {"tls1_3"sv}, {"tls1_00"sv}});
  CHECK(table(events, {.color = true}) ==
        "\n\x1b[1mTLS\x1b[0m\n\x1b[33mtls1_0\x1b[0m\n\x1b[33mssl\x1b[0m\ntls1_3\ntls1_00\n");

  std::string uncoloured = table(sample::small(), {.color = true});
  for (std::size_t at = 0; (at = uncoloured.find('\x1b')) != std::string::npos;) {
    uncoloured.erase(at, uncoloured.find('m', at) + 1 - at);
  }
  CHECK(uncoloured == table(sample::small()));
}

TEST_CASE("table: sections have their titles and a blank line between them") {
  Report report = sample::report({{"n", "N", ColumnKind::number}}, {{std::uint64_t{1}}});
  report.sections.front().title = "First\x1b";
  report.sections.push_back(
      sample::section({{"name", "", ColumnKind::text}, {"n", "", ColumnKind::number}},
                      {{"accounts"sv, std::uint64_t{12}}, {"messages"sv, std::uint64_t{3}}}));
  report.sections.back().title = "Second";
  CHECK(table(report) == R"(
First\x1b
N
1

Second
accounts  12
messages   3
)");
}

Report checked() {
  Report report = sample::report({{"n", "N", ColumnKind::number}}, {{std::uint64_t{1}}});
  report.coverage_in_table = true;
  report.inputs = {{.path = "mail\x1b.log",
                    .dialect = "bsd",
                    .encoding = "plain",
                    .lines = 10,
                    .bytes = 1000,
                    .has_times = true,
                    .first = sample::kNovember,
                    .last = sample::kNovember + kMicrosPerSecond,
                    .note = "year guessed"},
                   {.path = "-", .dialect = "", .encoding = "gzip", .note = ""}};
  report.coverage[CoverageItem::lines] = 10;
  report.coverage[CoverageItem::messages_counted] = 4;
  report.coverage.services[{"mx", "smtpd"}].messages[index_of(TlsEvidence::plain)] = 4;
  return report;
}

TEST_CASE("table: check adds the inputs and what was counted, --wide every number") {
  CHECK(table(checked(), {.width = 60}) == R"(
N
1

Inputs
Path          Lines  First             Note
mail\x1b.log     10  2026-11-01 00:00  year guessed
-                 ·
at 82 columns: Dialect, Encoding, Last

Coverage
           10  lines read from all inputs
            4  accepted messages that the report counts
            4  of them TLS unknown: the service logs no TLS
               (smtpd_tls_loglevel = 0)
)");
  const std::string text =
      sample::render(OutputFormat::table, checked(), {.ascii = true, .wide = true});
  CHECK(text.starts_with(R"(N
1

Inputs
Path          Dialect  Encoding  Lines  First                      Last                       Note
mail\x1b.log  bsd      plain        10  2026-11-01T00:00:00+00:00  2026-11-01T00:00:01+00:00  year guessed
-                      gzip          0  -                          -

Coverage
lines                          10  lines read from all inputs
)"));
  for (const CoverageText& item : kCoverageItems) {
    INFO(item.name);
    CHECK(text.find("\n" + std::string(item.name) + " ") != std::string::npos);
    CHECK(text.find("  " + std::string(item.definition) + "\n") != std::string::npos);
  }
  CHECK(text.find("\nunknown_plain                   4  of them TLS unknown: the service logs no "
                  "TLS (smtpd_tls_loglevel = 0)\n") != std::string::npos);
}

TEST_CASE("stats: the same numbers for standard error") {
  const Report report = checked();
  std::string text = "kept";
  write_stats(report.coverage, report.inputs, text);
  CHECK(text.starts_with("keptInputs\nPath          Dialect"));
  CHECK(text.find("\nmessages_counted                4  ") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("table: random bytes never reach the terminal raw and never change the grid") {
  std::mt19937 random(12);
  std::uniform_int_distribution<int> byte(0, 255);
  std::vector<std::string> cells(500);
  for (std::string& cell : cells) {
    for (int i = byte(random) % 20; i > 0; --i) cell.push_back(static_cast<char>(byte(random)));
  }
  const std::string text = sample::render(OutputFormat::table, sample::texts(cells));
  CHECK(lines_of(text).size() == cells.size() + 1);
  for (std::string_view rest = text; !rest.empty();) {
    const CodePoint c = decode_utf8(rest);
    REQUIRE(c.valid);
    REQUIRE((c.value == '\n' || !is_control(c.value)));
    REQUIRE_FALSE(is_deceptive(c.value));
    rest.remove_prefix(c.size);
  }
}

}  // namespace
