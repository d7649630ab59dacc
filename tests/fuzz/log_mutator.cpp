#include "log_mutator.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/format.h>

#include "support/exchange_log.hpp"
#include "support/exim_log.hpp"
#include "support/random_log.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

/// Behind the tag, whose last part stands in front of the bar. Letters behind '%': c client, q
/// queue id, n number, u user, s sender, v TLS version, k cipher, m mechanism.
constexpr std::array<std::string_view, 42> kTexts{
    "smtpd|connect from %c",
    "smtpd|disconnect from %c ehlo=2 starttls=1 auth=1 mail=%n rcpt=%n data=%n quit=1 commands=8",
    "smtpd|disconnect from %c ehlo=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=6",
    "smtpd|disconnect from %c ehlo=1 auth=0/1 quit=1 commands=2/3",
    "smtpd|disconnect from %c starttls=0/1 commands=0/1",
    "smtpd|disconnect from %c",
    "smtpd|lost connection after DATA from %c",
    "smtpd|lost connection after STARTTLS from %c",
    "smtpd|Anonymous TLS connection established from %c: %v with cipher %k (256/256 bits)",
    "smtpd|Untrusted TLS connection established from %c to a.example: %v with cipher %k (128/128 "
    "bits)",
    "smtpd|%q: client=%c, sasl_method=%m, sasl_username=%u",
    "smtpd|%q: client=%c, sasl_method=%m, sasl_username=%u, sasl_sender=%s",
    "smtpd|%q: client=%c",
    "smtpd|%q: client=%c, orig_queue_id=%q, orig_client=%c",
    "smtpd|NOQUEUE: client=%c, sasl_method=%m, sasl_username=%u",
    "smtpd|proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok: queued as %q; from=<%s> to=<r@example.net> "
    "proto=ESMTP helo=<x>",
    "smtpd|proxy-reject: END-OF-MESSAGE: 550 5.7.1 no; from=<%s> to=<r@example.net> proto=ESMTP "
    "helo=<x>",
    "smtpd|warning: %c: SASL %m authentication failed: UGFzc3dvcmQ6, sasl_username=%u",
    "smtpd|warning: %c: SASL %m authentication failed:",
    "smtpd|warning: TLS library problem: error:0A000102:SSL routines::unsupported protocol:x.c:1:",
    "smtpd|SSL_accept error from %c: -1",
    "smtpd|%q: hold: RCPT from %c: <x>; from=<%s> to=<r@example.net>",
    "smtpd|%q: discard: RCPT from %c: <x>; from=<%s> to=<r@example.net>",
    "smtpd|warning: %q: queue file size limit exceeded",
    "cleanup|%q: message-id=<a@b>",
    "cleanup|%q: reject: header Subject: x from %c; from=<%s>",
    "cleanup|%q: milter-reject: END-OF-MESSAGE from %c: 5.7.1 no; from=<%s>",
    "cleanup|%q: milter-hold: END-OF-MESSAGE from %c: x; from=<%s>",
    "cleanup|%q: removed (canceled)",
    "cleanup|%q: removed (discarded)",
    "qmgr|%q: from=<%s>, size=%n00, nrcpt=%n (queue active)",
    "qmgr|%q: from=<%s>, status=expired, returned to sender",
    "qmgr|%q: removed",
    "smtp|%q: to=<r@example.net>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, "
    "dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as "
    "%q)",
    "smtp|%q: to=<r@example.net>, relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, "
    "dsn=2.0.0, status=sent (250 Ok: queued as %q)",
    "bounce|%q: sender non-delivery notification: %q",
    "pickup|%q: uid=0 from=<root>",
    "postsuper|%q: removed",
    "postsuper|%q: requeued",
    "smtpd|message repeated %n times: [ warning: %c: SASL %m authentication failed: x]",
    "smtpd|Requeue: %q to %q",
    "-|",
};

/// Words of a command line, one a line.
constexpr std::array<std::string_view, 19> kCommands{
    "summary",
    "tls",
    "volume",
    "events",
    "pivot",
    "check",
    "compare",
    "days",
    "hours",
    "weeks",
    "old",
    "clients",
    "domains",
    "mechanisms",
    "report",
    "unusual",
    "sender\nanna@example.org",
    "client\n192.0.2.1",
    "events\n--failures",
};
constexpr std::array<std::string_view, 65> kOptions{
    "--format\ncsv",
    "--format\njson",
    "--format\nndjson",
    "--format\ntable",
    "--format\ntsv",
    "--format\nmarkdown",
    "--format\nhtml",
    "--excel",
    "--excel=semicolon",
    "--ascii",
    "--wide",
    "--width\n60",
    "--chart",
    "--color\nalways",
    "--spreadsheet-safe",
    "--auth\nany",
    "--auth\nnone",
    "--sender\nenvelope",
    "--fold-case",
    "--domain\nexample.org",
    "--where\ntls=tls1_0",
    "--where\ntls1_0>0",
    "--where\ndomain=example.org",
    "--where\nclient^=192.",
    "--where\nmessages>=2",
    "--where\naccount~a",
    "--top\n1",
    "--top\n3",
    "--sort\nbytes",
    "--sort\nsender:asc",
    "--stats",
    "--strict",
    "--quiet",
    "--since\n11-20 11:00",
    "--until\n11-20 12:00",
    "--since\n2026-11-20",
    "--on\n2026-11-20",
    "--last\n7d",
    "--year\n2026",
    "--tz\nEurope/Berlin",
    "--log-tz\nAmerica/New_York",
    "--input-format\npostfix",
    "--input-format\nexchange",
    "--no-seek",
    "-j\n2",
    "--rows\nclient",
    "--rows\nsender,client",
    "--rows\nday",
    "--rows\nhour,tls",
    "--columns\ntls",
    "--columns\naccount",
    "--columns\nmechanism",
    "--values\nmessages,bytes",
    "--values\nsenders,tls1_0,last",
    "--failures",
    "--no-estimates",
    "--count-probes",
    "--join-limit\n3",
    "--client-connector\nDefault ",
    "--baseline-days\n3",
    "--least\n1",
    "--times\n2",
    "--anonymize",
    "--mail-to\na@example.org",
    "--partial\n-o\nx.part",
};

constexpr std::size_t kWordsOfAKind = 5;
struct Words {
  char letter;
  std::array<std::string_view, kWordsOfAKind> words;
};
constexpr std::array<Words, 6> kWords{{
    {'c',
     {"a.example[192.0.2.1]", "unknown[192.0.2.2]", "b.example[2001:db8::1]:2525",
      "localhost[127.0.0.1]", "unknown[unknown]"}},
    {'u', {"anna@example.org", "scanner", "Bert@EXAMPLE.net", "x, sasl_sender=y", "messages"}},
    {'s', {"anna@example.org", "", "c@example.net", "\"a> to=<\"@x.example", "bert@example.net"}},
    {'v', {"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "SSLv3"}},
    {'k', {"TLS_AES_256_GCM_SHA384", "ECDHE-RSA-AES128-SHA", "AES256-SHA", "RC4-MD5", "NULL-SHA"}},
    {'m', {"PLAIN", "LOGIN", "CRAM-MD5", "plain", "XOAUTH2"}},
}};
constexpr std::array<std::string_view, 6> kTags{"postfix",   "postfix/submission", "postfix/smtps",
                                                "postfix-2", "submission",         "px"};

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
