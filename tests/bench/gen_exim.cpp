// Writes a long mainlog of Exim and the truth about it. See --help.

#include <array>
#include <chrono>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "command_line.hpp"
#include "gen/truth.hpp"

namespace smtptally::bench {
namespace {

constexpr int kUsage = 2;

struct Options : CommonOptions {
  std::uint64_t bytes = 20'000'000;
  std::uint64_t days = 2;
  std::uint64_t senders = 2000;
  bool cpanel = false;
};

constexpr std::string_view kHelp =
    "gen_exim --out FILE [--bytes N] [--days N] [--senders N] [--seed N] [--start YYYY-MM-DD]\n"
    "         [--truth FILE] [--cpanel]\n"
    "A mainlog of Exim as a busy server writes it: a delivery or two and \"Completed\" for each\n"
    "message, mail from other servers, refused recipients and logins, queue runs; with --cpanel\n"
    "also ports, subjects, recipients and a line for each connection. The truth is what\n"
    "`smtptally tls --format csv` prints.\n";

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { static_cast<void>(std::fclose(file)); }
};

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 2654435761ULL + 88172645463325252ULL) {}
  std::uint64_t pick(std::uint64_t n) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return (state_ >> 11U) % n;
  }

 private:
  std::uint64_t state_;
};

/// As GnuTLS calls them.
struct Version {
  std::string_view text;
  std::size_t column;
};
constexpr std::array<Version, 6> kVersions{{
    {"TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256", 3},
    {"TLS1.2:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256", 2},
    {"TLS1.3:ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_256_GCM:256", 3},
    {"TLS1.2:ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_128_GCM:128", 2},
    {"TLS1.1:ECDHE_X25519__RSA_SHA1__AES_256_CBC__SHA1:256", 1},
    {"TLS1.0:ECDHE_X25519__RSA_SHA1__AES_256_CBC__SHA1:256", 0},
}};

std::string base_62(std::uint64_t number, std::size_t digits) {
  constexpr std::string_view kDigits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string text(digits, '0');
  for (std::size_t i = digits; i > 0; --i, number /= 62) text[i - 1] = kDigits[number % 62];
  return text;
}

class Server {
 public:
  Server(const Options& options, std::FILE* out)
      : options_(options), out_(out), random_(options.seed), truth_(options.senders) {
    for (std::size_t i = 0; i < truth_.size(); ++i) {
      truth_[i].user = "user" + std::to_string(i) + "@example" + std::to_string(i % 17) + ".org";
    }
    const std::chrono::sys_days day = std::chrono::year{options.year} /
                                      static_cast<int>(options.month) /
                                      static_cast<int>(options.day);
    begin_ = static_cast<std::uint64_t>(day.time_since_epoch().count()) * 86400;
  }

  bool run() {
    while (bytes_ < options_.bytes) {
      second_ = begin_ + bytes_ * (options_.days * 86400) / options_.bytes;
      something();
    }
    return std::ferror(out_) == 0;
  }
  [[nodiscard]] const std::vector<AccountTruth>& truth() const { return truth_; }
  [[nodiscard]] std::uint64_t lines() const { return lines_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void say(const std::string& text) {
    const std::uint64_t of_day = second_ % 86400;
    const std::chrono::year_month_day date{
        std::chrono::sys_days(std::chrono::days(static_cast<int>(second_ / 86400)))};
    std::array<char, 32> stamp{};
    const int size =
        std::snprintf(stamp.data(), stamp.size(), "%04d-%02u-%02u %02u:%02u:%02u ",
                      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()), static_cast<unsigned>(of_day / 3600),
                      static_cast<unsigned>(of_day / 60 % 60), static_cast<unsigned>(of_day % 60));
    static_cast<void>(std::fwrite(stamp.data(), 1, static_cast<std::size_t>(size), out_));
    static_cast<void>(std::fwrite(text.data(), 1, text.size(), out_));
    static_cast<void>(std::fputc('\n', out_));
    bytes_ += static_cast<std::uint64_t>(size) + text.size() + 1;
    ++lines_;
  }

  std::string id() {
    return base_62(second_, 6) + '-' + base_62(++number_ * 7 % 4'000'000, 6) + '-' +
           base_62(random_.pick(2000), 2);
  }
  std::string address() {
    return "[203.0.113." + std::to_string(random_.pick(250)) + "]" +
           (options_.cpanel ? ":" + std::to_string(20000 + random_.pick(40000)) : "");
  }

  void something() {
    // A host that the Internet reaches refuses about as much as it takes.
    switch (random_.pick(20)) {
      case 0:
      case 4:
      case 5:
      case 6:
      case 7:
      case 8:
      case 9:
        say("H=(" + std::to_string(random_.pick(1000)) + ".example.net) " + address() +
            " F=<spam@example.net> rejected RCPT <nobody@example0.org>: Unrouteable address");
        return;
      case 1:
        say("plain_server authenticator failed for (ylmf-pc) " + address() +
            ": 535 Incorrect authentication data (set_id=info@example1.org)");
        return;
      case 2:
      case 10:
        say("no host name found for IP address 203.0.113." + std::to_string(random_.pick(250)));
        return;
      case 3:
        say("Start queue run: pid=" + std::to_string(random_.pick(30000)));
        say("End queue run: pid=" + std::to_string(random_.pick(30000)));
        return;
      default:
        return message();
    }
  }

  void message() {
    const std::string name = id();
    const std::string host = "pc" + std::to_string(random_.pick(5000)) + ".example.net";
    const std::string client = address();
    if (options_.cpanel) {
      say("SMTP connection from " + client +
          " (TCP/IP connection count = " + std::to_string(1 + random_.pick(9)) + ")");
    }
    std::string line = name + " <= ";
    if (random_.pick(2) == 0) {
      line += "news" + std::to_string(random_.pick(99)) + "@" + host + " H=" + host + " " + client +
              " P=esmtps X=" + std::string(kVersions[random_.pick(4)].text) + " CV=no";
    } else {
      AccountTruth& account = truth_[random_.pick(random_.pick(truth_.size()) + 1)];
      line += account.user + " H=(" + host + ") " + client;
      if (random_.pick(20) == 0) {
        line += " P=esmtpa";
        ++account.messages[static_cast<std::size_t>(Tls::plain)];
      } else {
        const Version& version = kVersions[random_.pick(kVersions.size())];
        line += " P=esmtpsa X=" + std::string(version.text) + " CV=no";
        ++account.messages[version.column];
      }
      line += " A=plain_server:" + account.user;
    }
    line += " S=" + std::to_string(500 + random_.pick(90000)) +
            " id=" + std::to_string(random_.pick(1'000'000'000'000)) + "." +
            std::to_string(number_) + "@" + host;
    const std::string recipient = "r" + std::to_string(random_.pick(4000)) + "@example.com";
    if (options_.cpanel) line += " T=\"Re: your order\" for " + recipient;
    say(line);
    const std::uint64_t deliveries = random_.pick(4) == 0 ? 2 : 1;
    for (std::uint64_t i = 0; i < deliveries; ++i) {
      say(name + (i == 0 ? " => " : " -> ") + recipient +
          " R=dnslookup T=remote_smtp H=mx.example.com [198.51.100.25] X=" +
          std::string(kVersions[i].text) +
          " CV=yes DN=\"CN=mx.example.com\" C=\"250 2.0.0 OK: "
          "queued as " +
          base_62(random_.pick(1U << 30U), 10) + "\"");
    }
    say(name + " Completed");
    if (options_.cpanel) say("SMTP connection from (" + host + ") " + client + " closed by QUIT");
  }

  const Options& options_;
  std::FILE* out_;
  Random random_;
  std::vector<AccountTruth> truth_;
  std::uint64_t begin_ = 0;
  std::uint64_t second_ = 0;
  std::uint64_t number_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t lines_ = 0;
};

bool read_option(std::string_view name, std::string_view value, Options& options) {
  if (name == "--bytes") return read_positive(value, options.bytes);
  if (name == "--days") return read_positive(value, options.days);
  return name == "--senders" && read_positive(value, options.senders);
}

bool take_flag(std::string_view name, Options& options) {
  options.cpanel = options.cpanel || name == "--cpanel";
  return name == "--cpanel";
}

int generate(const Options& options) {
  // As large as those of gen_postfix: the blocks in which a file was written decide how large the
  // pieces of the page cache are, and with them how long it takes to read (a sixth of a run).
  std::vector<char> buffer(std::size_t{1} << 20U);
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(options.out.c_str(), "wb"));
  if (!file) {
    std::perror(options.out.c_str());
    return 1;
  }
  static_cast<void>(std::setvbuf(file.get(), buffer.data(), _IOFBF, buffer.size()));
  Server server(options, file.get());
  if (!server.run() || std::fflush(file.get()) != 0) {
    std::perror(options.out.c_str());
    return 1;
  }
  if (!options.truth.empty() && !write_truth(options.truth, server.truth())) {
    std::perror(options.truth.c_str());
    return 1;
  }
  static_cast<void>(std::fprintf(stderr, "gen_exim: %" PRIu64 " lines, %" PRIu64 " bytes\n",
                                 server.lines(), server.bytes()));
  return 0;
}

}  // namespace
}  // namespace smtptally::bench

int main(int argc, char** argv) {
  using namespace smtptally::bench;
  const CommandLine<Options> line{"gen_exim", kHelp, &read_option, &take_flag};
  const auto options = line.parse(argc, argv);
  return options ? generate(*options) : kUsage;
}
