#include "report/group_class.hpp"

#include <algorithm>
#include <string_view>

#include "pivot/message_filter.hpp"

namespace smtptally {

TlsClass class_of_group(const Tally& tally, std::uint32_t key_part, const Coverage& coverage) {
  const TlsPart part = tls_part(key_part);
  if (!part.has_service) return classify(part.evidence, PlainProof());
  const std::string_view service = tally.text(part.service);
  const std::size_t cut = service.find('\0');
  return classify(part.evidence,
                  coverage.plain_proof(service.substr(0, cut), service.substr(cut + 1)));
}

bool is_wanted(TlsClass tls, const Selection& selection) {
  const auto meets = [&](const Condition& c) {
    return c.field != "tls" || holds(c, kTlsClassNames[index_of(tls)]);
  };
  return std::all_of(selection.conditions.begin(), selection.conditions.end(), meets);
}

}  // namespace smtptally
