// The config file, the environment and the command line: what holds, and what is said.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catch.hpp"
#include "cli/cli_values.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"

using namespace smtptally;

namespace {

/// A process that found this file, and has these variables.
struct Case {
  std::string_view file;
  std::vector<Variable> variables{};

  [[nodiscard]] Environment environment() const {
    Environment here;
    here.now = 1795262400 * kMicrosPerSecond;
    here.cores = 2;
    here.variables = variables;
    here.config_text = {"c.toml", std::string(file), "", {"c.toml"}};
    return here;
  }
  [[nodiscard]] Config config(const std::vector<std::string>& arguments) const {
    const auto parsed = parse_command_line(arguments, environment());
    if (const auto* stop = std::get_if<EarlyExit>(&parsed)) FAIL(stop->text);
    return std::get<Config>(parsed);
  }
  /// What is printed instead of a run, with its status.
  [[nodiscard]] EarlyExit stop(const std::vector<std::string>& arguments) const {
    const auto parsed = parse_command_line(arguments, environment());
    const auto* stop = std::get_if<EarlyExit>(&parsed);
    return stop == nullptr ? EarlyExit{ExitCode::ok, "it ran"} : *stop;
  }
  [[nodiscard]] std::string error(const std::vector<std::string>& arguments = {"tls", "-"}) const {
    const EarlyExit stopped = stop(arguments);
    CHECK(stopped.code == ExitCode::failed);
    return stopped.text;
  }
};

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The line of `smtptally config` that tells of an option.
std::string line_of(const std::string& table, const std::string& option) {
  const std::size_t at = ("\n" + table).find("\n" + option + " ");
  if (at == std::string::npos) return "no line of " + option;
  return table.substr(at, table.find('\n', at) - at);
}

}  // namespace

TEST_CASE("config file: options hold that were not typed") {
  const Case with{R"(
[defaults]
tz = "UTC"
log_tz = "+02:00"
format = "csv"
jobs = 7
top = "3"
domain = ["A.example", "b.example"]
where = "tls1_0>0"
fold-case = true
no_progress = true
since = 2026-11-01
)"};
  const Config config = with.config({"tls", "-"});
  CHECK(config.zone.name() == "UTC");
  CHECK(config.format == OutputFormat::csv);
  CHECK(config.jobs == 7);
  CHECK(config.top == 3);
  CHECK(config.selection.domains == std::vector<std::string>{"a.example", "b.example"});
  REQUIRE(config.selection.conditions.size() == 1);
  CHECK(config.selection.conditions[0].field == "tls1_0");
  CHECK(config.selection.fold_case);
  CHECK(config.selection.range.since == 1793491200 * kMicrosPerSecond);
  CHECK(config.preset == "tls");
}

TEST_CASE("config file: the command line is stronger than the environment, that than the file") {
  const Case with{"[defaults]\njobs = 2\n", {{"SMTPTALLY_JOBS", "3"}}};
  CHECK(with.config({"-"}).jobs == 3);
  CHECK(with.config({"--jobs", "4", "-"}).jobs == 4);
  const Case empty{"[defaults]\njobs = 5\n", {{"SMTPTALLY_JOBS", ""}}};
  CHECK(empty.config({"-"}).jobs == 5);  // As NO_COLOR: an empty variable is none.
  const Case flags{"[defaults]\nstrict = true\nquiet = true\n", {{"SMTPTALLY_QUIET", "no"}}};
  CHECK(flags.config({"-"}).strict);
  CHECK_FALSE(flags.config({"-"}).quiet);
  CHECK_FALSE(flags.config({"--strict=false", "-"}).strict);
  CHECK(flags.config({"--quiet", "-"}).quiet);
  // A list replaces a list.
  const Case lists{"[defaults]\ndomain = ['a.example', 'b.example']\n"};
  CHECK(lists.config({"--domain", "c.example", "-"}).selection.domains ==
        std::vector<std::string>{"c.example"});
}

TEST_CASE("config file: a range is one thing, and a name of -o chooses the format") {
  const Case with{"[defaults]\nlast = '7d'\nformat = 'csv'\n"};
  CHECK(with.config({"-"}).selection.range.since == (1795262400 - 7 * 86400) * kMicrosPerSecond);
  CHECK(with.config({"--tz", "UTC", "--on", "2026-11-01", "-"}).selection.range.since ==
        1793491200 * kMicrosPerSecond);
  CHECK(with.config({"-o", "x.json", "-"}).format == OutputFormat::json);
  CHECK(with.config({"-o", "x", "-"}).format == OutputFormat::csv);
  CHECK(with.config({"-o", "x.json", "--format", "tsv", "-"}).format == OutputFormat::tsv);
  const Case variable{"[defaults]\nlast = '7d'\n", {{"SMTPTALLY_ON", "2026-11-01"}}};
  CHECK(variable.config({"--tz", "UTC", "-"}).selection.range.since ==
        1793491200 * kMicrosPerSecond);
}

TEST_CASE("config file: a filter adds conditions to those that are typed") {
  const Case with{R"(
[filters.legacy]
where = ["tls1_0>0", "messages>=10"]
domain = ["A.example", "b.example,c.example"]
auth = "any"
[filters.more]
where = "client^=192.0.2."
[defaults]
where = "bytes>5"
auth = "none"
)"};
  const auto fields = [&](const std::vector<std::string>& arguments) {
    std::string text;
    for (const Condition& c : with.config(arguments).selection.conditions) text += c.field + " ";
    return text;
  };
  CHECK(fields({"tls", "-"}) == "bytes ");
  CHECK(fields({"tls", "--filter", "legacy", "-"}) == "bytes tls1_0 messages domain ");
  CHECK(fields({"tls", "--where", "recipients>1", "--filter", "legacy,more", "-"}) ==
        "recipients tls1_0 messages domain client ");
  CHECK(fields({"tls", "--filter", "more", "--filter", "legacy", "-"}) ==
        "bytes client tls1_0 messages domain ");
  const Config config = with.config({"tls", "--filter", "legacy", "-"});
  CHECK(config.selection.conditions[3].values ==
        std::vector<std::string>{"a.example", "b.example", "c.example"});
  CHECK(config.selection.domains.empty());
  CHECK(config.selection.auth == AuthScope::any);
  CHECK(with.config({"tls", "-"}).selection.auth == AuthScope::none);
  CHECK(with.config({"tls", "--auth", "only", "--filter", "legacy", "-"}).selection.auth ==
        AuthScope::only);
  CHECK(has(with.error({"tls", "--filter", "legcy", "-"}),
            "--filter: there is no filter 'legcy'; use legacy, more; did you mean legacy?"));
  CHECK(has(Case{""}.error({"tls", "--filter", "x", "-"}), "no config file names one"));
}

TEST_CASE("config file: a filter may be a default, and two may not want different things") {
  const Case with{R"(
[filters.a]
auth = "any"
[filters.b]
auth = "none"
[filters.c]
auth = "any"
where = "tls1_0>0"
[defaults]
filter = "a"
)",
                  {}};
  CHECK(with.config({"-"}).selection.auth == AuthScope::any);
  CHECK(with.config({"--filter", "b", "-"}).selection.auth == AuthScope::none);
  CHECK(with.config({"--filter", "a,c", "-"}).selection.conditions.size() == 1);
  CHECK(has(with.error({"--filter", "a,b", "-"}),
            "--auth is any by filter a, c.toml:3:1, and none by filter b, c.toml:5:1"));
}

TEST_CASE("config file: a preset is a command") {
  const Case with{R"(
[presets.weekly]
help = "old TLS by day"
rows = ["sender", "day"]
columns = "tls"
values = ["messages", "percent"]
sort = "messages"
chart = true
where = ["tls1_0>0"]
last = "7d"
format = "csv"
filter = "site"
[presets.plain]
rows = "domain"
[filters.site]
domain = "a.example"
[defaults]
format = "json"
)"};
  const Config config = with.config({"weekly", "a.log", "tls"});
  CHECK(config.command == Command::pivot);
  CHECK(config.preset == "weekly");
  CHECK(config.chart);
  CHECK(config.rows == std::vector<Dimension>{Dimension::sender, Dimension::day});
  CHECK(config.columns == std::vector<Dimension>{Dimension::tls});
  CHECK(config.values == std::vector<Measure>{Measure::messages, Measure::percent});
  REQUIRE(config.sort.has_value());
  CHECK(config.sort->field == "messages");
  CHECK(config.inputs == std::vector<std::string>{"a.log", "tls"});
  CHECK(config.format == OutputFormat::csv);
  REQUIRE(config.selection.conditions.size() == 2);
  CHECK(config.selection.conditions[0].field == "tls1_0");
  CHECK(config.selection.conditions[1].field == "domain");
  CHECK(config.selection.range.since == (1795262400 - 7 * 86400) * kMicrosPerSecond);
  // What is typed is stronger, and conditions are added.
  const Config typed = with.config(
      {"--format", "tsv", "weekly", "--rows", "client", "--where", "messages>2", "a.log"});
  CHECK(typed.format == OutputFormat::tsv);
  CHECK(typed.rows == std::vector<Dimension>{Dimension::client});
  CHECK(typed.selection.conditions.size() == 3);

  const Config plain = with.config({"plain", "a.log"});
  CHECK(plain.format == OutputFormat::json);
  CHECK_FALSE(plain.chart);
  CHECK(with.config({"tls", "a.log"}).preset == "tls");
  CHECK(with.config({"./weekly"}).inputs == std::vector<std::string>{"./weekly"});

  const std::string help = with.stop({"--help"}).text;
  CHECK(has(help,
            "\n\nYour own commands, of c.toml:\n  weekly    old TLS by day\n"
            "  plain     pivot rows=domain\n\nRange and time:\n"));
  const auto parsed =
      parse_command_line({"weekky"}, with.environment(), [](const std::string&) { return false; });
  CHECK(has(std::get<EarlyExit>(parsed).text, "did you mean weekly?"));
}

TEST_CASE("config file: mistakes have a line, a column, and the nearest name") {
  const struct {
    std::string_view file;
    std::string_view wanted;
  } cases[] = {
      {"tz = \"UTC\"\n", "c.toml:1:1: 'tz' stands in no section"},
      {"[defaults]\ntz = UTC\n", "c.toml:2:6: "},
      {"[defaults]\n  tzz = \"UTC\"\n", "c.toml:2:3: there is no option 'tzz'; did you mean tz?"},
      {"[defalts]\ntz = 'UTC'\n", "c.toml:1:2: there is no section [defalts]"},
      {"[defalts]\ntz = 'UTC'\n", "did you mean defaults?"},
      {"[defaults]\ntz = 'Mars/Base'\n", "c.toml:2:6: --tz: "},
      {"[defaults]\nformat = 'jsn'\n", "c.toml:2:10: --format: 'jsn' is no format; use "},
      {"[defaults]\nformat = 'jsn'\n", "did you mean json?"},
      {"[defaults]\nwhere = [\n  'tls1_0>0',\n  'tls1_9>0',\n]\n",
       "c.toml:4:3: --where 'tls1_9>0'"},
      {"[defaults]\nquiet = 'yes'\n", "c.toml:2:9: 'quiet' is true or false, not a text"},
      {"[defaults]\ntz = ['UTC']\n", "c.toml:2:6: 'tz' is a text, not a list"},
      {"[defaults]\njobs = 2.5\n", "c.toml:2:8: 'jobs' is a text, not a number with a fraction"},
      {"[defaults]\njobs = -2\n", "c.toml:2:8: --jobs: '-2' is not a number from 0 to 1024"},
      {"[defaults]\njobs = true\n", "c.toml:2:8: 'jobs' is a text, not true or false"},
      {"[defaults]\ndomain = ['a', false]\n", "c.toml:2:16: 'domain' is a list of texts"},
      {"[defaults]\ndomain = []\n", "c.toml:2:10: 'domain' is empty"},
      {"[defaults]\ntz = ''\n", "c.toml:2:6: 'tz' is empty"},
      {"[defaults.tz]\na = 1\n", "c.toml:1:1: 'tz' is a text, not a table"},
      {"[[defaults]]\ntz = 'UTC'\n", "c.toml:1:3: 'defaults' stands in no section"},
      {"[defaults]\nlog-tz = 'UTC'\nlog_tz = 'UTC'\n",
       "c.toml:3:1: 'log_tz' stands twice, first in line 2"},
      {"[defaults]\ntz = 'UTC'\ntz = 'UTC'\n", "c.toml:3:6: "},
      {"[defaults]\noutput = 'x'\n", "c.toml:2:1: 'output' has no place here"},
      {"[defaults]\njournal = true\n", "c.toml:2:1: 'journal' has no place here"},
      {"[defaults]\nnow = '2026-11-01'\n", "c.toml:2:1: 'now' has no place here"},
      {"[defaults]\nyear = 2026\n", "c.toml:2:1: 'year' has no place here"},
      {"[defaults]\nconfig = 'x'\n", "c.toml:2:1: 'config' has no place here"},
      {"[defaults]\nrows = 'day'\n", "put it into a [presets.NAME]"},
      {"[filters.a]\nformat = 'csv'\n", "c.toml:2:1: 'format' has no place here: a filter has "},
      {"[filters]\nwhere = 'tls1_0>0'\n", "write [filters.NAME] above it"},
      {"[filters.'a b']\nwhere = 'tls1_0>0'\n", "c.toml:1:10: 'a b' is no name"},
      {"[filters.a]\nwhere = 'colour=1'\n", "c.toml:2:9: --where 'colour=1'"},
      {"[presets.tls]\nrows = 'day'\n", "c.toml:1:10: 'tls' is a command already"},
      {"[presets.config]\nrows = 'day'\n", "c.toml:1:10: 'config' is a command already"},
      {"[presets.a]\nrows = ['day', 'hure']\n", "c.toml:2:8: --rows: 'hure' is no dimension"},
      {"[presets.a]\nrow = 'day'\n", "c.toml:2:1: there is no option 'row'; did you mean rows?"},
      {"[presets.a]\nhlep = 'day'\n", "did you mean help?"},
      {"[presets.a]\nchart = 'yes'\n", "c.toml:2:9: 'chart' is true or false, not a text"},
      {"[presets.a]\nhelp = 5\n", "c.toml:2:8: 'help' is a text, not a number"},
      {"[defaults]\nfilter = 'b'\n[filters.a]\nauth = 'any'\n",
       "c.toml:2:10: there is no [filters.b]"},
      {"[defaults]\nsince = '2026-12-01'\nuntil = '2026-11-01'\n", "c.toml:1:2: "},
      {"[defaults\n", "c.toml:1:10: "},
      {"[defaults]\ntz = \"UTC\xff\"\n", "c.toml:2:"},
      {"# \xc3\xa4\xc3\xb6\xc3\xbc\n[defaults]\ntz = '\xc3\xa4' x\n", "c.toml:3:10: "},
  };
  for (const auto& c : cases) {
    INFO(c.file);
    const std::string said = Case{c.file}.error();
    INFO(said);
    CHECK(has(said, c.wanted));
    CHECK(said.starts_with("smtptally: c.toml:"));
    CHECK(said.ends_with("Try 'smtptally --help'.\n"));
  }
}

TEST_CASE("config file: all mistakes are said, up to what fits a screen") {
  const std::string said =
      Case{"[defaults]\ntzz = 1\nquite = true\n[filters.x]\nauht = 'any'\n"}.error();
  CHECK(said ==
        "smtptally: c.toml:2:1: there is no option 'tzz'; did you mean tz?\n"
        "smtptally: c.toml:3:1: there is no option 'quite'; did you mean quiet?\n"
        "smtptally: c.toml:5:1: there is no option 'auht'; did you mean auth?\n"
        "Try 'smtptally --help'.\n");
  std::string many = "[defaults]\n";
  for (int i = 0; i < 40; ++i) many += "x" + std::to_string(i) + " = 1\n";
  const std::string cut = Case{many}.error();
  CHECK(has(cut, "c.toml:11:1: "));
  CHECK_FALSE(has(cut, "c.toml:12:1: "));
  CHECK(has(cut, "there is more that is wrong"));
}

TEST_CASE("config file: a byte order mark and CRLF are nothing") {
  const Case with{"\xef\xbb\xbf[defaults]\r\njobs = 7\r\ndomain = [\r\n  'a.example',\r\n]\r\n"};
  CHECK(with.config({"-"}).jobs == 7);
  CHECK(with.config({"-"}).selection.domains == std::vector<std::string>{"a.example"});
  CHECK(has(Case{"\xef\xbb\xbf[defaults]\r\ntzz = 7\r\n"}.error(), "c.toml:2:1: "));
  CHECK(Case{"\xef\xbb\xbf"}.config({"-"}).jobs == 2);
  CHECK(Case{"# nothing\r\n"}.config({"-"}).jobs == 2);
}

TEST_CASE("config file: a megabyte is read, and keys without end are refused") {
  std::string large = "[filters.many]\ndomain = [\n";
  for (int i = 0; large.size() < 1'000'000; ++i) large += "'d" + std::to_string(i) + ".example',\n";
  large += "]\n[defaults]\njobs = 7\n";
  const Case with{large};
  CHECK(with.config({"-"}).jobs == 7);
  const auto conditions = with.config({"--filter", "many", "-"}).selection.conditions;
  REQUIRE(conditions.size() == 1);
  CHECK(conditions[0].values.size() > 50'000);

  std::string deep = "[defaults]\n# a.a\n";
  for (int i = 0; i < 200'000; ++i) deep += "a.";
  CHECK(has(Case{deep + "b = 1\n"}.error(), "c.toml:3:1: a key has too many parts"));
  const std::string nested = "[defaults]\ntz = " + std::string(100'000, '[');
  CHECK(has(Case{nested}.error(), "c.toml:2:"));
  // Dots in texts and comments are none of a key.
  const std::string dots(500, '.');
  CHECK(Case{"[presets.a]\nrows = 'day'\nhelp = \"" + dots + "\\\"\" # " + dots + "\n"}
            .config({"a", "-"})
            .preset == "a");
}

TEST_CASE("config file: what can not be read is said, and help is there all the same") {
  Environment here = Case{""}.environment();
  here.config_text.error = "Permission denied";
  const auto stop = [&](const std::vector<std::string>& arguments) {
    return std::get<EarlyExit>(parse_command_line(arguments, here));
  };
  CHECK(stop({"tls", "-"}).code == ExitCode::failed);
  CHECK(has(stop({"tls", "-"}).text, "c.toml: it could not be read: Permission denied"));
  CHECK(stop({"config"}).code == ExitCode::failed);
  CHECK(stop({"--help"}).code == ExitCode::ok);
  CHECK(has(stop({"--help"}).text, "none, for something is wrong in c.toml"));
  CHECK(stop({"--version"}).code == ExitCode::ok);
}

TEST_CASE("config file: a refusal names what was set elsewhere") {
  const Case with{"[defaults]\nwhere = 'messages>5'\n", {{"SMTPTALLY_LAST", "7d"}}};
  const std::string said = with.error({"check", "-"});
  CHECK(has(said, "\nsmtptally: note: set elsewhere: last (SMTPTALLY_LAST), where (c.toml:2:1)\n"));
  CHECK(has(Case{"", {{"SMTPTALLY_QUIET", "maybe"}}}.error(),
            "SMTPTALLY_QUIET: 'maybe' is neither true nor false"));
  CHECK_FALSE(has(Case{""}.error({"tls", "--tz", "Mars/Base", "-"}), "elsewhere"));
}

TEST_CASE("config: prints what holds and where it comes from") {
  const Case with{R"([defaults]
tz = "UTC"
jobs = 2
quiet = true
[filters.legacy]
where = ["tls1_0>0", "bytes>1"]
[presets.weekly]
rows = "day"
chart = true
)",
                  {{"SMTPTALLY_JOBS", "4"},
                   {"SMTPTALLY_OUTPUT", "x"},
                   {"SMTPTALLY_SYSTEM_CONFIG", ""},
                   {"SMTPTALLY_TZZ", "x"}}};
  const EarlyExit said = with.stop({"config", "--format", "csv", "--filter", "legacy"});
  CHECK(said.code == ExitCode::ok);
  const auto line = [&](const std::string& option) { return line_of(said.text, option); };
  const auto ends = [&](const std::string& option, std::string_view value, std::string_view from) {
    INFO(line(option));
    CHECK(has(line(option), " " + std::string(value) + " "));
    CHECK(line(option).ends_with("  " + std::string(from)));
  };
  CHECK(line("option").ends_with("  from"));
  ends("tz", "UTC", "c.toml:2:1");
  ends("jobs", "4", "SMTPTALLY_JOBS");
  ends("quiet", "true", "c.toml:4:1");
  ends("format", "csv", "command line");
  ends("auth", "only", "default");
  ends("strict", "false", "default");
  CHECK(has(said.text, "tls1_0>0, bytes>1"));
  CHECK(has(said.text, "filter legacy, c.toml:6:1"));
  ends("filter legacy", "where=tls1_0>0,bytes>1", "c.toml:5:10");
  ends("preset weekly", "rows=day chart=true", "c.toml:7:10");
  CHECK(has(said.text, "\nread: c.toml\n"));
  CHECK(has(said.text, "ignored: SMTPTALLY_OUTPUT; a file that is written is named on"));
  CHECK(has(said.text, "ignored: SMTPTALLY_TZZ, which is no option; did you mean tz?\n"));
  CHECK_FALSE(has(said.text, "SYSTEM_CONFIG"));
  CHECK(line("output") == "no line of output");
  CHECK(has(with.error({"config", "a.log"}), "config takes no files"));
  CHECK(has(with.error({"config", "--tz", "Mars/Base"}), "--tz: "));

  Environment bare;
  bare.config_text.looked_for = {"/a/config.toml", "/etc/b.toml"};
  const auto none = std::get<EarlyExit>(parse_command_line({"config"}, bare));
  CHECK(has(none.text, "\nread: no file; there is none of /a/config.toml, /etc/b.toml\n"));
}

TEST_CASE("config: --config and --no-config are seen as main() saw them") {
  const Case with{""};
  CHECK(with.config({"tls", "--config", "c.toml", "-"}).preset == "tls");
  CHECK(with.config({"tls", "--config=c.toml", "-"}).preset == "tls");
  CHECK(with.config({"tls", "--no-config", "-"}).preset == "tls");
  CHECK(has(with.error({"tls", "--config", "c.toml", "--no-config", "-"}), "exclude each other"));
  CHECK(has(with.error({"tls", "-o", "--config", "x"}), "values of another option"));
  CHECK(has(with.error({"tls", "-o", "--no-config", "x"}), "values of another option"));
  CHECK(with.config({"tls", "--config=", "c.toml", "-"}).preset == "tls");
  CHECK(has(with.error({"tls", "--config"}), "--config"));
}

TEST_CASE("config file: no text makes it throw") {
  const std::string whole =
      "[defaults]\ntz = \"UTC\" # x\nwhere = ['a>1', \"\"\"b\"\"\"]\n"
      "[filters.x]\nauth = 'any'\n[presets.y]\nrows = [\"day\"]\nt = 1979-05-27\n";
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    for (const std::string_view tail : {"", "\"", "'", "\"\"\"", "[", "\\", "\n=", "\xff", "."}) {
      const std::string text = whole.substr(0, cut) + std::string(tail);
      const EarlyExit stopped = Case{text}.stop({"tls", "-"});
      if (stopped.code == ExitCode::failed) CHECK(has(stopped.text, "c.toml:"));
    }
  }
}
