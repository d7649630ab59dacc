#include "mail.hpp"

#include <array>

namespace smtptally::bench::exchange {
namespace {

constexpr std::array<std::string_view, 16> kSubjects = {
    "Scan, page 1",
    "Backup finished",
    "\"Quarterly\" report, final version",
    "Re: Termin am Montag",
    "He said \"no, thanks\"",
    "Rechnung Nr. 4711; f\xC3\xA4llig, bitte pr\xC3\xBC"
    "fen",
    "",
    "Disk usage 91%, host \"web-03\", volume C:\\data",
    "Line one\\r\\n Line two",
    "Password reset",
    ",",
    "\"\"",
    "WG: AW: Bestellung 2026/117",
    "MAIL FROM:<not@a.command>, 250 2.6.0 [InternalId=1]",
    "Newsletter",
    "\xE5\xB9\xB4\xE5\xBA\xA6\xE6\x8A\xA5\xE5\x91\x8A, v2"};
constexpr std::array<std::string_view, 8> kPeople = {"bob",   "carol",   "office", "einkauf",
                                                     "sales", "mallory", "team-x", "d.ring"};

}  // namespace

Mail MailSource::make(std::string sender, std::string_view host) {
  Random& random = *random_;
  Mail mail;
  mail.return_path = sender;
  mail.sender = std::move(sender);
  mail.message_id = '<';
  append_hex(mail.message_id, random.next(), 16);
  append(mail.message_id, '.', next_internal_id_ % 1'000'000U, '@', host, '>');
  append_guid(mail.network_id, random);
  mail.destination = random.per_mille(300) ? Destination::external : Destination::local;
  const std::uint32_t recipients = random.per_mille(800) ? 1 : 2 + random.below(2);
  for (std::uint32_t i = 0; i < recipients; ++i) {
    mail.recipients.push_back(recipient(mail.destination));
  }
  mail.subject = random.pick(kSubjects);
  mail.bytes = 900 + random.skewed(random.per_mille(50) ? 8'000'000 : 90'000);
  mail.internal_id = next_internal_id_;
  next_internal_id_ += 1 + random.below(3);
  return mail;
}

std::string MailSource::recipient(Destination destination) {
  Random& random = *random_;
  if (random.per_mille(4)) return "\"a,b\"@contoso.example";
  std::string address(random.pick(kPeople));
  append(address, random.below(2000),
         destination == Destination::local ? "@contoso.example" : "@partner.example.org");
  return address;
}

std::string queued_reply(const Mail& mail, std::string_view host, Random& random) {
  const std::uint64_t duration = 40 + random.below(900);
  const std::uint64_t speed = mail.bytes * 1'000'000 / 1024 / duration;
  std::string reply = text("250 2.6.0 ", mail.message_id, " [InternalId=", mail.internal_id,
                           ", Hostname=", host, "] ", mail.bytes, " bytes in 0.");
  append(reply, duration / 100, duration / 10 % 10, duration % 10, ", ", speed / 1000);
  // The decimal sign follows the locale of the server process; both have been seen.
  append(reply, random.per_mille(500) ? ',' : '.', speed / 100 % 10, speed / 10 % 10, speed % 10,
         " KB/sec Queued mail for delivery");
  return reply;
}

std::string joined_recipients(const Mail& mail) {
  std::string joined;
  for (const std::string& recipient : mail.recipients) {
    if (!joined.empty()) joined += ';';
    joined += recipient;
  }
  return joined;
}

}  // namespace smtptally::bench::exchange
