#pragma once

#include <array>

namespace smtptally {

/// The steps from one schema to the next: the first one makes a new history. A step that was
/// released never changes. man/smtptally-collect.1 says what the tables and views hold.
extern const std::array<const char*, 3> kSchemaSteps;

}  // namespace smtptally
