#include "support/exim_log.hpp"

#include <array>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

namespace {

constexpr std::int64_t kBegin = 1795913298;  // 2026-11-29 00:48:18 UTC.
constexpr unsigned kBeginOfDay = 48 * 60 + 18;

std::string base_62(std::uint64_t number, std::size_t digits) {
  constexpr std::string_view kDigits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string text(digits, '0');
  for (std::size_t i = digits; i > 0; --i, number /= 62) text[i - 1] = kDigits[number % 62];
  return text;
}

/// Writes the entries of one server.
class Writer {
 public:
  Writer(unsigned seed, bool syslog)
      : state_(seed * 2654435761ULL + 88172645463325252ULL), syslog_(syslog) {}

  std::vector<std::string> write(std::size_t messages) {
    messages_ = static_cast<unsigned>(messages);
    for (std::size_t i = 0; i < messages; ++i) {
      if (pick(3) == 0) clock_ += 1 + pick(3);
      if (pick(12) == 0) clock_ += 60;
      something();
    }
    return std::move(lines_);
  }

 private:
  unsigned pick(unsigned n) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<unsigned>((state_ >> 20U) % n);
  }

  [[nodiscard]] std::string stamp() const {
    const unsigned second = kBeginOfDay + clock_;
    return fmt::format("2026-11-29 {:02}:{:02}:{:02}", second / 3600, second / 60 % 60,
                       second % 60);
  }

  /// An entry, which syslog may get in parts, and twice where the log of rejects has it, too.
  void say(const std::string& text, bool rejected = false) {
    if (!syslog_) return line(fmt::format("{} {}", stamp(), text));
    const unsigned pid = 100 + pick(5);
    const std::string head = fmt::format("Nov 29 {} mx exim[{}]: ", stamp().substr(11), pid);
    for (int i = 0; i < (rejected ? 2 : 1); ++i) {
      if (text.size() < 120 || pick(2) == 0) {
        lines_.push_back(head + stamp() + ' ' + text);
        continue;
      }
      const std::size_t half = text.size() / 2;
      lines_.push_back(fmt::format("{}[1/2] {} {}", head, stamp(), text.substr(0, half)));
      lines_.push_back(fmt::format("{}[2/2] {}", head, text.substr(half)));
    }
  }
  void line(std::string text) {
    lines_.push_back(text);
    if (pick(12) == 0) lines_.push_back(std::move(text));  // It stands twice.
  }

  std::string session() {
    constexpr std::array<std::string_view, 6> kSessions{
        " P=esmtpsa X=TLS1.0:RSA_AES_256_CBC_SHA1:256 CV=no",
        " P=esmtpsa X=TLS1.2:ECDHE-RSA-AES256-GCM-SHA384:256 CV=no",
        " P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256* CV=no SNI=mx.lab.example",
        " P=esmtpa",
        " P=esmtpsa",
        " P=esmtpsa X=TLS1:ECDHE-RSA-AES256-SHA:256 CV=yes DN=\"/CN=a b\""};
    return std::string(kSessions[pick(kSessions.size())]);
  }
  std::string login() {
    constexpr std::array<std::string_view, 7> kLogins{
        " A=plain:anna@lab.example", " A=login:bob", " A=plain_server:CORP\\\\berta",
        " A=plain:with blank",       " A=plain",     " A=plain:\\303\\274ser",
        " A=plain:x:y@lab.example"};
    return std::string(kLogins[pick(kLogins.size())]);
  }
  std::string id() { return exim_id(kBegin + clock_, ++number_, pick(2) == 0); }

  void something() {
    const std::string name = id();
    const std::string host = " H=(client.lab.example) [192.0.2." + std::to_string(pick(9)) + "]";
    switch (pick(16)) {
      case 0:
        return say(fmt::format("{} <= s@lab.example{} P=esmtps X=TLS1.2:A:256 S=300", name, host));
      case 1:
        return say(fmt::format("{} <= root@lab.example U=root P=local S=304", name));
      case 2:
        say(fmt::format("{} <= s@lab.example{}{}{} S=12", name, host, session(), login()));
        return say(fmt::format("{} rescind the above message-accept", name));
      case 3:
        return say(fmt::format("plain authenticator failed for (x) [192.0.2.7]: 535 Incorrect "
                               "authentication data (set_id=anna{})",
                               pick(3)),
                   true);
      case 4:
        return say(
            "TLS error on connection from [192.0.2.7] (SSL_accept): error:0A000102:SSL "
            "routines::unsupported protocol");
      case 5:
        return say(
            fmt::format("{}{} X=TLS1.2:A:256 CV=no F=<s@lab.example> A=plain:anna@lab.example "
                        "rejected after DATA: content refused",
                        name, host),
            true);
      case 6:
        return say(fmt::format("{} (= s@lab.example{}{}{} S=13", name, host, session(), login()));
      case 7:
        return say(
            fmt::format("1xxxxx-000001-AB <= f@lab.example{} P=esmtpsa X=TLS1.0:RSA:256 "
                        "A=plain:victim@lab.example S=1",
                        host));
      case 8:
        if (pick(messages_ / 12 + 1) != 0) break;
        return hostile(name, host);
      default:
        break;
    }
    say(fmt::format("{} <= s@lab.example{}{}{} S={} id=a{}@x for r@lab.example q@lab.example", name,
                    host, session(), login(), 100 + pick(900), number_));
    if (pick(2) == 0) say(fmt::format("{} => r <r@lab.example> R=all T=file", name));
    if (pick(2) == 0) say(fmt::format("{} Completed", name));
  }

  /// A client that may write line ends into its own line. In syslog they make parts of it.
  void hostile(const std::string& name, const std::string& host) {
    const std::string begin = fmt::format(
        "{} <= s@lab.example{} P=esmtpsa X=TLS1.2:A:256 CV=no A=plain:mallory@lab.example:a", name,
        host);
    const std::string forged = fmt::format(
        "{} {} <= ceo@lab.example{} P=esmtpsa X=TLS1.0:RSA:256 CV=no A=plain:victim@lab.example "
        "S=1",
        stamp(), id(), host);
    if (syslog_) {
      const std::string head = fmt::format("Nov 29 {} mx exim[77]: ", stamp().substr(11));
      lines_.push_back(fmt::format("{}[1\\2] {} {}", head, stamp(), begin));
      lines_.push_back(fmt::format("{}[2/2] {} S=271", head, forged));
      return;
    }
    lines_.push_back(fmt::format("{} {}", stamp(), begin));
    if (pick(2) == 0) lines_.emplace_back("a line without a stamp");
    if (pick(2) == 0) lines_.push_back(forged);
    lines_.push_back(forged + " S=271");
  }

  std::uint64_t state_;
  bool syslog_;
  unsigned messages_ = 0;
  unsigned clock_ = 0;
  unsigned number_ = 0;
  std::vector<std::string> lines_;
};

}  // namespace

std::string exim_id(std::int64_t second, unsigned number, bool is_long) {
  const std::string first = base_62(static_cast<std::uint64_t>(second), 6);
  return is_long ? fmt::format("{}-{}-{}", first, base_62(number, 11), base_62(77, 4))
                 : fmt::format("{}-{}-{}", first, base_62(number, 6), base_62(7, 2));
}

std::vector<std::string> random_exim_log(unsigned seed, std::size_t messages) {
  return Writer(seed, false).write(messages);
}

std::vector<std::string> random_exim_syslog(unsigned seed, std::size_t messages) {
  return Writer(seed, true).write(messages);
}
