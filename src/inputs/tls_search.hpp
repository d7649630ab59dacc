#pragma once

#include <cstdint>
#include <vector>

#include "inputs/input.hpp"
#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"

namespace smtptally {

/// Bytes of an input that were not read.
struct UnreadPart {
  const Input* input = nullptr;  ///< Borrowed.
  std::uint64_t begin = 0;
  std::uint64_t end = UINT64_MAX;  ///< Of a packed file, always all.
};

/// Whether a session without a TLS line was plaintext depends on whether its service writes such
/// lines anywhere in the input. Where what was read leaves that open, looks for them in what was
/// not, and adds one to the tls_lines of each service that has one. Most of the lines are not even
/// split.
void find_services_with_tls(const std::vector<UnreadPart>& unread, const Config& config,
                            Coverage& coverage);

}  // namespace smtptally
