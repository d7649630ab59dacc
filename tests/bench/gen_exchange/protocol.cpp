#include "protocol.hpp"

#include <array>
#include <chrono>

namespace smtptally::bench::exchange {
namespace {

constexpr std::string_view kTlsTail10 =
    "bulk encryption algorithm CALG_AES_256 with strength 256 bits, MAC hash algorithm CALG_SHA1 "
    "with strength 160 bits and key exchange algorithm CALG_ECDHE with strength 256 bits";
constexpr std::string_view kTlsTail12 =
    "bulk encryption algorithm CALG_AES_128 with strength 128 bits, MAC hash algorithm "
    "CALG_SHA_256 with strength 0 bits and key exchange algorithm CALG_ECDH_EPHEM with strength "
    "256 bits";
constexpr std::string_view kCertificate =
    " CN=EX1 CN=EX1 12DEABC6565646512346ABDC13456894 12DEABC6565646512346ABDC1345689413589876 "
    "2025-01-17T15:15:33.000Z 2030-01-17T15:15:33.000Z EX1;EX1.contoso.example";
constexpr std::string_view kCertificateColumns =
    "Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after "
    "Subject alternate names";

/// "Mon, 2 Mar 2026 09:00:00 +0100", as the server's clock shows it.
std::string banner_date(Millis time) {
  constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                     "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Millis local = time + kHour;
  const std::chrono::sys_days day{std::chrono::days{static_cast<int>(local / kDay)}};
  const std::chrono::year_month_day date{day};
  std::string stamp;
  append_stamp(stamp, local);
  return text(kDays[std::chrono::weekday{day}.c_encoding()], ", ",
              static_cast<unsigned>(date.day()), ' ',
              kMonths[static_cast<unsigned>(date.month()) - 1], ' ',
              static_cast<unsigned>(static_cast<int>(date.year())), ' ',
              std::string_view(stamp).substr(11, 8), " +0100");
}

enum class Offer : std::uint8_t { before_tls, after_tls };

std::string hello_reply(std::string_view server, std::string_view address, Offer offer) {
  return text(
      "250  ", server, " Hello [", address, "] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES ",
      offer == Offer::before_tls ? "STARTTLS AUTH GSSAPI NTLM LOGIN" : "AUTH GSSAPI NTLM LOGIN",
      " 8BITMIME BINARYMIME CHUNKING SMTPUTF8");
}

}  // namespace

ProtocolSession::ProtocolSession(RowLog& log, Random& random, const Connection& connection,
                                 std::uint64_t id, Millis start)
    : log_(&log),
      random_(&random),
      id_(hex(id, 16)),
      remote_(connection.remote),
      start_(start),
      now_(start) {
  before_ = ',';
  append_field(before_, connection.connector);
  append(before_, ',', id_, ',');
  after_ = text(',', connection.local, ',', connection.remote, ',');
  row('+', {}, {});
}

void ProtocolSession::row(char event, std::string_view data, std::string_view context) {
  if (sequence_ > 0) now_ += random_->below(4);
  std::string& out = log_->begin(now_);
  append_stamp(out, now_);
  append(out, before_, sequence_++, after_, event, ',');
  append_field(out, data);
  out += ',';
  append_field(out, context);
}

void ProtocolSession::receiving_message() {
  ++messages_;
  std::string data = id_ + ';';
  append_stamp(data, start_);
  append(data, ';', messages_);
  note_with_data(data, "receiving message");
}

std::string_view ProtocolSession::remote_port() const noexcept {
  const std::string_view remote = remote_;
  return remote.substr(remote.rfind(':') + 1);
}

std::string ProtocolSession::source_context() const {
  std::string context = id_ + ';';
  append_stamp(context, start_);
  append(context, ';', messages_ - 1);
  return context;
}

void greet(ProtocolSession& session, const Device& client, std::string_view server) {
  session.sent(
      text("220 ", server, " Microsoft ESMTP MAIL Service ready at ", banner_date(session.now())));
  session.received("EHLO " + client.helo);
  session.sent(hello_reply(server, client.address, Offer::before_tls));
}

void start_tls(ProtocolSession& session, const Device& client, std::string_view server) {
  session.received("STARTTLS");
  session.sent("220 2.0.0 SMTP server ready");
  session.note_with_data(kCertificate, kCertificateColumns);
  session.wait(20);
  note_tls(session, client.tls);
  session.received("EHLO " + client.helo);
  session.note("TlsDomainCapabilities='None'; Status='NoRemoteCertificate'");
  session.sent(hello_reply(server, client.address, Offer::after_tls));
}

void note_tls(ProtocolSession& session, Tls version) {
  const unsigned minor = static_cast<unsigned>(version);
  session.note(text("TLS protocol SP_PROT_TLS1_", minor, "_SERVER negotiation succeeded using ",
                    version == Tls::v1_2 ? kTlsTail12 : kTlsTail10));
}

void greet_server(ProtocolSession& session, std::string_view peer, Random& random) {
  session.sent("220 EX1.contoso.example Microsoft ESMTP MAIL Service ready at " +
               banner_date(session.now()));
  session.received(text("EHLO ", peer));
  if (random.per_mille(600)) {
    // The link between the servers: says nothing about the client.
    session.received("X-ANONYMOUSTLS");
    session.sent("220 2.0.0 SMTP server ready");
    note_tls(session, Tls::v1_2);
    session.received(text("EHLO ", peer));
  }
  session.received("X-EXPS EXCHANGEAUTH SHA256 ");
  session.sent("235 <authentication response>");
}

}  // namespace smtptally::bench::exchange
