#include "report/exchange_advice.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "text/translate.hpp"

namespace smtptally {
namespace {

struct Connector {
  std::string name;
  std::uint64_t messages = 0;
};

/// The default connectors of the Hub, and those of the Front End that hand over to them.
struct Pair {
  std::string_view hub;
  std::string_view front_end;
};
constexpr std::array<Pair, 2> kPairs{
    {{"Client Proxy ", "Client Frontend "}, {"Default ", "Default Frontend "}}};

/// "EX1\Client Proxy EX1" to "EX1\Client Frontend EX1"; empty for a connector of another name.
std::string front_end_of(std::string_view hub) {
  const std::size_t name = hub.find('\\') + 1;
  for (const Pair& pair : kPairs) {
    if (!hub.substr(name).starts_with(pair.hub)) continue;
    return fmt::format("{}{}{}", hub.substr(0, name), pair.front_end,
                       hub.substr(name + pair.hub.size()));
  }
  return {};
}

void add(std::vector<Connector>& connectors, std::string name, std::uint64_t messages) {
  if (name.empty() || messages == 0) return;
  const auto known = std::find_if(connectors.begin(), connectors.end(),
                                  [&](const Connector& c) { return c.name == name; });
  if (known == connectors.end()) {
    connectors.push_back({std::move(name), messages});
  } else {
    known->messages += messages;
  }
}

std::vector<Connector> connectors_of(const Coverage& coverage, bool hub, bool front_end) {
  std::vector<Connector> connectors;
  for (const auto& [key, evidence] : coverage.services) {
    const std::string server = key.first.substr(0, key.first.find('.'));
    // Rows that name no connector of this server.
    const bool is_named = key.second.find('\\') != std::string::npos;
    const std::string name =
        is_named ? key.second : fmt::format("{}\\Client Proxy {}", server, server);
    const std::uint64_t lacks_hub = evidence.messages[index_of(TlsEvidence::hub_log_missing)];
    const std::uint64_t lacks_front =
        evidence.messages[index_of(TlsEvidence::frontend_log_missing)];
    // Who hands over to Client Proxy has the TLS.
    const bool is_proxy = name.find("\\Client Proxy ") != std::string::npos;
    if (front_end) add(connectors, front_end_of(name), lacks_front + (is_proxy ? lacks_hub : 0));
    if (hub) add(connectors, name, lacks_hub);
  }
  std::stable_sort(connectors.begin(), connectors.end(),
                   [](const Connector& a, const Connector& b) { return a.messages > b.messages; });
  return connectors;
}

std::string commands(const std::vector<Connector>& connectors) {
  constexpr std::size_t kMost = 2;
  std::string text;
  for (std::size_t i = 0; i < std::min(connectors.size(), kMost); ++i) {
    text += fmt::format("{}Set-ReceiveConnector \"{}\" -ProtocolLoggingLevel Verbose",
                        i == 0 ? "" : tr(" and "), connectors[i].name);
  }
  if (connectors.size() > kMost) {
    const std::size_t more = connectors.size() - kMost;
    text += trs_format(" (and {} more connectors)", more, more);
  }
  return text;
}

}  // namespace

std::string commands_for_logs(const Coverage& coverage, TlsEvidence evidence) {
  const bool hub = evidence == TlsEvidence::hub_log_missing;
  std::vector<Connector> connectors = connectors_of(coverage, hub, !hub);
  return commands(connectors);
}

std::string commands_for_logs(const Coverage& coverage) {
  return commands(connectors_of(coverage, true, true));
}

}  // namespace smtptally
