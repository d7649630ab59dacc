#pragma once

#include "history/database.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Makes days of hours that are older than --keep, and drops days older than --keep-days, with the
/// ways and texts that nothing has any more. Part of the transaction of a run.
void forget_old(HistoryDatabase& database, const Config& config);
/// Gives the room that is free back to the disk. Behind the transaction.
void shrink(HistoryDatabase& database);

/// The beginning of the local day.
[[nodiscard]] Micros day_start(Micros time, const Zone& zone);

}  // namespace smtptally
