#include "world.hpp"

#include <array>
#include <string_view>

namespace smtptally::bench {
namespace {

using namespace std::string_view_literals;

constexpr std::array kGiven{"anna"sv,  "ben"sv,    "carla"sv, "david"sv,   "elena"sv, "felix"sv,
                            "grace"sv, "henry"sv,  "ines"sv,  "jonas"sv,   "karin"sv, "lukas"sv,
                            "maria"sv, "nils"sv,   "olga"sv,  "patrick"sv, "ruth"sv,  "stefan"sv,
                            "tina"sv,  "victor"sv, "wanda"sv, "yusuf"sv};
constexpr std::array kFamily{"weber"sv,    "meier"sv,    "keller"sv, "hoffmann"sv, "silva"sv,
                             "novak"sv,    "jensen"sv,   "moreau"sv, "rossi"sv,    "kowalski"sv,
                             "svensson"sv, "fischer"sv,  "brown"sv,  "garcia"sv,   "yilmaz"sv,
                             "obrien"sv,   "lindberg"sv, "petrov"sv};
constexpr std::array kTrade{"nordwind"sv,   "bergmann"sv, "lakeside"sv, "atlas"sv,   "rheintal"sv,
                            "bluepeak"sv,   "harbour"sv,  "sunfield"sv, "granite"sv, "oakwood"sv,
                            "silverline"sv, "maple"sv,    "castello"sv, "vermont"sv};
constexpr std::array kBranch{"logistics"sv, "consulting"sv, "engineering"sv, "travel"sv,
                             "hospital"sv,  "university"sv, "foods"sv,       "media"sv,
                             "software"sv,  "insurance"sv,  "metalworks"sv};

std::string company(Random& random, std::uint32_t number) {
  // One random choice per statement: the order inside an expression is up to the compiler.
  std::string name(random.pick(kTrade));
  name += '-';
  name += random.pick(kBranch);
  return name + std::to_string(number) + ".example";
}

/// The range that RFC 2544 reserves for benchmarks; sometimes IPv6 of the documentation range.
std::string make_address(Random& random) {
  if (random.per_mille(80)) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text = "2001:db8:";
    for (int group = 0; group < 3; ++group) {
      for (int i = 0; i < 4; ++i) text += kHex[1 + random.below(15)];
      text += ':';
    }
    return text + ':' + std::to_string(1 + random.below(99));
  }
  std::string text = "198." + std::to_string(18 + random.below(2));
  text += '.' + std::to_string(random.below(256));
  return text + '.' + std::to_string(1 + random.below(254));
}

std::string dashed(std::string text) {
  for (char& character : text) {
    if (character == '.' || character == ':') character = '-';
  }
  return text;
}

Client make_client(Random& random, std::uint32_t number) {
  const std::string address = make_address(random);
  std::string name;
  if (random.per_mille(300)) {
    name = "unknown";
  } else if (random.per_mille(500)) {
    name = dashed(address) + ".dyn.access" + std::to_string(random.below(40)) + ".example";
  } else {
    name = "mail" + std::to_string(random.below(90)) + '.';
    name += company(random, number % 3000);
  }
  const std::string helo = name == "unknown" ? '[' + address + ']' : name;
  return {.peer = name + '[' + address + ']', .address = address, .helo = helo};
}

Remote make_remote(Random& random, std::uint32_t number) {
  // The first few receive most of the mail, as everywhere.
  std::string domain = company(random, number);
  const std::string address = make_address(random);
  RemoteKind kind = RemoteKind::plain;
  std::string name = "mx" + std::to_string(random.below(4)) + '.' + domain;
  if (number < 4) {
    kind = RemoteKind::free_mailer;
    domain = "freemail" + std::to_string(number) + ".example";
    name = "freemail-smtp-in.l." + domain;
  } else if (random.per_mille(400)) {
    kind = RemoteKind::hosted;
    name = dashed(domain) + ".mail.hosted.example";
  }
  return {.domain = domain, .relay = name + '[' + address + "]:25", .kind = kind};
}

/// Mostly local@domain; the others are what real SASL back ends return now and then.
std::string make_user(Random& random, std::uint32_t number, const std::string& domain) {
  const std::string given(random.pick(kGiven));
  const std::string family(random.pick(kFamily));
  const std::string tail = std::to_string(number);
  switch (random.below(60)) {
    case 0:
      return "scanner" + tail;
    case 1:
      return "CORP\\" + family + tail;
    case 2:
      return given + '+' + family + tail + '@' + domain;
    case 3:
      return given + ".o'" + family + tail + '@' + domain;
    case 4:
      return given + '.' + family + tail + "%mail@" + domain;
    case 5:
      return "MF-" + tail + '@' + domain;
    default:
      return given + '.' + family + tail + '@' + domain;
  }
}

Tls make_tls(Random& random) {
  const std::uint32_t share = random.below(1000);
  if (share < 45) return Tls::v1_0;
  if (share < 80) return Tls::v1_1;
  if (share < 300) return Tls::v1_2;
  return share < 960 ? Tls::v1_3 : Tls::plain;
}

Account make_account(Random& random, std::uint32_t number, const std::string& domain) {
  Account account;
  account.user = make_user(random, number, domain);
  const bool is_address = account.user.find('@') != std::string::npos;
  account.address = is_address ? account.user : "box" + std::to_string(number) + '@' + domain;
  account.tls = make_tls(random);
  if (random.per_mille(40)) {
    account.service = Service::mx;
  } else if (account.tls != Tls::plain && random.per_mille(350)) {
    account.service = Service::submissions;
  }
  return account;
}

}  // namespace

World::World(const Options& options) {
  Random random(mix(options.seed) ^ 0x776F726C64ULL);
  for (std::uint32_t i = 0; i < options.clients; ++i) clients.push_back(make_client(random, i));
  for (std::uint32_t i = 0; i < 600; ++i) remotes.push_back(make_remote(random, i));
  std::vector<std::string> domains;
  for (std::uint32_t i = 0; i <= options.senders / 25; ++i) domains.push_back(company(random, i));
  for (std::uint32_t i = 0; i < options.senders; ++i) {
    accounts.push_back(make_account(random, i, random.pick(domains)));
    accounts.back().client = random.below(options.clients);
  }
  // One name with a comma and quotes: it must come out of the CSV as it went in.
  accounts[options.senders / 50].user = "\"lee, ann\"@" + domains.front();
}

}  // namespace smtptally::bench
