#pragma once

#include <vector>

#include "inputs/input.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Sorts inputs by their first stamps, then by their last ones, then by the order on the command
/// line. The last stamp of a packed log is taken to be the time when its file was written.
void put_in_order(std::vector<Input>& inputs, const Config& config);

/// Dates logs without years by other logs of the same host with years. A log is the part before
/// another one if, some years earlier than guessed, it ends within two months of that log's
/// beginning. Not if its last line is as old as its file, which is better evidence, and not if both
/// begin at the same time: then they are two logs of one period.
void date_by_later_logs(std::vector<Input>& inputs, const Config& config);

}  // namespace smtptally
