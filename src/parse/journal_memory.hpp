#pragma once

#include "parse/journal_data.hpp"
#include "parse/journal_origins.hpp"

namespace smtptally {

/// What is remembered of a journal file while it is read.
///
/// PERF: handed from one file to the next. New memory for every file took as long as its bytes.
struct JournalMemory {
  JournalData data;
  JournalOrigins origins;

  /// Forgets all, but keeps the memory.
  void clear() {
    data.clear();
    origins.clear();
  }
};

}  // namespace smtptally
