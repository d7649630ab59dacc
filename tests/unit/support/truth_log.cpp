#include "support/truth_log.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace {

class Random {
 public:
  explicit Random(unsigned seed) : state_(seed * 2654435761ULL + 88172645463325252ULL) {
    for (int i = 0; i < 4; ++i) (void)pick(2);
  }
  unsigned pick(unsigned n) {  // xorshift: the standard's distributions differ between libraries.
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<unsigned>((state_ >> 20U) % n);
  }
  bool chance(unsigned percent) { return pick(100) < percent; }

 private:
  std::uint64_t state_;
};

struct Service {
  const char* tag;
  bool implicit;
};
constexpr std::array<Service, 4> kServices{{{"postfix/submission/smtpd", false},
                                            {"postfix/smtpd", false},
                                            {"postfix/submissions/smtpd", true},
                                            {"postfix/legacy/smtpd", true}}};
struct Version {
  const char* logged;
  const char* name;
};
constexpr std::array<Version, 5> kVersions{{{"TLSv1", "tls1_0"},
                                            {"TLSv1.1", "tls1_1"},
                                            {"TLSv1.2", "tls1_2"},
                                            {"TLSv1.3", "tls1_3"},
                                            {"", "none"}}};
constexpr unsigned kPlain = 4;

class Writer {
 public:
  Writer(unsigned seed, Versions versions) : random_(seed), versions_(versions) {}

  TruthLog write(std::size_t sessions) {
    for (std::size_t i = 0; i < sessions; ++i) {
      clock_ += random_.pick(5);
      session();
    }
    std::stable_sort(timed_.begin(), timed_.end(),
                     [](const Timed& a, const Timed& b) { return a.second < b.second; });
    for (Timed& timed : timed_) log_.lines.push_back(std::move(timed.line));
    return std::move(log_);
  }

 private:
  struct Timed {
    unsigned second = 0;
    TruthLine line;
  };
  struct Session {
    const Service* service = nullptr;
    std::string process;
    std::string client;
    unsigned pid = 0;
    unsigned at = 0;
    unsigned version = kPlain;  ///< At the moment.
    unsigned starttls = 0;
    unsigned mail = 0;
    unsigned data = 0;
    unsigned data_all = 0;
    unsigned refused = 0;
    std::vector<std::string> plain;  ///< Queue ids in front of TLS.
  };

  void say(unsigned second, unsigned pid, const char* kind, const std::string& text) {
    const auto stamp = fmt::format("Nov 20 {:02}:{:02}:{:02} mail ", 10 + second / 3600,
                                   second / 60 % 60, second % 60);
    timed_.push_back({second, {stamp + text, kind, pid}});
  }
  void say(const Session& s, const char* kind, const std::string& text) {
    say(s.at, s.pid, kind, s.process + text);
  }

  void begin_tls(Session& s, unsigned version) {
    s.version = version;
    if (!s.service->implicit) ++s.starttls;
    say(s, "tls",
        fmt::format("Anonymous TLS connection established from {}: {} with cipher AES128-SHA "
                    "(128/128 bits)",
                    s.client, kVersions[version].logged));
  }

  void session() {
    Session s;
    const unsigned number = random_.pick(kServices.size());
    s.service = &kServices[number];
    s.pid = 100 * (number + 1) + random_.pick(4);
    s.process = fmt::format("{}[{}]: ", s.service->tag, s.pid);
    const unsigned address = random_.pick(12);
    s.client = fmt::format("unknown[192.0.2.{}]", 10 + address);
    // A process serves one client at a time.
    unsigned& busy_until = busy_until_[s.pid];
    s.at = std::max(clock_, busy_until + random_.pick(2));
    const unsigned drawn = versions_ == Versions::keep ? address % 5 : random_.pick(5);
    const unsigned version = s.service->implicit && drawn == kPlain ? 2 : drawn;
    say(s, "connect", "connect from " + s.client);
    const bool late_tls = version != kPlain && !s.service->implicit &&
                          versions_ == Versions::change && random_.chance(4);
    if (version != kPlain && !late_tls) begin_tls(s, version);
    const unsigned mails = random_.pick(4);
    for (unsigned i = 0; i < mails; ++i) {
      s.at += random_.pick(3);
      if (late_tls && i == 1) begin_tls(s, version);
      transaction(s);
    }
    s.at += random_.pick(3);
    say(s, "disconnect", "disconnect from " + s.client + statistics(s, mails));
    busy_until = s.at;
    if (s.refused > 0 && s.starttls > 0) log_.unproven.insert(s.plain.begin(), s.plain.end());
  }

  static std::string statistics(const Session& s, unsigned mails) {
    std::string text = fmt::format(" ehlo={}", 1 + s.starttls);
    if (s.starttls > 0) text += fmt::format(" starttls={}", s.starttls);
    if (mails > 0) text += " auth=1";
    if (s.mail > 0) text += fmt::format(" mail={0} rcpt={0}", s.mail);
    if (s.data_all > s.data) {
      text += fmt::format(" data={}/{}", s.data, s.data_all);
    } else if (s.data > 0) {
      text += fmt::format(" data={}", s.data);
    }
    return text + " quit=1 commands=9";
  }

  void transaction(Session& s) {
    ++s.mail;
    if (random_.chance(5)) {  // No recipient was accepted: no queue id.
      ++s.refused;
      return say(s, "reject", "NOQUEUE: reject: RCPT from " + s.client + ": 550 no; from=<a@b>");
    }
    const std::string q = fmt::format("{:05X}9E3A{:03X}", 0xA1000 + ids_ % 0xFFF, ids_ % 4096);
    ++ids_;
    say(s, "client",
        fmt::format("{}: client={}, sasl_method=PLAIN, sasl_username=u{}@example.org", q, s.client,
                    random_.pick(9)));
    if (random_.chance(8)) return;  // RSET.
    ++s.data_all;
    if (random_.chance(3)) return;  // The client left in DATA.
    say(s.at, 20, "cleanup", fmt::format("postfix/cleanup[20]: {}: message-id=<x@y>", q));
    if (random_.chance(3)) {
      return say(s.at, 20, "cleanup", fmt::format("postfix/cleanup[20]: {}: reject: body x", q));
    }
    ++s.data;
    log_.tls_of[q] = kVersions[s.version].name;
    if (s.version == kPlain) s.plain.push_back(q);
    say(s.at + (random_.chance(20) ? 1 + random_.pick(3) : 0), 21, "qmgr",
        fmt::format("postfix/qmgr[21]: {}: from=<a@b>, size=9, nrcpt=1 (queue active)", q));
    say(s.at + 3, 22, "delivery",
        fmt::format("postfix/smtp[22]: {}: to=<r@x>, relay=x[192.0.2.250]:25, status=sent (250)",
                    q));
    say(s.at + 4, 21, "removed", fmt::format("postfix/qmgr[21]: {}: removed", q));
  }

  Random random_;
  Versions versions_;
  TruthLog log_;
  std::vector<Timed> timed_;
  std::map<unsigned, unsigned> busy_until_;
  unsigned clock_ = 5;
  unsigned ids_ = 0;
};

}  // namespace

TruthLog truth_log(unsigned seed, std::size_t sessions, Versions versions) {
  return Writer(seed, versions).write(sessions);
}

std::vector<std::string> with_losses(const TruthLog& log, unsigned seed) {
  static constexpr std::array<const char*, 8> kKinds{"connect", "tls",  "client",   "disconnect",
                                                     "cleanup", "qmgr", "delivery", "removed"};
  static constexpr std::array<unsigned, 6> kShares{1, 2, 5, 10, 20, 100};
  Random random(seed);
  const auto size = static_cast<unsigned>(log.lines.size());
  const unsigned way = random.pick(4);
  const unsigned share = kShares[random.pick(way == 3 ? 5 : 6)];
  const std::string kind = kKinds[random.pick(kKinds.size())];
  const unsigned pid = log.lines[random.pick(size)].pid;
  const unsigned length = size / 20 + random.pick(size / 4);
  const unsigned begin = random.pick(size);
  std::vector<std::string> kept;
  for (unsigned i = 0; i < size; ++i) {
    const TruthLine& line = log.lines[i];
    const bool in_stretch = i >= begin && i < begin + length;
    const bool at_risk = way == 0   ? line.kind == kind && random.chance(share)
                         : way == 1 ? line.pid == pid && (in_stretch || share == 100)
                         : way == 2 ? in_stretch
                                    : random.chance(share);
    if (!at_risk) kept.push_back(line.text);
  }
  return kept;
}
