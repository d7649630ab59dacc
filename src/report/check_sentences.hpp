#pragma once

#include <vector>

#include "smtptally/report.hpp"

namespace smtptally {

/// What a row of `check` is, whatever the language of its words.
struct CheckedRow {
  bool problem = false;
  bool counts = false;  ///< The finding is that of which there are so many.
};

/// The findings of `check` as people read them: problems first, each with what to do below it.
/// `findings` is its main table, `checked` has its rows.
[[nodiscard]] Section check_sentences(const Section& findings,
                                      const std::vector<CheckedRow>& checked);

}  // namespace smtptally
