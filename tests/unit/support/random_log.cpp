#include "support/random_log.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "smtptally/zone.hpp"

namespace {

struct Line {
  unsigned second;
  std::size_t order;
  std::string text;
};

class Writer {
 public:
  explicit Writer(unsigned seed, bool filters = false)
      : state_(seed * 2654435761ULL + 88172645463325252ULL), filters_(filters) {}

  std::vector<std::string> write(std::size_t sessions) {
    for (std::size_t i = 0; i < sessions; ++i) {
      clock_ += pick(4);
      session();
    }
    std::stable_sort(lines_.begin(), lines_.end(),
                     [](const Line& a, const Line& b) { return a.second < b.second; });
    std::vector<std::string> texts;
    for (const Line& line : lines_) {
      texts.push_back(fmt::format("Nov 20 10:{:02}:{:02} mail {}", line.second / 60 % 60,
                                  line.second % 60, line.text));
    }
    return texts;
  }

 private:
  unsigned pick(unsigned n) {  // xorshift: the standard's distributions differ between libraries.
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<unsigned>((state_ >> 20U) % n);
  }
  bool chance(unsigned percent) { return pick(100) < percent; }

  /// Lines are written with "postfix/…"; the instance of the session takes its place.
  void say(unsigned second, std::string text) {
    text.replace(0, text.find('/'), instance_);
    lines_.push_back({second, lines_.size(), text});
    if (chance(3)) lines_.push_back({second, lines_.size(), text});  // A line that stands twice.
  }

  /// Few ids, so that they come again; never twice in two seconds, as on a real server.
  std::string queue_id(unsigned at) {
    for (unsigned attempt = 0;; ++attempt) {
      const unsigned n = attempt < 40 ? pick(60) : 60 + unique_++;
      if (n >= used_at_.size()) used_at_.resize(n + 1, 0);
      if (used_at_[n] != 0 && at < used_at_[n] + 4) continue;
      used_at_[n] = at + 8;
      return fmt::format("{:05X}9E3A{:02X}", 0xA1000 + n, n);
    }
  }

  struct Session {
    std::string tag;
    std::string client;
    unsigned at = 0;
    unsigned data_ok = 0;
    unsigned data_all = 0;
    unsigned starttls = 0;
    unsigned chunks = 0;
    bool tls = false;
  };

  void established(Session& s, unsigned pid) {
    static constexpr std::array<const char*, 5> kVersions{"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3",
                                                          "SSLv3"};
    if (chance(92)) {
      say(s.at, fmt::format("{}[{}]: Anonymous TLS connection established from {}: {} with cipher "
                            "AES128-SHA (128/128 bits)",
                            s.tag, pid, s.client, kVersions[pick(5)]));
    }
    s.tls = true;
    if (s.tag.find("submissions") == std::string::npos) ++s.starttls;
  }

  void session() {
    static constexpr std::array<const char*, 4> kTags{"postfix/submission/smtpd",
                                                      "postfix/submissions/smtpd", "postfix/smtpd",
                                                      "postfix/quiet/smtpd"};
    Session s;
    s.tag = kTags[pick(4)];
    instance_ = chance(70) ? "postfix" : "postfix-x";
    s.client = fmt::format("unknown[192.0.2.{}]", 1 + pick(5));
    s.at = clock_;
    const unsigned pid = 100 + pick(8);
    // A process serves one client at a time.
    if (busy_until_.size() <= pid) busy_until_.resize(pid + 1, 0);
    s.at = std::max(s.at, busy_until_[pid] + (chance(50) ? 0 : 1));
    const bool quiet = s.tag == kTags[3];
    if (chance(95)) say(s.at, fmt::format("{}[{}]: connect from {}", s.tag, pid, s.client));
    if (chance(8)) return broken_handshake(s, pid);
    if (!quiet && (s.tag == kTags[1] || chance(60))) established(s, pid);
    if (filters_ && chance(25)) local_mail(s.at);
    const unsigned mails = pick(4);
    for (unsigned i = 0; i < mails; ++i) {
      s.at += pick(2);
      if (!quiet && !s.tls && chance(10)) established(s, pid);
      transaction(s, pid);
    }
    s.at += pick(2);
    if (chance(90)) {
      say(s.at, fmt::format("{}[{}]: disconnect from {}{}", s.tag, pid, s.client, statistics(s)));
    }
    busy_until_[pid] = s.at;
  }

  void broken_handshake(Session& s, unsigned pid) {
    static constexpr std::array<const char*, 4> kSaid{"-1", "-1", "0", "lost connection"};
    static constexpr std::array<const char*, 4> kLibrary{
        "error:0A000102:SSL routines::unsupported protocol:a.c:1:",
        "7:error:1408A0C1:SSL routines:HELLO:no shared cipher:s3_srvr.c:1387:",
        "error:14094418:SSL routines:READ:tlsv1 alert unknown ca:b.c:2:SSL alert number 48:",
        "error:140940E5:SSL routines:READ:ssl handshake failure:b.c:3:"};
    if (chance(85)) {
      say(s.at, fmt::format("{}[{}]: SSL_accept error from {}: {}", s.tag, pid, s.client,
                            kSaid[pick(4)]));
    }
    for (unsigned n = pick(3); n > 0; --n) {
      const std::string text = kLibrary[pick(4)];
      say(s.at, fmt::format("{}[{}]: warning: TLS library problem: {}", s.tag, pid, text));
    }
    if (chance(20)) s.at += pick(4);
    if (chance(90)) {
      say(s.at, fmt::format("{}[{}]: {}lost connection after STARTTLS from {}", s.tag, pid,
                            chance(50) ? "NOQUEUE: " : "", s.client));
    }
    if (chance(90)) {
      const char* const counts = chance(80) ? " ehlo=1 starttls=0/1 commands=1/2" : "";
      say(s.at, fmt::format("{}[{}]: disconnect from {}{}", s.tag, pid, s.client, counts));
    }
    busy_until_[pid] = s.at;
  }

  std::string statistics(const Session& s) {
    if (chance(8)) return "";  // Before Postfix 3.0.
    std::string text = " ehlo=1";
    if (s.starttls > 0) text += fmt::format(" starttls={}", s.starttls);
    if (s.data_all > 0) {
      text += s.data_ok == s.data_all ? fmt::format(" data={}", s.data_ok)
                                      : fmt::format(" data={}/{}", s.data_ok, s.data_all);
    }
    if (s.chunks > 0) text += fmt::format(" bdat={}", s.chunks);
    return text + " quit=1 commands=9";
  }

  void transaction(Session& s, unsigned pid) {
    static constexpr std::array<const char*, 5> kUsers{"anna@example.org", "bert", "c, d",
                                                       "EVE@Example.Org", ""};
    const std::string q = queue_id(s.at);
    std::string tail;
    if (s.tag != "postfix/smtpd" && chance(85)) {
      tail = fmt::format(", sasl_method=PLAIN, sasl_username={}", kUsers[pick(5)]);
    }
    if (chance(6)) tail += ", sasl_sender=x, sasl_username=ceo";
    if (chance(10)) return noqueue(s, pid, tail);
    const unsigned kind = pick(14);
    const char* const smtpd_action = chance(50) ? "hold" : "discard";
    if (kind == 5) {
      say(s.at, fmt::format("{}[{}]: NOQUEUE: {}: RCPT from {}: <r@x>: ok; from=<a@b> to=<r@x>",
                            s.tag, pid, smtpd_action, s.client));
    }
    if (kind == 6) tail += ", orig_queue_id=ABCDEF1, orig_client=unknown[192.0.2.99]";
    say(s.at, fmt::format("{}[{}]: {}: client={}{}", s.tag, pid, q, s.client, tail));
    if (kind <= 1) return;  // RSET, or the client left after RCPT.
    if (kind == 2) {
      ++s.data_all;
      return say(s.at,
                 fmt::format("{}[{}]: lost connection after DATA from {}", s.tag, pid, s.client));
    }
    const std::string cleanup = fmt::format("postfix/cleanup[{}]: {}: ", 200 + pick(3), q);
    if (chance(80)) say(s.at, cleanup + "message-id=<x@y>");
    if (kind == 3) {
      ++s.data_all;
      return say(s.at, cleanup + "reject: header Subject: x from a; from=<a@b>: no");
    }
    if (kind == 8) {
      ++s.chunks;
    } else {
      ++s.data_ok;
      ++s.data_all;
    }
    if (kind == 4) {
      say(s.at, cleanup + "hold: header Subject: x from a; from=<a@b>: no");
      return chance(50) ? requeue(s.at + pick(3), q) : void();
    }
    if (kind == 5) return;
    queue(s.at + (chance(15) ? pick(4) : 0), q);
  }

  /// MailScanner takes what is on hold and gives it back.
  void requeue(unsigned at, const std::string& old) {
    const std::string q = queue_id(at);
    if (chance(90)) {
      lines_.push_back(
          {at, lines_.size(), fmt::format("MailScanner[51]: Requeue: {}.A1B2C to {}", old, q)});
    }
    queue(at, q);
  }

  void queue(unsigned at, const std::string& q) {
    const std::string qmgr = fmt::format("postfix/qmgr[77]: {}: ", q);
    if (chance(93)) {
      const char* const end =
          chance(95) ? "@example.org>, size=900, nrcpt=2 (queue active)" : "xxx";
      say(at, qmgr + "from=<a>, size=1, nrcpt=1 (queue active) b" + end);
    }
    if (chance(10)) {
      say(at, fmt::format("postfix/bounce[78]: {}: sender non-delivery notification: {}", q,
                          queue_id(at)));
    }
    if (filters_ && chance(60)) {
      const std::string second = second_pass(at);
      const char* const relay = chance(90) ? "127.0.0.1[127.0.0.1]:10024" : "x[192.0.2.9]:25";
      say(at + 1 + pick(5),
          fmt::format("postfix/smtp[79]: {}: to=<r@x>, relay={}, status=sent (250 2.0.0 from MTA: "
                      "250 2.0.0 Ok: queued as {})",
                      q, relay, second));
    } else if (chance(90)) {
      say(at + pick(2),
          fmt::format("postfix/smtp[79]: {}: to=<r@x>, relay=127.0.0.1[127.0.0.1]:25, "
                      "status=sent (250 2.0.0 Ok: queued as {})",
                      q, "0123456789AB"));
    }
    if (chance(85)) say(at + 2, qmgr + "removed");
  }

  /// Mail of this machine, which goes through the filter, too.
  void local_mail(unsigned at) {
    const std::string q = queue_id(at);
    if (chance(90)) say(at, fmt::format("postfix/pickup[9]: {}: uid=0 from=<root>", q));
    queue(at, q);
  }

  /// What a filter hands in; gives its queue id.
  std::string second_pass(unsigned at) {
    const std::string q = queue_id(at);
    const std::string instance = instance_;
    if (chance(10)) instance_ = instance == "postfix" ? "postfix-x" : "postfix";
    // Some filters keep a connection for many messages.
    const unsigned pid = 300 + pick(3);
    const bool keeps = pid == 300;
    const std::string smtpd = fmt::format("postfix/smtpd[{}]: ", pid);
    if (!keeps || chance(20)) say(at, smtpd + "connect from localhost[127.0.0.1]");
    say(at, fmt::format("{}{}: client=localhost[127.0.0.1]", smtpd, q));
    if (chance(8)) say(at, fmt::format("postfix/cleanup[201]: {}: reject: body x from a; no", q));
    if (chance(90)) {
      say(at + pick(2),
          fmt::format("postfix/qmgr[77]: {}: from=<a@b>, size=9, nrcpt=1 (queue active)", q));
    }
    if (!keeps && chance(90)) {
      say(at + pick(3),
          smtpd + fmt::format("disconnect from localhost[127.0.0.1] data={}", chance(90) ? 1 : 0));
    }
    if (chance(90)) say(at + 2 + pick(3), fmt::format("postfix/qmgr[77]: {}: removed", q));
    instance_ = instance;
    return q;
  }

  void noqueue(Session& s, unsigned pid, const std::string& tail) {
    say(s.at, fmt::format("{}[{}]: NOQUEUE: client={}{}", s.tag, pid, s.client, tail));
    if (chance(30)) return;
    const std::string next = filters_ && chance(80) ? second_pass(s.at) : "123456";
    ++s.data_all;
    const bool accepted = chance(70);
    if (accepted) ++s.data_ok;
    say(s.at,
        fmt::format("{}[{}]: proxy-{}: END-OF-MESSAGE: {} queued as {}; from=<p@q> to=<r@x> "
                    "proto=ESMTP helo=<c>",
                    s.tag, pid, accepted ? "accept" : "reject", accepted ? "250" : "554", next));
  }

  std::uint64_t state_;
  bool filters_;
  std::string instance_ = "postfix";
  unsigned clock_ = 5;
  unsigned unique_ = 0;
  std::vector<Line> lines_;
  std::vector<unsigned> used_at_;
  std::vector<unsigned> busy_until_;
};

/// Some bits, and the seed of the next ones.
unsigned draw(unsigned& seed) {
  seed = seed * 1'103'515'245U + 12'345U;
  return seed >> 16U;
}

/// Of a line of a random log, since the epoch.
std::int64_t second_of(const std::string& line) {
  const auto two_digits = [&](std::size_t at) { return std::stoi(line.substr(at, 2)); };
  constexpr std::int64_t kMidnight = 1'795'132'800;
  return kMidnight + (two_digits(7) * 60 + two_digits(10)) * 60 + two_digits(13);
}

}  // namespace

std::vector<std::string> random_log(unsigned seed, std::size_t sessions) {
  return Writer(seed).write(sessions);
}

std::vector<std::string> random_filter_log(unsigned seed, std::size_t sessions) {
  return Writer(seed, true).write(sessions);
}

std::string joined(const std::vector<std::string>& lines, std::size_t begin, std::size_t end) {
  std::string bytes;
  for (std::size_t i = begin; i < end; ++i) {
    bytes += lines[i];
    bytes += '\n';
  }
  return bytes;
}

std::vector<std::string> with_pauses(const std::vector<std::string>& log, unsigned seed) {
  static constexpr std::array<unsigned, 12> kPauses{0,    1,    3,      59,     3'599,  3'600,
                                                    3601, 7200, 86'399, 86'401, 90'000, 1'300'000};
  unsigned pause = 0;
  std::string before;
  std::vector<std::string> slow;
  for (const std::string& line : log) {
    if (!before.empty() && line.substr(0, 15) != before) {
      const unsigned bits = draw(seed);
      if (bits % 4 == 0) pause += kPauses[(bits >> 4U) % kPauses.size()];
    }
    before = line.substr(0, 15);
    const smtptally::Micros time = (second_of(line) + pause) * smtptally::kMicrosPerSecond;
    slow.push_back(smtptally::format_rfc3339(time, smtptally::Zone()) + line.substr(15));
  }
  return slow;
}

std::vector<std::string> out_of_order(std::vector<std::string> log, unsigned seed) {
  std::int64_t latest = 0;
  for (std::size_t i = 0; i < log.size(); ++i) {
    latest = std::max(latest, second_of(log[i]));
    const bool swap = draw(seed) % 3 == 0 && i > 0;
    if (swap && latest - second_of(log[i - 1]) <= 1) std::swap(log[i - 1], log[i]);
  }
  return log;
}
