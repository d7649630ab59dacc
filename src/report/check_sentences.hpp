#pragma once

#include "smtptally/report.hpp"

namespace smtptally {

/// The findings of `check` as people read them: problems first, each with what to do below it.
/// `findings` is its main table.
[[nodiscard]] Section check_sentences(const Section& findings);

}  // namespace smtptally
