#include "support/exchange_log.hpp"

#include <algorithm>
#include <array>
#include <random>

#include <fmt/format.h>

namespace {

constexpr std::string_view kTrackingHeader =
    "#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,"
    "connector-id,source,event-id,internal-message-id,message-id,network-message-id,"
    "recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,"
    "reference,message-subject,sender-address,return-path,message-info,directionality,tenant-id,"
    "original-client-ip,original-server-ip,custom-data,transport-traffic-type,log-id,"
    "schema-version\n";
constexpr std::string_view kReceiveHeader =
    "#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,"
    "event,data,context\n";

/// One dialogue with all that it writes, as rows with a time in seconds in front for sorting.
class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  struct Row {
    unsigned time;
    unsigned order;
    std::string text;
  };

  void session(unsigned number) {
    number_ = number;
    time_ = random() % 120;
    switch (random() % 6) {
      case 0:
        return direct();
      case 1:
        return anonymous();
      case 2:
        return failed_login();
      default:
        return client();
    }
  }

  std::vector<std::string> rows() {
    std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
      return std::pair(a.time, a.order) < std::pair(b.time, b.order);
    });
    std::vector<std::string> texts;
    for (Row& row : rows_) {
      const unsigned fate = random() % 60;
      if (fate == 0) continue;  // Lost.
      if (fate == 1 && row.text.find(",+,") == std::string::npos) texts.push_back(row.text);
      texts.push_back(std::move(row.text));
    }
    return texts;
  }

 private:
  [[nodiscard]] unsigned random() { return static_cast<unsigned>(random_()); }
  [[nodiscard]] static std::string stamp(unsigned seconds) {
    return fmt::format("2026-03-02T08:{:02}:{:02}.000Z", seconds / 60, seconds % 60);
  }
  void put(std::string text) { rows_.push_back({time_, order_++, std::move(text)}); }
  void step() { time_ += random() % 3; }

  void protocol(std::string_view connector, unsigned id, std::string_view rest) {
    put(fmt::format("{},EX1\\{} EX1,08DE3C00000{:05X},{},10.0.0.5:25,192.0.2.{}:50000,{}",
                    stamp(time_), connector, id, sequence_++, number_ % 4, rest));
    if (random() % 4 == 0) step();
  }
  void tls(std::string_view connector, unsigned id) {
    static constexpr std::array<std::string_view, 3> kVersions{"TLS1_0", "TLS1_1", "TLS1_2"};
    protocol(connector, id, "<,STARTTLS,");
    protocol(connector, id, ">,220 2.0.0 SMTP server ready,");
    if (random() % 8 != 0) {
      protocol(connector, id,
               fmt::format("*,,\"TLS protocol SP_PROT_{}_SERVER negotiation succeeded using bulk "
                           "encryption algorithm CALG_AES_256 with strength 256 bits, MAC\"",
                           kVersions[random() % 3]));
    }
  }
  void track(std::string_view connector, unsigned session, std::string_view start, unsigned id,
             std::string_view info) {
    if (random() % 4 == 0) return;  // Tracking is not everywhere.
    put(fmt::format(
        "{},10.0.0.5,ex1,10.0.0.5,EX1,08DE3C00000{:05X};{};0,EX1\\{} EX1,SMTP,RECEIVE,{},"
        "<m{}@x>,net-{},b@x.example,,{},1,,,\"a, \"\"b\"\"\",u{}@x.example,"
        "u{}@x.example,{},Originating,,192.0.2.{},10.0.0.5,S:A=b,Email,1,15.02",
        stamp(time_), session, start, connector, id, id, id, 1000 + id, number_ % 5, number_ % 5,
        info, number_ % 4));
  }

  void client() {
    const unsigned front = 0x100 + number_ % 6;  // Ids come again.
    const unsigned hub = 0x900 + number_;
    sequence_ = 0;
    protocol("Client Frontend", front, "+,,");
    if (random() % 4 != 0) tls("Client Frontend", front);
    protocol("Client Frontend", front, "<,AUTH LOGIN,");
    protocol("Client Frontend", front, fmt::format("*,X\\u{},authenticated", number_ % 5));
    protocol("Client Frontend", front,
             fmt::format("*,,Proxy session was successfully set up. Session foru{}@x.example will "
                         "now be proxied",
                         number_ % 5));
    const unsigned front_sequence = sequence_;
    sequence_ = 0;
    const std::string start = stamp(time_);
    protocol("Client Proxy", hub, "+,,");
    protocol("Client Proxy", hub, "<,X-EXPS EXCHANGEAUTH SHA256 ,");
    if (random() % 8 != 0) {
      protocol("Client Proxy", hub,
               fmt::format("<,XPROXY SID=08DE3C00000{:05X} IP=192.0.2.{} PORT=1 DOMAIN=d,", front,
                           number_ % 4));
    }
    mails("Client Proxy", hub, start, "06I: ");
    protocol("Client Proxy", hub, "-,,Local");
    sequence_ = front_sequence;
    if (random() % 6 != 0) protocol("Client Frontend", front, "-,,Local");
  }

  void mails(std::string_view connector, unsigned session, std::string_view start,
             std::string_view info) {
    const unsigned count = 1 + random() % 3;
    for (unsigned i = 0; i < count; ++i) {
      protocol(connector, session, fmt::format("<,MAIL FROM:<u{}@x.example>,", number_ % 5));
      protocol(connector, session, "<,RCPT TO:<b@x.example>,");
      if (random() % 5 == 0) continue;  // Aborted.
      const unsigned id = ++message_;
      track(connector, session, start, id, info);
      protocol(connector, session,
               fmt::format(">,\"250 2.6.0 <m{}@x> [InternalId={}, Hostname=EX1.x] Queued mail for "
                           "delivery\",",
                           id, id));
    }
  }

  void direct() {
    const unsigned id = 0x500 + number_;
    sequence_ = 0;
    const std::string start = stamp(time_);
    protocol("Client", id, "+,,");
    if (random() % 3 != 0) tls("Client", id);
    protocol("Client", id, "<,AUTH NTLM,");
    protocol("Client", id, ">,235 2.7.0 Authentication successful,");
    mails("Client", id, start, "0aI: ");
    protocol("Client", id, "-,,Remote");
  }

  void anonymous() {
    const unsigned front = 0x700 + number_;
    sequence_ = 0;
    protocol("Default Frontend", front, "+,,");
    const std::string start = stamp(time_);
    mails("Default Frontend", front, start, random() % 2 == 0 ? "0cA: " : "0cI: ");
    protocol("Default Frontend", front, "-,,Local");
  }

  void failed_login() {
    const unsigned front = 0x300 + number_;
    sequence_ = 0;
    protocol("Client Frontend", front, "+,,");
    protocol("Client Frontend", front, "<,AUTH LOGIN,");
    protocol("Client Frontend", front, "*,,Inbound AUTH LOGIN failed because of LogonDenied");
    protocol("Client Frontend", front, "*,,User Name: u@x.example");
    protocol("Client Frontend", front, ">,535 5.7.3 Authentication unsuccessful,");
    protocol("Client Frontend", front, "-,,Local");
  }

  std::minstd_rand random_;
  std::vector<Row> rows_;
  unsigned number_ = 0;
  unsigned time_ = 0;
  unsigned order_ = 0;
  unsigned sequence_ = 0;
  unsigned message_ = 0;
};

}  // namespace

std::vector<std::string> random_exchange_log(unsigned seed, std::size_t sessions) {
  Writer writer(seed);
  for (unsigned i = 0; i < sessions; ++i) writer.session(i);
  return writer.rows();
}

std::string exchange_text(const std::vector<std::string>& rows, std::size_t from, std::size_t to) {
  std::string text;
  int kind = -1;
  for (std::size_t i = from; i < to; ++i) {
    const int tracking = rows[i].find(",SMTP,RECEIVE,") != std::string::npos ? 1 : 0;
    if (tracking != kind) text += tracking == 1 ? kTrackingHeader : kReceiveHeader;
    kind = tracking;
    text += rows[i] + "\r\n";
  }
  return text;
}
