#include "report/nouns.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

struct Noun {
  std::string_view name;
  NumberedText rows;
  NumberedText more;  ///< In the last row of a table, for those that it leaves out.
};

constexpr std::array<Noun, 22> kNouns{{
    {"sender", ntr("{} sender", "{} senders"), ntr("{} more sender", "{} more senders")},
    {"account", ntr("{} account", "{} accounts"), ntr("{} more account", "{} more accounts")},
    {"envelope sender", ntr("{} envelope sender", "{} envelope senders"),
     ntr("{} more envelope sender", "{} more envelope senders")},
    {"domain", ntr("{} domain", "{} domains"), ntr("{} more domain", "{} more domains")},
    {"day", ntr("{} day", "{} days"), ntr("{} more day", "{} more days")},
    {"hour", ntr("{} hour", "{} hours"), ntr("{} more hour", "{} more hours")},
    {"week", ntr("{} week", "{} weeks"), ntr("{} more week", "{} more weeks")},
    {"month", ntr("{} month", "{} months"), ntr("{} more month", "{} more months")},
    {"weekday", ntr("{} weekday", "{} weekdays"), ntr("{} more weekday", "{} more weekdays")},
    {"client", ntr("{} client", "{} clients"), ntr("{} more client", "{} more clients")},
    {"network", ntr("{} network", "{} networks"), ntr("{} more network", "{} more networks")},
    {"TLS version", ntr("{} TLS version", "{} TLS versions"),
     ntr("{} more TLS version", "{} more TLS versions")},
    {"cipher", ntr("{} cipher", "{} ciphers"), ntr("{} more cipher", "{} more ciphers")},
    {"mechanism", ntr("{} mechanism", "{} mechanisms"),
     ntr("{} more mechanism", "{} more mechanisms")},
    {"service", ntr("{} service", "{} services"), ntr("{} more service", "{} more services")},
    {"host", ntr("{} host", "{} hosts"), ntr("{} more host", "{} more hosts")},
    {"dialect", ntr("{} dialect", "{} dialects"), ntr("{} more dialect", "{} more dialects")},
    {"kind", ntr("{} kind", "{} kinds"), ntr("{} more kind", "{} more kinds")},
    {"reason class", ntr("{} reason class", "{} reason classes"),
     ntr("{} more reason class", "{} more reason classes")},
    {"reason", ntr("{} reason", "{} reasons"), ntr("{} more reason", "{} more reasons")},
    {"row", ntr("{} row", "{} rows"), ntr("{} more row", "{} more rows")},
    {"finding", ntr("{} finding", "{} findings"), ntr("{} more finding", "{} more findings")},
}};

const Noun& find_noun(std::string_view name) {
  const auto* const found = std::find_if(kNouns.begin(), kNouns.end(),
                                         [&](const Noun& noun) { return noun.name == name; });
  assert(found != kNouns.end());
  return *found;
}

}  // namespace

std::string count_of_rows(std::uint64_t count, std::string_view noun) {
  return trn_count(find_noun(noun).rows, count);
}

std::string count_of_more_rows(std::uint64_t count, std::string_view noun) {
  return trn_count(find_noun(noun).more, count);
}

std::string_view text_of_rows(std::uint64_t count, std::string_view noun) {
  const NumberedText& text = find_noun(noun).rows;
  return trn(text.one, text.many, count);
}

std::string_view english_of_rows(std::uint64_t count, std::string_view noun) {
  const NumberedText& text = find_noun(noun).rows;
  return count == 1 ? text.one : text.many;
}

}  // namespace smtptally
