// Recognises the columns of exported reports.

#include "exchange/report_columns.hpp"

#include <optional>

#include <fmt/format.h>

#include "exchange/report_cells.hpp"
#include "text/ascii.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Takes the class at the front of a normalised column name: "tls10", "ssl3", "none".
std::optional<TlsClass> take_class(std::string_view& name) {
  struct Name {
    std::string_view text;
    TlsClass meaning;
  };
  constexpr std::array<Name, 14> kNames{{{"tlsv10", TlsClass::tls1_0},
                                         {"tlsv11", TlsClass::tls1_1},
                                         {"tlsv12", TlsClass::tls1_2},
                                         {"tlsv13", TlsClass::tls1_3},
                                         {"tls10", TlsClass::tls1_0},
                                         {"tls11", TlsClass::tls1_1},
                                         {"tls12", TlsClass::tls1_2},
                                         {"tls13", TlsClass::tls1_3},
                                         {"ssl30", TlsClass::ssl},
                                         {"ssl3", TlsClass::ssl},
                                         {"ssl", TlsClass::ssl},
                                         {"notls", TlsClass::none},
                                         {"none", TlsClass::none},
                                         {"unknown", TlsClass::unknown}}};
  for (const Name& known : kNames) {
    if (!name.starts_with(known.text)) continue;
    name.remove_prefix(known.text.size());
    return known.meaning;
  }
  return std::nullopt;
}

/// Takes a column with shares or numbers of a TLS class. False if the name contains no class.
bool take_tls_column(std::string_view name, std::size_t place, ReportColumns& columns) {
  const auto meaning = take_class(name);
  if (!meaning) return false;
  const bool is_count = is_one_of(name, {"", "messages", "messagessent", "messagecount", "count"});
  if (name != "%" && !is_count) return false;
  std::size_t& column = (is_count ? columns.count : columns.share)[index_of(*meaning)];
  if (column != ReportColumns::kMissing) return false;
  column = place;
  return true;
}

}  // namespace

ReportColumns report_columns_of(std::span<const std::string_view> names) {
  ReportColumns columns;
  const auto take = [&](std::size_t& column, std::size_t place) {
    if (column == ReportColumns::kMissing) column = place;
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = plain_column_name(names[i]);
    columns.names.emplace_back(names[i]);
    if (is_one_of(name, {"senderaddress", "sender", "sendername"})) {
      take(columns.sender, i);
    } else if (is_one_of(name, {"domain", "senderdomain"})) {
      take(columns.domain, i);
    } else if (is_one_of(name, {"messagessent", "messagecount", "messages"})) {
      take(columns.messages, i);
    } else if (name == "tlsversion") {
      take(columns.version, i);
    } else if (!take_tls_column(name, i, columns)) {
      const bool is_about_tls = name.find("tls") != std::string::npos ||
                                name.find("ssl") != std::string::npos ||
                                name.find('%') != std::string::npos;
      const bool known =
          is_one_of(name, {"", "authenticationprotocol", "authmethod", "authprotocol", "date",
                           "originalclientip", "tlscipher", "messageid", "recipients", "bytes"});
      if (is_about_tls && !known && columns.error.empty()) {
        columns.error = tr_format("column {}, \"{}\", is of no TLS version that is known here",
                                  i + 1, names[i]);
      }
      if (!known && !is_about_tls) columns.unknown.emplace_back(names[i]);
    }
  }
  return columns;
}

}  // namespace smtptally
