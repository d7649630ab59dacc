#pragma once

#include <vector>

#include "inputs/input.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// By their first stamps; logs that begin at one time by their last ones, and what ends at one
/// time, too, as it was named. A packed log ends when its file was written.
void put_in_order(std::vector<Input>& inputs, const Config& config);

/// Dates logs whose stamps have no year by other logs of the same host that have one: a log that,
/// some years earlier than it was guessed, ends where such a log begins, within two months, is the
/// part in front of it. Not where its last line is as old as its file, which is better evidence,
/// nor where both begin together, which are two logs of one time.
void date_by_later_logs(std::vector<Input>& inputs, const Config& config);

}  // namespace smtptally
