#include "log_mutator.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "log_words.hpp"
#include "support/exchange_log.hpp"
#include "support/exim_log.hpp"
#include "support/random_log.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return lines;
}

}  // namespace

LogKind log_kind(std::string_view argument) noexcept {
  if (argument.starts_with('e')) return LogKind::exim;
  return argument.starts_with('x') ? LogKind::exchange : LogKind::syslog;
}

std::string LogMutator::filled(std::string_view pattern) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%' || i + 1 == pattern.size()) {
      text += pattern[i];
      continue;
    }
    ++i;
    if (pattern[i] == 'q') {
      text += pick(4) == 0 ? fmt::format("4bXyZ{}aBcdz1Q", pick(4))
                           : fmt::format("0CB33A9E3{:02X}", pick(6));
    } else if (pattern[i] == 'n') {
      text += std::to_string(pick(4));
    }
    for (const Words& words : kWords) {
      if (words.letter == pattern[i]) text += words.words[pick(words.words.size())];
    }
  }
  return text;
}

/// "HOST TAG[PID]: TEXT".
std::string LogMutator::text() {
  const std::string_view chosen = kTexts[pick(kTexts.size())];
  const std::size_t bar = chosen.find('|');
  const std::string text = filled(chosen.substr(bar + 1));
  const std::string_view host = pick(8) == 0 ? "mx2" : "mail";
  if (chosen.front() == '-') {
    return pick(2) == 0
               ? fmt::format("{} rsyslogd: imuxsock lost 7 messages from pid 5 due to x", host)
               : fmt::format("{} last message repeated {} times", host, pick(3));
  }
  const std::string_view tag = pick(3) != 0 ? kTags[0] : kTags[pick(kTags.size())];
  return fmt::format("{} {}/{}[{}]: {}", host, tag, chosen.substr(0, bar), 11 + pick(4), text);
}

/// Mostly short steps, so that sessions hang together.
char LogMutator::step() { return "aaabbbccdefgh"[pick(13)]; }

/// What some sessions write, as one of the random logs of the unit tests has it.
std::vector<std::string> LogMutator::session() {
  const auto seed = static_cast<unsigned>(random_());
  const bool drawn = stamps_ == Stamps::drawn;
  const LogKind kind = drawn ? kind_ : static_cast<LogKind>(pick(3));
  if (kind == LogKind::exchange) {
    std::vector<std::string> lines = random_exchange_log(seed, 1 + pick(2));
    return drawn ? lines : lines_of(exchange_text(lines, 0, lines.size()));
  }
  if (kind == LogKind::exim) return random_exim_log(seed, 1 + pick(4));
  std::vector<std::string> lines = pick(3) == 0   ? random_exim_syslog(seed, 1 + pick(4))
                                   : pick(2) == 0 ? random_filter_log(seed, 1 + pick(2))
                                                  : random_log(seed, 1 + pick(3));
  if (!drawn) return lines;
  constexpr std::size_t kStamp = 16;  // "Nov 29 10:00:00 ".
  for (std::string& line : lines) line = step() + line.substr(std::min(kStamp, line.size()));
  return lines;
}

std::vector<std::string> LogMutator::more_lines() {
  const bool of_postfix = stamps_ == Stamps::written || kind_ == LogKind::syslog;
  if (!of_postfix || pick(3) == 0) return session();
  std::vector<std::string> lines;
  for (std::size_t n = 1 + pick(6); n > 0; --n) lines.push_back(line());
  return lines;
}

std::string LogMutator::line() {
  if (stamps_ == Stamps::drawn) return step() + text();
  const std::string whole = text();
  const std::size_t minute = pick(60);
  const std::size_t second = pick(60);
  switch (pick(8)) {
    case 0: {
      const std::size_t host = whole.find(' ');
      const std::size_t tag = whole.find('[');
      const std::size_t behind = whole.find("]: ");
      if (tag == std::string::npos || behind == std::string::npos) break;
      return fmt::format(
          "__REALTIME_TIMESTAMP={}\n_HOSTNAME={}\nSYSLOG_IDENTIFIER={}\n_PID={}\n{}{}\n",
          1'795'170'000'000'000 + minute * 60'000'000, whole.substr(0, host),
          whole.substr(host + 1, tag - host - 1), whole.substr(tag + 1, behind - tag - 1),
          pick(4) == 0 ? "PRIORITY=" : "MESSAGE=", whole.substr(behind + 3));
    }
    case 1:
      return fmt::format(R"({{"log":"Nov 20 11:{:02}:{:02} {}\n"}})", minute, second, whole);
    case 2:
      return fmt::format("2026-11-20T11:{:02}:{:02}.25+01:00 {}", minute, second, whole);
    case 3:
      return fmt::format("2026-11-20T10:{:02}:{:02}Z {}", minute, second, whole);
    default:
      break;
  }
  return fmt::format("Nov 20 10:{:02}:{:02} {}", minute, second, whole);
}

void LogMutator::change_arguments(std::vector<std::string>& arguments) {
  if (stamps_ == Stamps::drawn) {
    if (arguments.empty()) arguments.emplace_back();
    if (pick(2) == 0) {
      const std::string_view kind = kind_ == LogKind::exim       ? "e"
                                    : kind_ == LogKind::exchange ? "x"
                                                                 : "";
      arguments.front() = fmt::format("{}{}", kind, pick(1000));
      return;
    }
  }
  const std::ptrdiff_t first = stamps_ == Stamps::drawn ? 1 : 0;
  const auto count = static_cast<std::ptrdiff_t>(arguments.size());
  const std::size_t change = pick(4);
  if (change < 2 && count > first) {
    arguments.erase(arguments.begin() + first +
                    static_cast<std::ptrdiff_t>(pick(static_cast<std::size_t>(count - first))));
  }
  if (change == 0) return;
  // A command stands in front, and takes the place of another.
  const bool command = change == 3;
  if (command && count > first && !arguments[static_cast<std::size_t>(first)].starts_with('-')) {
    arguments.erase(arguments.begin() + first);
  }
  const std::vector<std::string> words =
      lines_of(command ? kCommands[pick(kCommands.size())] : kOptions[pick(kOptions.size())]);
  arguments.insert(command ? arguments.begin() + first : arguments.end(), words.begin(),
                   words.end());
}

void LogMutator::change_lines(std::vector<std::string>& lines) {
  const auto at = [&](std::size_t place) {
    return lines.begin() + static_cast<std::ptrdiff_t>(place);
  };
  const std::size_t place = pick(lines.size() + 1);
  if (lines.empty() || pick(2) == 0) {
    const std::vector<std::string> more = more_lines();
    lines.insert(at(place), more.begin(), more.end());
    return;
  }
  const std::size_t begin = pick(lines.size());
  const std::size_t end = begin + 1 + pick(std::min<std::size_t>(lines.size() - begin, 6));
  switch (pick(4)) {
    case 0:
      lines.erase(at(begin), at(end));
      break;
    case 1: {
      const std::vector<std::string> copy(at(begin), at(end));
      lines.insert(at(place), copy.begin(), copy.end());
      break;
    }
    case 2:
      std::swap(lines[begin], lines[pick(lines.size())]);
      break;
    default:
      std::shuffle(at(begin), at(end), random_);
      break;
  }
}

std::size_t LogMutator::mutate(std::uint8_t* data, std::size_t size, std::size_t most) {
  if (pick(3) == 0) return LLVMFuzzerMutate(data, size, most);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t blank = input.starts_with('\n') ? 0 : std::min(input.find("\n\n"), size);
  std::vector<std::string> arguments = lines_of(input.substr(0, blank));
  std::vector<std::string> lines =
      lines_of(input.substr(std::min(size, blank + (blank == 0 ? 1 : 2))));
  kind_ = log_kind(arguments.empty() ? std::string_view() : arguments.front());
  if (pick(6) == 0) {
    change_arguments(arguments);
  } else {
    for (std::size_t n = 1 + pick(3); n > 0; --n) change_lines(lines);
  }
  std::string changed;
  for (const std::string& argument : arguments) changed += argument + '\n';
  changed += '\n';
  for (const std::string& text : lines) changed += text + '\n';
  if (changed.size() > most) changed.resize(most);
  std::memcpy(data, changed.data(), changed.size());
  return changed.size();
}
