#include "support/exchange_truth.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "support/exchange_log.hpp"

namespace {

using Kind = ExchangeTruth::Kind;

constexpr std::array<std::string_view, 5> kClasses{"tls1_0", "tls1_1", "tls1_2", "none", "none"};
constexpr unsigned kHubSession = 1'000'000;
constexpr unsigned kTracked = 2'000'000;  // Rows of tracking are lost with no session.

std::string stamp(unsigned second) {
  return fmt::format("2026-03-02T{:02}:{:02}:{:02}.000Z", 6 + second / 3600, second / 60 % 60,
                     second % 60);
}

/// One side of a dialogue: a session of a connector.
struct Session {
  std::string connector;
  unsigned id = 0;
  std::string peer;
  unsigned start = 0;
  unsigned sequence = 0;
  unsigned mails = 0;
};

class Writer {
 public:
  Writer(unsigned seed, ExchangeTruth::Versions versions) : random_(seed), versions_(versions) {}

  void dialogue(unsigned number) {
    number_ = number;
    second_ = random() % 3000;
    const unsigned host = random() % 40;
    client_ = fmt::format("192.0.2.{}", 10 + host);
    user_ = fmt::format("u{}@x.example", host);
    const bool fixed = versions_ == ExchangeTruth::Versions::by_address;
    class_ = kClasses[(fixed ? host : random()) % kClasses.size()];
    switch (random() % 10) {
      case 0:
        return refused_login();
      case 1:
        return other_server();
      case 2:
        return direct("Relay", Login::no);
      case 3:
      case 4:
        return direct("Client", Login::yes);
      case 5:
        return anonymous();
      default:
        return submission();
    }
  }

  ExchangeTruth take() {
    std::sort(truth_.rows.begin(), truth_.rows.end(), [](const auto& a, const auto& b) {
      return std::tie(a.second, a.order) < std::tie(b.second, b.order);
    });
    return std::move(truth_);
  }

 private:
  enum class Login : std::uint8_t { no, yes };

  [[nodiscard]] unsigned random() { return static_cast<unsigned>(random_()); }
  void put(Kind kind, unsigned session, std::string text) {
    truth_.rows.push_back({kind, session, second_, order_++, std::move(text)});
  }
  void say(Session& session, Kind kind, std::string_view rest) {
    put(kind, session.id,
        fmt::format("{},EX1\\{} EX1,08DE3C00{:08X},{},10.0.0.5:25,{}:50000,{}", stamp(second_),
                    session.connector, session.id, session.sequence++, session.peer, rest));
    if (random() % 6 == 0) ++second_;
  }
  Session open(std::string connector, unsigned id, std::string peer) {
    Session session{std::move(connector), id, std::move(peer), second_};
    say(session, Kind::connect, "+,,");
    say(session, Kind::hello, "<,EHLO host,");
    return session;
  }
  void secure(Session& session) {
    if (class_ == "none") return;
    std::string version(class_);
    for (char& c : version) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    secure_as(session, version);
  }
  void secure_as(Session& session, std::string_view version) {
    say(session, Kind::starttls, "<,STARTTLS,");
    say(session, Kind::ready, ">,220 2.0.0 SMTP server ready,");
    say(session, Kind::tls,
        fmt::format("*,,\"TLS protocol SP_PROT_{}_SERVER negotiation succeeded using bulk "
                    "encryption algorithm CALG_AES_256 with strength 256 bits, MAC\"",
                    version));
    say(session, Kind::hello, "<,EHLO host,");
  }
  void log_in(Session& session) {
    say(session, Kind::auth, "<,AUTH LOGIN,");
    say(session, Kind::other, ">,334 <authentication response>,");
    say(session, Kind::authenticated, fmt::format("*,{},authenticated", user_));
  }
  /// "<,X-EXPS …" and what comes of it: a session between two servers.
  Session open_hub(std::string connector, std::string peer) {
    Session hub{std::move(connector), kHubSession + ++hubs_, std::move(peer), second_};
    say(hub, Kind::connect, "+,,");
    say(hub, Kind::hello, "<,EHLO EX1.x.example,");
    say(hub, Kind::starttls, "<,X-ANONYMOUSTLS,");
    say(hub, Kind::ready, ">,220 2.0.0 SMTP server ready,");
    say(hub, Kind::tls,
        "*,,TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using bulk encryption");
    say(hub, Kind::server_login, "<,X-EXPS EXCHANGEAUTH SHA256 ,");
    say(hub, Kind::other, ">,235 <authentication response>,");
    return hub;
  }
  void track(const Session& session, unsigned id, std::string_view info, bool original) {
    put(Kind::tracking, kTracked + id,
        fmt::format("{},{},ex1,10.0.0.5,EX1,08DE3C00{:08X};{};{},EX1\\{} EX1,SMTP,RECEIVE,{},"
                    "<m{}@x>,net-{},b@x.example,,{},1,,,s,{},{},{}: ,Originating,,{},10.0.0.5,S:A=b"
                    ",Email,1,15.02",
                    stamp(second_), session.peer, session.id, stamp(session.start),
                    session.mails - 1, session.connector, id, id, id, 1000 + id, user_, user_, info,
                    original ? client_ : ""));
  }
  unsigned transaction(Session& session) {
    say(session, Kind::mail, fmt::format("<,MAIL FROM:<{}>,", user_));
    say(session, Kind::other, ">,250 2.1.0 Sender OK,");
    say(session, Kind::recipient, "<,RCPT TO:<b@x.example>,");
    say(session, Kind::other, ">,250 2.1.5 Recipient OK,");
    say(session, Kind::other, "<,DATA,");
    say(session, Kind::other, ">,354 Start mail input; end with <CRLF>.<CRLF>,");
    ++session.mails;
    return ++message_;
  }
  void accept(Session& session, unsigned id) {
    say(session, Kind::accepted,
        fmt::format(">,\"250 2.6.0 <m{}@x> [InternalId={}, Hostname=EX1.x.example] 100 bytes in "
                    "0.1, 4 KB/sec Queued mail for delivery\",",
                    id, id));
  }
  void count(unsigned id) { truth_.classes[std::to_string(id)] = class_; }
  [[nodiscard]] std::string_view login_info() { return class_ == "none" ? "07I" : "06I"; }

  /// Through Front End and Hub: each session of a client has one of its own at the Hub.
  void submission() {
    Session front = open("Client Frontend", number_, client_);
    secure(front);
    log_in(front);
    Session hub = open_hub("Client Proxy", "10.0.0.5");
    say(hub, Kind::proxy,
        fmt::format("<,XPROXY SID=08DE3C00{:08X} IP={} PORT=50000 DOMAIN=host CAPABILITIES=0,",
                    front.id, client_));
    say(hub, Kind::other, ">,250 XProxy accepted and authenticated,");
    say(front, Kind::handed_over,
        fmt::format("*,,Proxy session was successfully set up. Session for{} will now be proxied",
                    user_));
    say(front, Kind::granted, ">,235 2.7.0 Authentication successful,");
    for (unsigned i = 1 + random() % 3; i > 0; --i) {
      const unsigned id = transaction(hub);
      // Unconfirmed which of the two it is, see formats/exchange.md.
      track(hub, id, number_ % 2 == 0 ? login_info() : "00I", true);
      accept(hub, id);
      count(id);
      second_ += random() % 20;
    }
    say(hub, Kind::disconnect, "-,,Local");
    say(front, Kind::disconnect, "-,,Local");
  }
  void direct(std::string connector, Login login) {
    Session session = open(std::move(connector), number_, client_);
    secure(session);
    if (login == Login::yes) {
      log_in(session);
      say(session, Kind::granted, ">,235 2.7.0 Authentication successful,");
    }
    for (unsigned i = 1 + random() % 3; i > 0; --i) {
      const unsigned id = transaction(session);
      track(session, id, login == Login::yes ? login_info() : "00A", random() % 2 == 0);
      accept(session, id);
      count(id);
      second_ += random() % 20;
    }
    say(session, Kind::disconnect, "-,,Remote");
  }
  /// Many of them share a session of the Hub.
  void anonymous() {
    Session hub = open_hub("Default", "10.0.0.5");
    for (unsigned i = 1 + random() % 4; i > 0; --i) {
      const unsigned host = random() % 40;
      client_ = fmt::format("192.0.2.{}", 10 + host);
      user_ = fmt::format("u{}@x.example", host);
      const bool fixed = versions_ == ExchangeTruth::Versions::by_address;
      class_ = kClasses[(fixed ? host : random()) % kClasses.size()];
      Session front = open("Default Frontend", 500'000 + ++fronts_, client_);
      secure(front);
      const unsigned id = transaction(front);
      say(hub, Kind::proxy,
          fmt::format("<,XPROXYFROM SID=08DE3C00{:08X} IP={} PORT=50000 DOMAIN=host SEQNUM=1 ",
                      front.id, client_) +
              "PERMS=1 CAPABILITIES=0 AUTHSRC=Anonymous,");
      say(hub, Kind::other, ">,250 XProxyFrom accepted,");
      --message_;
      (void)transaction(hub);
      track(hub, id, "0cA", true);
      accept(hub, id);
      accept(front, id);
      count(id);
      say(front, Kind::disconnect, "-,,Local");
    }
    say(hub, Kind::disconnect, "-,,Local");
  }
  /// Mail of the store, or of a second Exchange server.
  void other_server() {
    Session hub = open_hub("Default", "10.0.0.6");
    const unsigned id = transaction(hub);
    track(hub, id, "0cI", false);
    accept(hub, id);
    say(hub, Kind::disconnect, "-,,Remote");
  }
  void refused_login() {
    Session front = open("Client Frontend", number_, client_);
    secure(front);
    say(front, Kind::auth, "<,AUTH LOGIN,");
    say(front, Kind::other, "*,,Inbound AUTH LOGIN failed because of LogonDenied");
    say(front, Kind::other, ">,535 5.7.3 Authentication unsuccessful,");
    say(front, Kind::disconnect, "-,,Local");
  }

  std::minstd_rand random_;
  ExchangeTruth::Versions versions_;
  ExchangeTruth truth_;
  std::string client_;
  std::string user_;
  std::string_view class_;
  unsigned number_ = 0;
  unsigned second_ = 0;
  unsigned order_ = 0;
  unsigned message_ = 0;
  unsigned hubs_ = 0;
  unsigned fronts_ = 0;
};

}  // namespace

ExchangeTruth exchange_truth(unsigned seed, unsigned sessions, ExchangeTruth::Versions versions) {
  Writer writer(seed, versions);
  for (unsigned i = 0; i < sessions; ++i) writer.dialogue(i);
  return writer.take();
}

std::string text_of(const std::vector<ExchangeTruth::Row>& rows) {
  std::vector<std::string> texts;
  texts.reserve(rows.size());
  for (const ExchangeTruth::Row& row : rows) texts.push_back(row.text);
  return exchange_text(texts, 0, texts.size());
}
