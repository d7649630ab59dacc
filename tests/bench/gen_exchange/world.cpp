#include "world.hpp"

#include <array>
#include <string_view>

#include "text.hpp"

namespace smtptally::bench::exchange {
namespace {

constexpr std::uint64_t kWorldSalt = 0x45584348;
constexpr std::array<std::string_view, 5> kRoles = {"scan", "erp", "backup", "printer", "monitor"};
constexpr std::array<std::string_view, 12> kFirst = {"anna",  "bernd", "chloe", "david",
                                                     "elif",  "farid", "greta", "henrik",
                                                     "irina", "jonas", "klara", "luis"};
constexpr std::array<std::string_view, 8> kLast = {"meier", "o'neil", "schmidt", "novak",
                                                   "rossi", "dupont", "van-dam", "kaya"};
constexpr std::array<std::string_view, 4> kDomains = {"contoso.example", "contoso.example",
                                                      "fabrikam.example", "mail.contoso.example"};
constexpr std::array<std::string_view, 5> kMachines = {"scanner", "app-srv", "DESKTOP-7QF", "mfp",
                                                       "nas"};

/// Of 100 devices: how many use each class.
Tls pick_tls(Random& random) {
  const std::uint32_t share = random.below(100);
  if (share < 18) return Tls::v1_0;
  if (share < 28) return Tls::v1_1;
  if (share < 86) return Tls::v1_2;
  return Tls::plain;
}

Device make_device(Random& random, std::uint32_t number) {
  Device device;
  if (random.per_mille(40)) {
    device.address = text("2001:db8:0:", random.below(9000) + 1U, "::", number % 9000U + 1U);
    device.endpoint = '[' + device.address + ']';
  } else {
    device.address =
        text("10.", 20U + number / 62'500U, '.', number / 250U % 250U, '.', number % 250U + 1U);
    device.endpoint = device.address;
  }
  device.helo =
      random.per_mille(150) ? '[' + device.address + ']' : text(random.pick(kMachines), number);
  device.tls = pick_tls(random);
  device.login = random.per_mille(150) ? Login::ntlm : Login::plain_login;
  if (random.per_mille(20)) device.message_ids = MessageIds::repeated;
  return device;
}

User make_user(Random& random, std::uint32_t number) {
  // One random choice per statement: the order inside an expression is up to the compiler.
  std::string local;
  if (random.per_mille(500)) {
    local = random.pick(kRoles);
  } else {
    append(local, random.pick(kFirst), '.');
    local += random.pick(kLast);
  }
  append_number(local, number);
  User user;
  user.name = text(local, '@', random.pick(kDomains));
  user.account = "CONTOSO\\" + local;
  user.alias = "noreply";
  if (random.per_mille(500)) user.alias = text(random.pick(kRoles), ".team");
  append(user.alias, '@', random.pick(kDomains));
  return user;
}

}  // namespace

World::World(const Options& options) {
  Random random(options.seed ^ kWorldSalt);
  std::uint32_t machine = 0;
  for (std::uint32_t i = 0; i < options.senders; ++i) {
    users.push_back(make_user(random, i + 1));
    const std::uint32_t devices = random.per_mille(500) ? 1 : 2 + random.below(3);
    for (std::uint32_t d = 0; d < devices; ++d) {
      Device device = make_device(random, ++machine);
      // Behind one address there may be several devices with different habits.
      if (i > 0 && random.per_mille(60)) {
        device.address = users[i - 1].devices.front().address;
        device.endpoint = users[i - 1].devices.front().endpoint;
      }
      users.back().devices.push_back(device);
    }
  }
  for (int i = 0; i < 4; ++i) {
    User probe;
    std::string local = "HealthMailbox";
    append_hex(local, random.next(), 16);
    append_hex(local, random.next(), 16);
    probe.name = i == 3 ? "inboundproxy@inboundproxy.com" : local + "@contoso.example";
    probe.account = "CONTOSO\\" + (i == 3 ? "inboundproxy" : local.substr(0, 20));
    probe.alias = probe.name;
    Device local_host;
    local_host.address = local_host.endpoint = "127.0.0.1";
    local_host.helo = "SmtpClientSubmissionProbe";
    probe.devices.push_back(local_host);
    probes.push_back(probe);
  }
  for (std::uint32_t i = 0; i < 100; ++i) {
    Device stranger = make_device(random, i);
    if (stranger.endpoint == stranger.address) {
      stranger.address = stranger.endpoint = text("192.0.2.", i + 10U);
    }
    stranger.helo = text("mail", i, ".example.net");
    strangers.push_back(stranger);
  }
}

}  // namespace smtptally::bench::exchange
