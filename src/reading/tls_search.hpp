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
  std::uint64_t end = UINT64_MAX;  ///< For a packed file, always the whole file.
};

/// Whether a session without a TLS line was plaintext depends on whether its service writes TLS
/// lines anywhere in the input. Searches the unread parts for TLS lines of undecided services, and
/// adds one to the tls_lines of each service found. Most lines are not even parsed.
void find_services_with_tls(const std::vector<UnreadPart>& unread, const Config& config,
                            Coverage& coverage);

}  // namespace smtptally
