#pragma once

#include "io/input_set.hpp"

namespace smtptally {

/// Drops the files whose content another file contains, and notes each.
void drop_copies(InputSet& set);

}  // namespace smtptally
