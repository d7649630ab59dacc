#include "postfix/services.hpp"

namespace smtptally {
std::uint32_t Services::number(std::string_view host, std::string_view tag) {
  scratch_.assign(host);
  scratch_ += '\0';
  scratch_ += tag;
  const auto found = by_name_.find(std::string_view(scratch_));
  return found != by_name_.end() ? found->second : add(host, tag);
}

std::uint32_t Services::add(std::string_view host, std::string_view tag) {
  const auto number = static_cast<std::uint32_t>(all_.size());
  by_name_.emplace(scratch_, number);
  scratch_.assign(host);
  scratch_ += '\0';
  scratch_ += instance_of(tag);
  const auto realm =
      realms_.emplace(scratch_, static_cast<std::uint32_t>(realms_.size())).first->second;
  all_.push_back({.host = std::string(host),
                  .tag = std::string(tag),
                  .program = program_of(tag),
                  .wrapper = is_wrapper_service(tag),
                  .realm = realm});
  return number;
}

void Services::take_heard(std::set<std::string>& hosts) {
  for (Service& service : all_) {
    if (service.heard) hosts.insert(service.host);
    service.heard = false;
  }
}

void Services::add_heard(std::set<std::string>& hosts) const {
  for (const Service& service : all_) {
    if (service.heard) hosts.insert(service.host);
  }
}

}  // namespace smtptally
