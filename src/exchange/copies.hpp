#pragma once

#include <vector>

#include "containers/dictionary.hpp"
#include "containers/stable_list.hpp"
#include "exchange/seen_messages.hpp"
#include "exchange/tracked.hpp"
#include "smtptally/coverage.hpp"

namespace smtptally {

/// The messages before a time, sorted by time, without copies. Two kinds of copies are removed and
/// counted: a repeated row, and a second RECEIVE of one message, which has the same
/// network-message-id, or before 2013 the same message id, sender and recipients. The earliest one
/// is kept. The pointers point into `all`.
[[nodiscard]] std::vector<const TrackedMessage*> without_copies(
    const StableList<TrackedMessage>& all, Micros before, const Dictionary& texts,
    SeenMessages& taken, Coverage& coverage);

}  // namespace smtptally
