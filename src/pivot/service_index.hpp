#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "smtptally/coverage.hpp"

namespace smtptally {

/// The evidence of services by the correlator's service number. PERF: a lookup by names costs 275
/// instructions per message.
class ServiceIndex {
 public:
  /// Borrows `coverage` for its lifetime.
  explicit ServiceIndex(Coverage& coverage) : coverage_(&coverage) {}

  [[nodiscard]] ServiceEvidence& of(std::uint32_t number, std::string_view host,
                                    std::string_view service) {
    ServiceEvidence* const known = find(number);
    return known != nullptr ? *known : learn(number, host, service);
  }
  /// Null if of() was not called with the number yet.
  [[nodiscard]] ServiceEvidence* find(std::uint32_t number) const noexcept {
    return number < services_.size() ? services_[number] : nullptr;
  }
  /// PERF: not inlined, so that of() saves no registers.
  [[gnu::noinline]] ServiceEvidence& learn(std::uint32_t number, std::string_view host,
                                           std::string_view service) {
    if (number >= services_.size()) services_.resize(number + 1, nullptr);
    services_[number] = &coverage_->service(host, service);
    return *services_[number];
  }
  /// Requires a call before `coverage` is cleared.
  void clear() noexcept { services_.clear(); }

 private:
  Coverage* coverage_;
  std::vector<ServiceEvidence*> services_;  ///< Null until first used.
};

}  // namespace smtptally
