#include <random>

#include "catch.hpp"
#include "cli/cli_values.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"

using namespace smtptally;

namespace {

Environment environment() {
  Environment here;
  here.now = 1795262400 * kMicrosPerSecond;
  here.cores = 2;
  return here;
}

Config config_of(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--tz", "UTC", "--log-tz", "UTC"});
  const auto parsed = parse_command_line(arguments, environment());
  if (const auto* stop = std::get_if<EarlyExit>(&parsed)) FAIL(stop->text);
  return std::get<Config>(parsed);
}

std::string error_of(const std::vector<std::string>& arguments) {
  const auto parsed = parse_command_line(arguments, environment());
  const auto* stop = std::get_if<EarlyExit>(&parsed);
  if (stop == nullptr) return "";
  CHECK(stop->code == ExitCode::failed);
  return stop->text;
}

}  // namespace

TEST_CASE("cli: the first word is the command if it names one") {
  CHECK(config_of({"tls", "a.log"}).command == Command::pivot);
  CHECK(config_of({"tls", "a.log"}).preset == "tls");
  CHECK(config_of({"a.log"}).command == Command::summary);
  CHECK(config_of({"--top", "3", "volume", "a.log"}).preset == "volume");
  CHECK(config_of({"pivot", "a.log"}).preset.empty());
  CHECK(config_of({"tls", "volume"}).inputs == std::vector<std::string>{"volume"});
  CHECK(config_of({"./tls"}).inputs == std::vector<std::string>{"./tls"});
  CHECK(config_of({"check"}).inputs == std::vector<std::string>{"-"});
}

TEST_CASE("cli: sender and client take a name in front of the logs") {
  const Config sender = config_of({"sender", "Anna,x@Example.ORG", "a.log", "b.log"});
  CHECK(sender.command == Command::sender);
  CHECK(sender.selection.subject == Subject{Dimension::sender, "Anna,x@example.org"});
  CHECK(sender.inputs == std::vector<std::string>{"a.log", "b.log"});
  CHECK(config_of({"sender", "Anna@X", "a", "--fold-case"}).selection.subject->name == "anna@x");
  CHECK(config_of({"client", "2001:DB8:0::5", "a"}).selection.subject ==
        Subject{Dimension::client, "2001:db8::5"});
  CHECK_FALSE(config_of({"tls", "a"}).selection.subject);
  CHECK(error_of({"sender"}).find("sender needs a name") != std::string::npos);
  CHECK(error_of({"client", "", "a"}).find("the name is empty") != std::string::npos);
  CHECK(error_of({"sender", "a", "b", "--where", "messages>3"}).find("is a sum") !=
        std::string::npos);
  CHECK(error_of({"client", "a", "b", "--sort", "messages"}).find("order") != std::string::npos);
}

TEST_CASE("cli: times may begin with a dash") {
  const Micros week_ago = (1795262400 - 7 * 86400) * kMicrosPerSecond;
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"--since", "-7d"}, {"-S", "-7d"}, {"--since=-7d"}, {"-S", "7d"}, {"--last", "7d"}}) {
    INFO(arguments[0]);
    CHECK(config_of(arguments).selection.range.since == week_ago);
  }
}

TEST_CASE("cli: a file behind a repeatable option is a file") {
  const auto parsed = parse_command_line(
      {"volume", "--domain", "b.example", "--where", "messages>1", "mail.log"}, environment());
  REQUIRE(std::holds_alternative<Config>(parsed));
  CHECK(std::get<Config>(parsed).inputs == std::vector<std::string>{"mail.log"});
}

TEST_CASE("cli: options become what they mean") {
  const Config config = config_of({"pivot",
                                   "--rows",
                                   "sender,day",
                                   "--columns",
                                   "tls",
                                   "--values",
                                   "messages,percent",
                                   "--domain",
                                   "Example.ORG,b.example",
                                   "--domain",
                                   "c.example",
                                   "--where",
                                   "tls1_0>=5",
                                   "--where",
                                   "client^=192.0.2.",
                                   "--sort",
                                   "bytes:asc",
                                   "--top",
                                   "7",
                                   "-o",
                                   "x.csv",
                                   "--now",
                                   "2026-11-01",
                                   "--year",
                                   "2020",
                                   "--fold-case",
                                   "a",
                                   "b"});
  CHECK(config.rows == std::vector{Dimension::sender, Dimension::day});
  CHECK(config.columns == std::vector{Dimension::tls});
  CHECK(config.values == std::vector{Measure::messages, Measure::percent});
  CHECK(config.selection.domains ==
        std::vector<std::string>{"example.org", "b.example", "c.example"});
  REQUIRE(config.selection.conditions.size() == 2);
  CHECK(config.selection.conditions[0] ==
        Condition{"tls1_0", Condition::Op::greater_equal, {"5"}, {}});
  CHECK(config.selection.conditions[1] ==
        Condition{"client", Condition::Op::starts_with, {"192.0.2."}, {}});
  CHECK(config.sort == SortSpec{"bytes", SortDirection::ascending});
  CHECK(config.top == 7);
  CHECK(config.format == OutputFormat::csv);
  CHECK(config.log_year == 2020);
  CHECK(config.selection.fold_case);
  CHECK(config.inputs == std::vector<std::string>{"a", "b"});
  CHECK(config_of({"--auth", "none"}).selection.sender == SenderKind::envelope);
  CHECK(config_of({"--auth", "none", "--sender", "account"}).selection.sender ==
        SenderKind::account);
}

TEST_CASE("cli: --excel is CSV, and what stands behind it is a file") {
  const Config plain = config_of({"tls", "a"});
  CHECK(plain.excel == ExcelCsv::off);
  CHECK(plain.format == OutputFormat::table);
  const Config comma = config_of({"tls", "--excel", "a"});
  CHECK(comma.excel == ExcelCsv::comma);
  CHECK(comma.format == OutputFormat::csv);
  CHECK(comma.inputs == std::vector<std::string>{"a"});
  CHECK(config_of({"--excel=comma"}).excel == ExcelCsv::comma);
  const Config semicolon = config_of({"--excel=semicolon", "-o", "x.csv"});
  CHECK(semicolon.excel == ExcelCsv::semicolon);
  CHECK(semicolon.format == OutputFormat::csv);
  CHECK(config_of({"--excel", "-o", "report"}).format == OutputFormat::csv);
  CHECK(config_of({"--excel", "--format", "csv", "-o", "x.json"}).format == OutputFormat::csv);
  CHECK(config_of({"-o", "x.md"}).format == OutputFormat::markdown);
}

TEST_CASE("cli: compare and summary know the period before") {
  const auto before_of = [](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--now", "2026-11-20", "a.log"});
    return config_of(arguments).selection;
  };
  const Selection week = before_of({"compare", "--with", "previous", "--last", "7d"});
  REQUIRE(week.before);
  CHECK(week.before->until == week.range.since);
  CHECK(week.range.until - week.range.since == week.before->until - week.before->since);
  CHECK(week.range_read() == TimeRange{week.before->since, week.range.until});
  // What has no end ends now.
  const Selection open = before_of({"compare", "--with", "1d", "--since", "2026-11-13"});
  CHECK(open.range == week.range);
  CHECK(open.before->since == open.range.since - Micros{86'400} * kMicrosPerSecond);
  CHECK(before_of({"summary", "--last", "7d"}).before == week.before);
  CHECK(before_of({"summary", "--since", "2026-11-13"}).before == week.before);
  CHECK(before_of({"summary", "--since", "2026-11-13"}).range.until == kEndOfTime);
  CHECK(before_of({"report", "--last", "7d"}).before == week.before);
  CHECK(before_of({"report", "--last", "7d"}).before_only_whole);
  CHECK(!week.before_only_whole);
  // It is not over.
  CHECK(!before_of({"summary", "--since", "2026-11-13", "--until", "2026-11-20"}).before);
  CHECK(!before_of({"summary"}).before);
  CHECK(!before_of({"summary", "--until", "2026-11-13"}).before);
  CHECK(!before_of({"tls", "--last", "7d"}).before);
  const Config by_change =
      config_of({"compare", "--with", "previous", "--last", "7d", "--sort", "old_change", "a.log"});
  CHECK(by_change.sort == SortSpec{"old_change", SortDirection::descending});
  CHECK(by_change.inputs == std::vector<std::string>{"a.log"});
}

TEST_CASE("cli: mistakes are named, with what is allowed") {
  const struct {
    std::vector<std::string> arguments;
    std::string_view wanted;
  } cases[] = {
      {{"--bogus"}, "--bogus"},
      {{"--auth", "maybe", "-"}, "--auth"},
      {{"--where", "colour=red", "-"}, "colour"},
      {{"--where", "client>5", "-"}, "text"},
      {{"--where", "messages>x", "-"}, "not a number"},
      {{"--where", "messages~5", "-"}, "number"},
      {{"--sort", "colour", "-"}, "colour"},
      {{"--sort", "bytes:up", "-"}, "asc or desc"},
      {{"pivot", "--rows", "sender,sender", "-"}, "twice"},
      {{"pivot", "--columns", "tls,day,host", "-"}, "one to 2"},
      {{"pivot", "--rows", ",", "-"}, "--rows"},
      {{"pivot", "--values", "", "-"}, "--values: its value is empty"},
      {{"--since", "", "-"}, "--since: its value is empty"},
      {{"-o", "", "-"}, "--output: its value is empty"},
      {{"--domain", ",", "-"}, "at least one domain"},
      {{"--domain", "anna@example.org", "-"}, "sender=anna@example.org"},
      {{"--frmat", "csv", "-"}, "did you mean --format?"},
      {{"--frmat=csv", "-"}, "there is no option '--frmat'; did you mean --format?"},
      {{"--format", "jsn", "-"}, "did you mean json?"},
      {{"--auth", "onyl", "-"}, "use only, none or any; did you mean only?"},
      {{"--color", "allways", "-"}, "did you mean always?"},
      {{"--input-format", "postfx", "-"}, "did you mean postfix?"},
      {{"--where", "mesages>1", "-"}, "did you mean messages?"},
      {{"--sort", "reciepients", "-"}, "did you mean recipients?"},
      {{"pivot", "--rows", "sendr", "-"}, "did you mean sender?"},
      {{"pivot", "--values", "byte", "-"}, "did you mean bytes?"},
      {{"--where", "tls=TLSv4", "-"}, "'TLSv4' is no value of tls; use tls1_0, tls1_1"},
      {{"--where", "tls=tls1_0,TLSv4", "-"}, "TLSv4"},
      {{"--where", "weekday=Moon", "-"}, "did you mean Mon?"},
      {{"--where", "dialect=rfc3393", "-"}, "did you mean rfc3339?"},
      {{"--where", "day=11-01", "-"}, "'11-01' is no day"},
      {{"--where", "hour=14:00", "-"}, "no hour"},
      {{"--where", "domain=a@b", "-"}, "no domain"},
      {{"--where", "messages>nan", "-"}, "not a number"},
      {{"--where", "messages=1,x", "-"}, "'x' is not a number"},
      {{"--where", "last<soon", "-"}, "not a time"},
      {{"--where", "last~2026", "-"}, "time"},
      {{"--top", "0x10", "-"}, "--top"},
      {{"--jobs", "2000", "-"}, "0 to 1024"},
      {{"-o", "x.pdf", "-"}, "no format has the extension '.pdf'"},
      {{"volume", "--sort", "time", "-"}, "no time"},
      {{"volume", "--sort", "queue_id", "-"}, "no queue_id"},
      {{"--tz", "UTC+2", "-"}, "two ways"},
      {{"--on", "now", "-"}, "no day"},
      {{"--on", "2026-11-01", "--last", "7d", "-"}, "--on"},
      {{"tls", "--values", "bytes", "-"}, "pivot"},
      {{"--format", "xml", "-"}, "xml"},
      {{"--tz", "Nowhere", "-"}, "Nowhere"},
      {{"--last", "7 parsecs", "-"}, "parsecs"},
      {{"--journal", "a.log"}, "--journal"},
      {{"compare"}, "exported report"},
      {{"compare", "--with", "previous", "-"}, "--with: compare needs to know the range"},
      {{"compare", "--with", "previous", "--until", "2026-11-08", "-"}, "give --since, --last"},
      {{"compare", "--with", "previous", "--since", "2126-11-08", "-"}, "not before now"},
      {{"compare", "--with", "soon", "--last", "7d", "-"}, "is no period"},
      {{"compare", "--with", "previous", "--last", "7d", "--sort", "client", "-"}, "'client'"},
      {{"compare", "--with", "previous", "--last", "7d", "--where", "old>0", "-"}, "old"},
      {{"tls", "--with", "previous", "--last", "7d", "-"}, "the command compare"},
      {{"volume", "--sort", "old_change", "-"}, "no old_change"},
      {{"compare", "a.csv", "--sort", "messages", "-"}, "fixed"},
      {{"tls", "--failures", "-"}, "events"},
      {{"summary", "--failures", "-"}, "events"},
      {{"report", "--failures", "-"}, "events"},
      {{"check", "--failures", "-"}, "events"},
      {{"unusual", "--failures", "-"}, "events"},
      {{"compare", "a.csv", "--failures", "-"}, "events"},
      {{"sender", "a", "--failures", "-"}, "events"},
      {{"pivot", "--failures", "--rows", "tls", "-"}, "no tls"},
      {{"pivot", "--failures", "--values", "bytes", "-"}, "no bytes"},
      {{"pivot", "--failures", "--where", "messages>1", "-"}, "no messages"},
      {{"pivot", "--failures", "--sort", "bytes", "-"}, "no bytes"},
      {{"pivot", "--rows", "reason", "-"}, "--failures"},
      {{"pivot", "--values", "failures", "-"}, "--failures"},
      {{"tls", "--sort", "failures", "-"}, "--failures"},
      {{"summary", "--where", "kind=login", "-"}, "--failures"},
      {{"events", "--failures", "--where", "tls=none", "-"}, "no tls"},
      {{"volume", "--where", "reason~x", "-"}, "--failures"},
      {{"volume", "--sort", "day", "-"}, "no day"},
      {{"events", "--sort", "messages", "-"}, "no column 'messages'"},
      {{"events", "--where", "senders>1", "-"}, "no senders"},
      {{"summary", "--sort", "messages", "-"}, "fixed"},
      {{"check", "--sort", "messages", "-"}, "fixed"},
      {{"check", "--where", "tls=tls1_0", "-"}, "tls"},
      {{"check", "--where", "messages>1", "-"}, "messages"},
      {{"--excel", "--format", "json", "-"}, "--excel makes CSV and does not go with json"},
      {{"--excel", "--format", "tsv", "-"}, "tsv, which --format asks for"},
      {{"--excel", "-o", "x.md", "-"}, "markdown, which the extension of -o asks for"},
      {{"--excel=tab", "-"}, "--excel: 'tab' is no value; use comma or semicolon"},
      {{"--excel=semicolom", "-"}, "did you mean semicolon?"},
      {{"--excel", "-o", "x.xlsx", "-"}, "no format has the extension '.xlsx'"},
      {{"--top", "0", "-"}, "--top"},
      {{"--year", "12", "-"}, "--year"},
  };
  for (const auto& c : cases) {
    INFO(c.arguments[0] << " " << (c.arguments.size() > 1 ? c.arguments[1] : ""));
    const std::string error = error_of(c.arguments);
    CHECK(error.find(c.wanted) != std::string::npos);
    CHECK(error.find("--help") != std::string::npos);
  }
}

TEST_CASE("cli: a first word that is neither a command nor a file is a mistake") {
  const auto error = [&](const std::vector<std::string>& arguments) {
    const auto parsed = parse_command_line(
        arguments, environment(), [](const std::string& path) { return path == "mail.log"; });
    const auto* stop = std::get_if<EarlyExit>(&parsed);
    return stop == nullptr ? std::string() : stop->text;
  };
  CHECK(error({"mail.log"}).empty());
  CHECK(error({"--top", "3", "mail.log"}).empty());
  CHECK(error({"tls", "nowhere.log"}).empty());  // Whether a file can be read is said later.
  CHECK(error({"-"}).empty());
  CHECK(error({"tsl", "mail.log"}).find("did you mean tls?") != std::string::npos);
  CHECK(error({"volumes"}).find("did you mean volume?") != std::string::npos);
  CHECK(error({"nowhere.log"}).find("'nowhere.log' is neither") != std::string::npos);
  CHECK(error({"nowhere.log"}).find("did you mean") == std::string::npos);
  CHECK(error({"\x1b[2J"}).find('\x1b') == std::string::npos);
}

TEST_CASE("cli: the right side of --where becomes what reports print") {
  const auto where = [](const std::string& text) {
    const Config config = config_of({"pivot", "--where", text, "-"});
    const Condition& c = config.selection.conditions.front();
    std::string values = c.field + ":";
    for (const std::string& value : c.values) values += "[" + value + "]";
    return values;
  };
  const struct {
    std::string text;
    std::string_view wanted;
  } cases[] = {
      {"tls=tls1.0", "tls:[tls1_0]"},
      {"tls=TLSv1", "tls:[tls1_0]"},
      {"tls=TLS 1.0", "tls:[tls1_0]"},
      {"tls!=TLSv1.2,TLSv1.3", "tls:[tls1_2][tls1_3]"},
      {"tls=SSLv3", "tls:[ssl]"},
      {"TLS 1.0>0", "tls1_0:[0]"},
      {"tls1.1_pct>=50", "tls1_1_pct:[50]"},
      {"domain=EXAMPLE.ORG,@b.Example", "domain:[example.org][b.example]"},
      {"mechanism=plain", "mechanism:[PLAIN]"},
      {"sender=Anna@Example.ORG", "sender:[Anna@example.org]"},
      {"sender~Example", "sender:[Example][example]"},
      {"account=a\\,b,c", "account:[a,b][c]"},
      {"account=", "account:[]"},
      {"weekday=monday,SUN", "weekday:[Mon][Sun]"},
      {"day>=2026-11", "day:[2026-11]"},
      {"client=2001:DB8:0::1", "client:[2001:db8::1]"},
      {"network=2001:DB8:0::/48", "network:[2001:db8::/48]"},
      {"messages=1,2", "messages:[1][2]"},
      {"Messages=1", "messages:[1]"},
      {"CLIENT=192.0.2.1", "client:[192.0.2.1]"},
  };
  for (const auto& c : cases) {
    INFO(c.text);
    CHECK(where(c.text) == c.wanted);
  }
  const Config config = config_of({"pivot", "--where", "last<=2026-11-01", "-"});
  const Micros day = Micros{1'793'491'200} * kMicrosPerSecond;
  CHECK(config.selection.conditions.front().time ==
        TimeRange{day, day + Micros{86400} * kMicrosPerSecond});
}

TEST_CASE("cli: numbers are decimal") {
  CHECK(config_of({"--top", "010"}).top == 10);
  CHECK(config_of({"--jobs", "08"}).jobs == 8);
  CHECK(config_of({"--domain", "@Example.ORG"}).selection.domains ==
        std::vector<std::string>{"example.org"});
}

TEST_CASE("cli: help and version come before every mistake, nothing to read asks for help") {
  for (const char* option : {"--help", "-h", "--version", "-V"}) {
    const auto parsed = parse_command_line({"--bogus", option}, environment());
    REQUIRE(std::holds_alternative<EarlyExit>(parsed));
    CHECK(std::get<EarlyExit>(parsed).code == ExitCode::ok);
  }
  Environment terminal = environment();
  terminal.stdin_is_terminal = true;
  const auto parsed = parse_command_line({"tls"}, terminal);
  REQUIRE(std::holds_alternative<EarlyExit>(parsed));
  CHECK(std::get<EarlyExit>(parsed).code == ExitCode::failed);
}

TEST_CASE("cli: progress is shown on a terminal that nobody asked to keep clean") {
  for (const bool terminal : {false, true}) {
    Environment here = environment();
    here.stderr_is_terminal = terminal;
    const auto progress = [&](const std::vector<std::string>& arguments) {
      return std::get<Config>(parse_command_line(arguments, here)).progress;
    };
    CHECK(progress({"tls", "-"}) == terminal);
    CHECK_FALSE(progress({"tls", "--no-progress", "-"}));
    CHECK_FALSE(progress({"tls", "--quiet", "-"}));
  }
}

TEST_CASE("cli: no words make it throw") {
  const std::vector<std::string> words{"tls", "--since", "-7d", "--",    "--where", "a=b",
                                       "-",   "--rows",  "day", "--top", "3",       "\xff\x1b",
                                       "",    "--tz",    "UTC", "-o"};
  std::mt19937 random(5);
  for (int i = 0; i < 3000; ++i) {
    std::vector<std::string> arguments;
    for (auto n = random() % 6; n > 0; --n) arguments.push_back(words[random() % words.size()]);
    const auto parsed = parse_command_line(arguments, environment());
    if (const auto* stop = std::get_if<EarlyExit>(&parsed)) CHECK_FALSE(stop->text.empty());
  }
}
