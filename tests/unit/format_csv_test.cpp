#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "format_sample.hpp"

namespace {

using namespace smtptally;
using Lines = std::vector<std::vector<std::string>>;

// A reader by the letter of RFC 4180, LF line ends.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : rest_(text) {}

  // Nothing when the text is not what the RFC allows.
  Lines read() {
    Lines lines;
    while (legal_ && !rest_.empty()) {
      lines.emplace_back();
      do {
        lines.back().push_back(cell());
      } while (take(','));
      legal_ = legal_ && take('\n');
    }
    return legal_ ? lines : Lines{};
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string cell() {
    if (take('"')) return quoted();
    std::string text(rest_.substr(0, rest_.find_first_of(",\n")));
    legal_ = legal_ && text.find('"') == std::string::npos;
    rest_.remove_prefix(text.size());
    return text;
  }
  std::string quoted() {
    std::string text;
    while (!rest_.empty()) {
      if (take('"') && !rest_.starts_with('"')) return text;
      text.push_back(rest_.front());
      rest_.remove_prefix(1);
    }
    legal_ = false;
    return text;
  }

  std::string_view rest_;
  bool legal_ = true;
};

Lines read_csv(std::string_view text) { return CsvReader(text).read(); }

std::string untab(std::string_view cell) {
  std::string out;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] != '\\') {
      out.push_back(cell[i]);
      continue;
    }
    REQUIRE(++i < cell.size());
    const std::size_t which = std::string_view("tnr\\").find(cell[i]);
    REQUIRE(which != std::string_view::npos);
    out.push_back("\t\n\r\\"[which]);
  }
  return out;
}

Lines read_tsv(std::string_view text) {
  Lines lines(1, std::vector<std::string>(1));
  for (const char c : text) {
    if (c == '\t') {
      lines.back().emplace_back();
    } else if (c == '\n') {
      lines.emplace_back(1);
    } else {
      lines.back().back().push_back(c);
    }
  }
  REQUIRE(lines.back() == std::vector<std::string>(1));
  lines.pop_back();
  for (auto& line : lines) {
    for (std::string& cell : line) cell = untab(cell);
  }
  return lines;
}

TEST_CASE("csv: header, rows, others; no totals; hostile texts are harmless") {
  CHECK(sample::render(OutputFormat::csv, sample::small()) ==
        "sender,messages,tls1_0,tls1_0_pct,clients,first\n"
        "bob@example.org,3,1,33.33,2,2026-11-01T00:00:00+00:00\n"
        "\"=cmd,\"\"x\"\"\\x1b[31m\u202E\",0,0,,~123,\n"
        "caf\uFFFD\t\\x1b,2,0,0.00,1,2026-11-01T00:00:01+00:00\n"
        "2 others,7,7,100.00,,\n");
}

TEST_CASE("tsv: one line is one row, one tab one border, nothing is quoted") {
  CHECK(sample::render(OutputFormat::tsv, sample::small()) ==
        "sender\tmessages\ttls1_0\ttls1_0_pct\tclients\tfirst\n"
        "bob@example.org\t3\t1\t33.33\t2\t2026-11-01T00:00:00+00:00\n"
        "=cmd,\"x\"\\x1b[31m\u202E\t0\t0\t\t~123\t\n"
        "caf\uFFFD\\t\\\\x1b\t2\t0\t0.00\t1\t2026-11-01T00:00:01+00:00\n"
        "2 others\t7\t7\t100.00\t\t\n");
}

TEST_CASE("csv: cells are quoted only where they must be, formulas only guarded on demand") {
  struct Case {
    const char* what;
    std::string input;
    std::string csv;
    std::string safe_csv;
    std::string safe_tsv;
  };
  const std::vector<Case> cases{
      {"plain", "a@b", "a@b", "a@b", "a@b"},
      {"blanks at the ends", " a ", " a ", " a ", " a "},
      {"comma", "a,b", "\"a,b\"", "\"a,b\"", "a,b"},
      {"quote", "\"a\"", "\"\"\"a\"\"\"", "\"\"\"a\"\"\"", "\"a\""},
      {"newline", "a\nb", "\"a\nb\"", "\"a\nb\"", "a\\nb"},
      {"carriage return", "a\rb", "a\\x0db", "a\\x0db", "a\\rb"},
      {"tab inside", "a\tb", "a\tb", "a\tb", "a\\tb"},
      {"backslash", "CORP\\bob", "CORP\\bob", "CORP\\bob", "CORP\\\\bob"},
      {"equals sign", "=1+1", "=1+1", "'=1+1", "'=1+1"},
      {"plus", "+1", "+1", "'+1", "'+1"},
      {"minus", "-1", "-1", "'-1", "'-1"},
      {"at sign", "@SUM(A1)", "@SUM(A1)", "'@SUM(A1)", "'@SUM(A1)"},
      {"tab in front", "\t=1", "\t=1", "'\t=1", "'\\t=1"},
      {"carriage return in front", "\r=1", "\\x0d=1", "'\\x0d=1", "'\\r=1"},
      {"full-width equals sign", "＝1", "＝1", "'＝1", "'＝1"},
      {"formula with comma", "=A,B", "\"=A,B\"", "\"'=A,B\"", "'=A,B"},
      {"null sender", "<>", "<>", "<>", "<>"},
      {"empty only cell", "", "\"\"", "\"\"", ""},
      {"terminal escape", "\x1b]0;x\x07", "\\x1b]0;x\\x07", "\\x1b]0;x\\x07", "\\x1b]0;x\\x07"},
  };
  const FormatOptions safe{.spreadsheet_safe = true};
  for (const Case& c : cases) {
    INFO(c.what);
    const Report report = sample::texts({c.input});
    CHECK(sample::render(OutputFormat::csv, report) == "text\n" + c.csv + "\n");
    CHECK(sample::render(OutputFormat::csv, report, safe) == "text\n" + c.safe_csv + "\n");
    CHECK(sample::render(OutputFormat::tsv, report, safe) == "text\n" + c.safe_tsv + "\n");
  }
}

TEST_CASE("csv for Excel: byte order mark, CRLF, the guard, and the separator of its country") {
  const Report report = sample::report(
      {{"a", "", ColumnKind::text}, {"p", "", ColumnKind::share}, {"b;c", "", ColumnKind::text}},
      {{std::string_view("=1"), Share{1, 3}, std::string_view("x,y")},
       {std::string_view("x;y"), Share{}, std::string_view("\"\n")}});
  CHECK(sample::render(OutputFormat::csv, report, {.excel = ExcelCsv::comma}) ==
        "\xEF\xBB\xBF"
        "a,p,b;c\r\n'=1,33.33,\"x,y\"\r\nx;y,,\"\"\"\n\"\r\n");
  CHECK(sample::render(OutputFormat::csv, report, {.excel = ExcelCsv::semicolon}) ==
        "\xEF\xBB\xBF"
        "a;p;\"b;c\"\r\n'=1;33.33;x,y\r\n\"x;y\";;\"\"\"\n\"\r\n");
  CHECK(sample::render(OutputFormat::tsv, report, {.excel = ExcelCsv::semicolon}) ==
        sample::render(OutputFormat::tsv, report));
}

TEST_CASE("csv for Excel: an Excel that splits lines elsewhere finds no formula, either") {
  const struct {
    const char* what;
    std::string input;
    std::string comma;
    std::string semicolon;
  } cases[] = {
      {"behind the other separator", "a;=1", "a;'=1", "\"a;'=1\""},
      {"behind this separator", "a,=1", "\"a,'=1\"", "a,'=1"},
      {"behind a tab", "a\t@x", "a\t'@x", "a\t'@x"},
      {"behind a newline", "a\n=1", "\"a\n'=1\"", "\"a\n'=1\""},
      {"in quotes of its own", "a;\"=1\"", "\"a;'\"\"=1\"\"\"", "\"a;'\"\"=1\"\"\""},
      {"several", "=;+;-", "'=;'+;'-", "\"'=;'+;'-\""},
      {"nothing behind", "a;", "a;", "\"a;\""},
      {"no formula", "a;b=1", "a;b=1", "\"a;b=1\""},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    const Report report = sample::texts({c.input});
    const std::string head = "\xEF\xBB\xBFtext\r\n";
    CHECK(sample::render(OutputFormat::csv, report, {.excel = ExcelCsv::comma}) ==
          head + c.comma + "\r\n");
    CHECK(sample::render(OutputFormat::csv, report, {.excel = ExcelCsv::semicolon}) ==
          head + c.semicolon + "\r\n");
  }
}

TEST_CASE("csv: column names that come from the log are cells like others") {
  const Report report =
      sample::report({{"a,b", "", ColumnKind::number}, {"=x\x1b", "", ColumnKind::number}}, {});
  CHECK(sample::render(OutputFormat::csv, report, {.spreadsheet_safe = true}) ==
        "\"a,b\",'=x\\x1b\n");
}

TEST_CASE("csv: numbers are never guarded and percentages have two decimals") {
  const Report report =
      sample::report({{"n", "", ColumnKind::number}, {"p", "", ColumnKind::share}},
                     {{std::uint64_t{18446744073709551615U}, Share{1, 2000}}});
  CHECK(sample::render(OutputFormat::csv, report, {.spreadsheet_safe = true}) ==
        "n,p\n18446744073709551615,0.05\n");
}

TEST_CASE("csv and tsv: what a reader gets back is what was written") {
  // Pieces that need no repair, so that the cells must come back byte for byte.
  const std::vector<std::string> pieces{"a",      "\"", ",", "\n", "\t", " ",  "\\",  "é",
                                        "\u202E", "'",  ";", "|",  "=",  "日", "\\n", "\"\""};
  std::mt19937 random(3);
  std::uniform_int_distribution<std::size_t> length(0, 6);
  std::uniform_int_distribution<std::size_t> pick(0, pieces.size() - 1);
  for (int round = 0; round < 300; ++round) {
    const std::size_t columns = 1 + length(random);
    Lines cells(length(random), std::vector<std::string>(columns));
    std::vector<std::vector<Value>> rows;
    for (auto& line : cells) {
      rows.emplace_back();
      for (std::string& cell : line) {
        for (std::size_t i = length(random); i > 0; --i) cell += pieces[pick(random)];
        rows.back().emplace_back(std::string_view{cell});
      }
    }
    std::vector<Column> header(columns, Column{"c,\t", "", ColumnKind::text});
    const Report report = sample::report(std::move(header), std::move(rows));
    cells.insert(cells.begin(), std::vector<std::string>(columns, "c,\t"));
    CHECK(read_csv(sample::render(OutputFormat::csv, report)) == cells);
    CHECK(read_tsv(sample::render(OutputFormat::tsv, report)) == cells);
  }
}

TEST_CASE("csv and tsv: random bytes keep the shape of the table and never reach a terminal raw") {
  std::mt19937 random(4);
  std::uniform_int_distribution<int> byte(0, 255);
  std::vector<std::string> cells(500);
  for (std::string& cell : cells) {
    for (int i = byte(random) % 20; i > 0; --i) cell.push_back(static_cast<char>(byte(random)));
  }
  const Report report = sample::texts(cells);
  const std::string csv = sample::render(OutputFormat::csv, report);
  const std::string tsv = sample::render(OutputFormat::tsv, report);
  CHECK(read_csv(csv).size() == cells.size() + 1);
  for (const std::string& text : {csv, tsv}) {
    for (const char c : text) {
      const auto u = static_cast<unsigned char>(c);
      REQUIRE((u >= 0x20 || c == '\n' || c == '\t'));
      REQUIRE(u != 0x7F);
    }
  }
}

}  // namespace
