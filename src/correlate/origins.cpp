#include "correlate/origins.hpp"

namespace smtptally {
namespace {

std::size_t cache_slot(std::string_view host, std::string_view tag) noexcept {
  if (tag.empty() || host.empty()) return 0;
  const auto at = [](std::string_view text, std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(text[i]));
  };
  const std::size_t mixed = tag.size() * 31 + at(tag, tag.size() - 1) * 7 +
                            at(tag, tag.size() / 2) * 13 + host.size() * 3 +
                            at(host, host.size() - 1) * 5;
  return mixed & 0xFF;
}

}  // namespace

std::uint32_t Origins::number(std::string_view host, std::string_view tag) {
  std::uint32_t& cached = cache_[cache_slot(host, tag)];
  if (cached != 0) {
    const Origin& origin = all_[cached - 1];
    if (origin.tag == tag && origin.host == host) return cached - 1;
  }
  scratch_.assign(host);
  scratch_ += '\0';
  scratch_ += tag;
  const auto found = by_name_.find(std::string_view(scratch_));
  const std::uint32_t number = found != by_name_.end() ? found->second : add(host, tag);
  cached = number + 1;
  return number;
}

std::uint32_t Origins::add(std::string_view host, std::string_view tag) {
  const auto number = static_cast<std::uint32_t>(all_.size());
  by_name_.emplace(scratch_, number);
  scratch_.assign(host);
  scratch_ += '\0';
  scratch_ += tag.substr(0, tag.find('/'));
  const auto realm =
      realms_.emplace(scratch_, static_cast<std::uint32_t>(realms_.size())).first->second;
  all_.push_back({.host = std::string(host),
                  .tag = std::string(tag),
                  .program = program_of(tag),
                  .wrapper = is_wrapper_service(tag),
                  .realm = realm});
  return number;
}

}  // namespace smtptally
