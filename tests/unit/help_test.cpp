#include "cli/help.hpp"

#include <set>
#include <sstream>

#include "catch.hpp"
#include "cli/cli_values.hpp"
#include "cli/commands.hpp"
#include "cli/option_help.hpp"
#include "smtptally/command_line.hpp"
#include "smtptally/config.hpp"
#include "text/width.hpp"

using namespace smtptally;

namespace {

Environment environment(std::string config = {}) {
  Environment here;
  here.now = 1795262400 * kMicrosPerSecond;
  here.cores = 2;
  if (!config.empty()) here.config_text = {"c.toml", std::move(config), "", {"c.toml"}};
  return here;
}

EarlyExit stop_of(const std::vector<std::string>& arguments, const Environment& here) {
  INFO(arguments.front());
  const auto parsed = parse_command_line(arguments, here);
  REQUIRE(std::holds_alternative<EarlyExit>(parsed));
  return std::get<EarlyExit>(parsed);
}
std::string help_of(const std::vector<std::string>& arguments) {
  const EarlyExit stop = stop_of(arguments, environment());
  CHECK(stop.code == ExitCode::ok);
  return stop.text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// The words behind the last "smtptally" of a line for a shell, up to what is the shell's.
std::vector<std::string> words_of_shell(std::string_view line) {
  line.remove_prefix(line.rfind("smtptally "));
  std::vector<std::string> words(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '\'' || c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == '>' || c == '|')) {
      // `tls>=5` would be a redirection, too, so that quotes are tested by the way.
      break;
    } else if (!quoted && c == ' ') {
      words.emplace_back();
    } else {
      words.back().push_back(c);
    }
  }
  if (words.back().empty()) words.pop_back();
  words.erase(words.begin());
  return words;
}

}  // namespace

TEST_CASE("help: -h fits a screen, with and without commands of the user") {
  std::string config;
  for (int i = 0; i < 30; ++i) config += "[presets.preset" + std::to_string(i) + "]\nrows='day'\n";
  for (const Environment& here : {environment(), environment(config)}) {
    const std::vector<std::string> lines = lines_of(stop_of({"-h"}, here).text);
    CHECK(lines.size() <= 24);
    for (const std::string& line : lines) {
      INFO(line);
      CHECK(display_width(line) <= 80);
    }
  }
  CHECK(stop_of({"-h"}, environment(config)).text.find("yours: preset0, preset1,") !=
        std::string::npos);
}

TEST_CASE("help: -h has every command and eight options") {
  const std::string text = help_of({"-h"});
  for (const CommandRow& row : all_commands()) {
    INFO(row.name);
    CHECK(text.find(std::string(row.name)) != std::string::npos);
    CHECK(row.more.brief.size() <= 26);
  }
  int options = 0;
  for (const OptionGroup& group : option_groups()) {
    for (const OptionHelp& option : group.options) {
      if (option.everyday.empty()) continue;
      CHECK(option.everyday.size() <= 19);
      ++options;
    }
  }
  CHECK(options == 8);
}

TEST_CASE("help: every command has its own, with what matters to it and examples that parse") {
  for (const CommandRow& row : all_commands()) {
    const std::string name(row.name);
    INFO(name);
    const std::string text = help_of({"help", name});
    CHECK(text.starts_with("smtptally " + name + ": "));
    CHECK(text == help_of({name, "--help"}));
    CHECK(text == help_of({"--last", "7d", name, "--bogus", "-h"}));
    for (const std::string& line : lines_of(text)) {
      INFO(line);
      CHECK(display_width(line) <= 80);
    }
    CHECK(row.more.answers.size() > 40);
    std::istringstream options{std::string(row.more.options)};
    int listed = 0;
    for (std::string option; options >> option; ++listed) {
      INFO(option);
      const OptionHelp* const found = find_option_help("--" + option);
      REQUIRE(found != nullptr);
      CHECK(text.find(std::string(found->spelling)) != std::string::npos);
    }
    CHECK(listed >= 2);
    for (const std::string_view example : row.more.examples) {
      INFO(example);
      const auto parsed = parse_command_line(words_of_shell(example), environment());
      const auto* const stop = std::get_if<EarlyExit>(&parsed);
      CHECK((stop == nullptr || stop->code == ExitCode::ok));
    }
  }
}

TEST_CASE("help: the words that a preset stands for parse, and ask for the same") {
  for (const Preset& preset : all_presets()) {
    INFO(preset.name);
    const auto parsed =
        parse_command_line(words_of_shell("smtptally pivot " + words_of(preset)), environment());
    REQUIRE(std::holds_alternative<Config>(parsed));
    const PivotShape typed = shape_of(std::get<Config>(parsed));
    const PivotShape named = shape_of(preset);
    CHECK(typed.rows == named.rows);
    CHECK(typed.columns == named.columns);
    CHECK(typed.values == named.values);
  }
}

TEST_CASE("help: the options of the list are those that the command line takes") {
  std::set<std::string> seen;
  for (const OptionGroup& group : option_groups()) {
    for (const OptionHelp& option : group.options) {
      const std::string name(long_name(option));
      INFO(name);
      CHECK(seen.insert(name).second);
      if (name == "help" || name == "version") continue;
      // Alone, one that takes the next word has none.
      const auto parsed = parse_command_line({"events", "--" + name}, environment());
      const auto* const stop = std::get_if<EarlyExit>(&parsed);
      const std::string said = stop == nullptr ? "" : stop->text;
      CHECK(said.find("there is no option") == std::string::npos);
      CHECK((said.find("requires") != std::string::npos ||
             said.find("required") != std::string::npos) == takes_next_word(option));
    }
  }
}

TEST_CASE("help: what it does not know is an error with the nearest name") {
  const EarlyExit stop = stop_of({"help", "mechanism"}, environment());
  CHECK(stop.code == ExitCode::failed);
  CHECK(stop.text.find("help: there is no command 'mechanism'; did you mean mechanisms?") !=
        std::string::npos);
  CHECK(stop_of({"help", "tls", "old"}, environment()).code == ExitCode::failed);
  CHECK(stop_of({"help", "--bogus"}, environment()).code == ExitCode::failed);
}

TEST_CASE("help: presets of the config file have one") {
  const std::string config =
      "[presets.weekly]\nhelp = 'old TLS by day'\nrows = ['sender', 'day']\nlast = '7d'\n";
  const Environment here = environment(config);
  const std::string text = stop_of({"help", "weekly"}, here).text;
  CHECK(text.starts_with("smtptally weekly: old TLS by day\n"));
  CHECK(text.find("of c.toml:1:") != std::string::npos);
  CHECK(text.find("  rows=sender,day last=7d\n") != std::string::npos);
  CHECK(text == stop_of({"weekly", "--help"}, here).text);
  CHECK(stop_of({"help", "weekli"}, here).text.find("did you mean weekly?") != std::string::npos);

  // A file that is wrong keeps nobody from help.
  const Environment broken = environment("[presets.weekly]\nrow = 'day'\n");
  CHECK(stop_of({"help", "tls"}, broken).code == ExitCode::ok);
  CHECK(stop_of({"-h"}, broken).code == ExitCode::ok);
  CHECK(stop_of({"help", "weekly"}, broken).text.find("c.toml:2:1: ") != std::string::npos);
}

TEST_CASE("help: -h among other letters, the value of an option is no command") {
  CHECK(help_of({"-qh"}) == help_of({"-h"}));
  CHECK(help_of({"-qV"}) == help_of({"--version"}));
  CHECK(help_of({"--sort", "old", "-h"}) == help_of({"-h"}));
  CHECK(help_of({"-o", "tls", "--help"}) == help_of({"--help"}));
  CHECK(help_of({"--sort=old", "tls", "-h"}) == help_of({"help", "tls"}));
  CHECK(help_of({"help"}) == help_of({"--help"}));
  CHECK(help_of({"no.log", "-h"}) == help_of({"-h"}));
}

TEST_CASE("help: nothing to read on a terminal prints that of -h") {
  Environment terminal = environment();
  terminal.stdin_is_terminal = true;
  const auto parsed = parse_command_line({}, terminal);
  REQUIRE(std::holds_alternative<EarlyExit>(parsed));
  CHECK(std::get<EarlyExit>(parsed).code == ExitCode::failed);
  CHECK(std::get<EarlyExit>(parsed).text == help_of({"-h"}));
  const EarlyExit typed = stop_of({"tls"}, terminal);
  CHECK(typed.code == ExitCode::failed);
  CHECK(typed.text.starts_with(help_of({"-h"})));
  CHECK(typed.text.find("\nsmtptally: nothing to read: ") != std::string::npos);
}
