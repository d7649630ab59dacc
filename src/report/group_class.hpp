#pragma once

#include <cstdint>

#include "pivot/tally.hpp"
#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// Of the messages with this tls part of their key, which only the whole input tells.
[[nodiscard]] TlsClass class_of_group(const Tally& tally, std::uint32_t key_part,
                                      const Coverage& coverage);
/// Whether the conditions on tls leave it in.
[[nodiscard]] bool is_wanted(TlsClass tls, const Selection& selection);

}  // namespace smtptally
