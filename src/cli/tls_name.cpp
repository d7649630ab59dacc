#include "cli/tls_name.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "text/plain_name.hpp"

namespace smtptally {
namespace {

struct Called {
  std::string_view name;  ///< In lower case, without what stands between the letters and digits.
  TlsClass is;
};
constexpr std::array<Called, 12> kCalled{{
    {"tls1", TlsClass::tls1_0},
    {"tls10", TlsClass::tls1_0},
    {"tls11", TlsClass::tls1_1},
    {"tls12", TlsClass::tls1_2},
    {"tls13", TlsClass::tls1_3},
    {"ssl", TlsClass::ssl},
    {"ssl2", TlsClass::ssl},
    {"ssl20", TlsClass::ssl},
    {"ssl3", TlsClass::ssl},
    {"ssl30", TlsClass::ssl},
    {"none", TlsClass::none},
    {"unknown", TlsClass::unknown},
}};

}  // namespace

std::optional<TlsClass> tls_class_called(std::string_view name) {
  std::string plain = lower_without(name, " ._-");
  if (plain.starts_with("tlsv") || plain.starts_with("sslv")) plain.erase(3, 1);
  const auto* const found = std::find_if(kCalled.begin(), kCalled.end(),
                                         [&](const Called& c) { return c.name == plain; });
  if (found == kCalled.end()) return std::nullopt;
  return found->is;
}

}  // namespace smtptally
