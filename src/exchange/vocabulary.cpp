// The words of Exchange for TLS versions, mechanisms and probes.

#include "exchange/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "text/ascii.hpp"
#include "text/plain_name.hpp"

namespace smtptally {
namespace {

struct VersionName {
  std::string_view name;
  TlsEvidence evidence;
};
/// Schannel's names without "SP_PROT_" and "_SERVER", its numbers (an Exchange build may lack a
/// version's name), and the spellings of Exchange Online.
constexpr std::array<VersionName, 20> kVersions{{
    {"TLS1_0", TlsEvidence::tls1_0},  {"TLS1", TlsEvidence::tls1_0},
    {"TLS1_1", TlsEvidence::tls1_1},  {"TLS1_2", TlsEvidence::tls1_2},
    {"TLS1_3", TlsEvidence::tls1_3},  {"SSL3", TlsEvidence::ssl},
    {"SSL2", TlsEvidence::ssl},       {"PCT1", TlsEvidence::ssl},
    {"64", TlsEvidence::tls1_0},      {"256", TlsEvidence::tls1_1},
    {"1024", TlsEvidence::tls1_2},    {"4096", TlsEvidence::tls1_3},
    {"16", TlsEvidence::ssl},         {"4", TlsEvidence::ssl},
    {"TLSV1_0", TlsEvidence::tls1_0}, {"TLSV1_1", TlsEvidence::tls1_1},
    {"TLSV1_2", TlsEvidence::tls1_2}, {"TLSV1_3", TlsEvidence::tls1_3},
    {"TLSV1", TlsEvidence::tls1_0},   {"SSLV3", TlsEvidence::ssl},
}};

}  // namespace

MessageInfo parse_message_info(std::string_view text) noexcept {
  if (text.size() < 4 || text[3] != ':') return {};
  return {text.substr(0, 2), text[2]};
}

std::string_view mechanism_of(std::string_view digits) noexcept {
  if (digits == "06" || digits == "07") return "LOGIN";
  if (digits == "0a" || digits == "0A") return "NTLM";
  if (digits == "0b" || digits == "0B") return "GSSAPI";
  return {};
}

bool is_probe(std::string_view address) noexcept {
  return starts_with_folded(address, "healthmailbox") ||
         starts_with_folded(address, "inboundproxy@") || starts_with_folded(address, "extest_");
}

bool custom_value(std::string_view data, std::string_view name, std::string_view& out) noexcept {
  while (!data.empty()) {
    std::size_t end = 0;
    if (data.front() == '\'') {
      end = data.find("';", 1);
      end = end == std::string_view::npos ? data.size() : end + 1;
    } else {
      end = std::min(data.find(';'), data.size());
    }
    const std::string_view member = data.substr(0, end);
    if (member.size() > name.size() + 2 && member.starts_with("S:") &&
        starts_with_folded(member.substr(2), name) && member[2 + name.size()] == '=') {
      out = member.substr(name.size() + 3);
      return true;
    }
    data.remove_prefix(std::min(data.size(), end + 1));
  }
  return false;
}

TlsEvidence online_tls(std::string_view custom_data) noexcept {
  std::string_view version;
  if (!custom_value(custom_data, "tlsversion", version)) return TlsEvidence::not_stated;
  if (version.empty() || version == "None" || version == "NA") return TlsEvidence::proven_plain;
  return exchange_tls_version(version);
}

TlsEvidence exchange_tls_version(std::string_view name) noexcept {
  std::array<char, 24> buffer{};
  if (name.size() > buffer.size() + 15) return TlsEvidence::contradictory;
  if (name.starts_with("SP_PROT_") || name.starts_with("SP_PROT-")) name.remove_prefix(8);
  for (const std::string_view side : {"_SERVER", "_CLIENT"}) {
    if (name.ends_with(side)) name.remove_suffix(side.size());
  }
  if (name.size() > buffer.size()) return TlsEvidence::contradictory;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    buffer[i] = c == '.' || c == ' ' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
  }
  std::string_view plain(buffer.data(), name.size());
  if (plain.starts_with("TLS_")) {  // "TLS 1.2"
    buffer[3] = 'V';
    plain = {buffer.data(), name.size()};
  }
  const auto found = std::find_if(kVersions.begin(), kVersions.end(),
                                  [&](const VersionName& known) { return known.name == plain; });
  return found == kVersions.end() ? TlsEvidence::contradictory : found->evidence;
}

TlsEvidence reported_tls(std::string_view text) {
  const std::string plain = lower_letters(text);
  std::string_view name = plain;
  for (const std::string_view side : {"server", "client"}) {
    if (name.ends_with(side)) name.remove_suffix(side.size());
  }
  if (name.starts_with("spprot")) name.remove_prefix(6);
  if (is_one_of(name, {"none", "notls", "plaintext", "plain", "unencrypted"})) {
    return TlsEvidence::proven_plain;
  }
  if (is_one_of(name, {"", "na", "null", "unknown", "notavailable"}))
    return TlsEvidence::not_stated;
  // Schannel's numbers, for client, server and both.
  if (is_one_of(name, {"64", "128", "192"})) return TlsEvidence::tls1_0;
  if (is_one_of(name, {"256", "512", "768"})) return TlsEvidence::tls1_1;
  if (is_one_of(name, {"1024", "2048", "3072"})) return TlsEvidence::tls1_2;
  if (is_one_of(name, {"4096", "8192", "12288"})) return TlsEvidence::tls1_3;
  if (is_one_of(name, {"ssl2", "ssl20", "ssl3", "ssl30", "sslv2", "sslv3", "pct1"})) {
    return TlsEvidence::ssl;
  }
  const bool has_name = name.starts_with("tls");
  if (has_name) name.remove_prefix(name.starts_with("tlsv") ? 4 : 3);
  // Without "TLS", a "12" may be any number.
  if (!has_name && text.find_first_of("._") == std::string_view::npos) {
    return TlsEvidence::contradictory;
  }
  if (is_one_of(name, {"1", "10"})) return TlsEvidence::tls1_0;
  if (name == "11") return TlsEvidence::tls1_1;
  if (name == "12") return TlsEvidence::tls1_2;
  return name == "13" ? TlsEvidence::tls1_3 : TlsEvidence::contradictory;
}

}  // namespace smtptally
