#include "postfix/state_fields.hpp"

#include <algorithm>
#include <tuple>

namespace smtptally {

void ServiceOrder::write(ByteWriter& out) {
  std::vector<std::uint32_t> named;
  for (std::uint32_t i = 0; i < services_->size(); ++i) {
    if (is_named_[i]) named.push_back(i);
  }
  std::sort(named.begin(), named.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Service& left = (*services_)[a];
    const Service& right = (*services_)[b];
    return std::tie(left.host, left.tag) < std::tie(right.host, right.tag);
  });
  out.count(named.size());
  for (std::uint32_t i = 0; i < named.size(); ++i) {
    number_of_[named[i]] = i;
    const Service& service = (*services_)[named[i]];
    out(service.host, service.tag);
  }
}

ServicesRead::ServicesRead(ByteReader& in, Services& services) {
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    const std::string_view host = in.text();
    const std::string_view tag = in.text();
    ours_.push_back(services.number(host, tag));
  }
}

std::uint32_t ServicesRead::take(ByteReader& in) const {
  if (ours_.empty()) {
    in.fail("a service is missing");
    return 0;
  }
  return ours_[in.number(ours_.size() - 1)];
}

void queue_id_field(ByteReader& in, QueueKey& key) {
  const std::string_view id = in.text();
  if (id.size() > kMaxQueueId || id.find('\0') != std::string_view::npos) {
    return in.fail("a queue id is none");
  }
  key = QueueKey(key.realm, id);
}

}  // namespace smtptally
