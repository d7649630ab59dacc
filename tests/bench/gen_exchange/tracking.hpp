#pragma once

#include <string>
#include <string_view>

#include "../gen/random.hpp"
#include "mail.hpp"
#include "row_log.hpp"

namespace smtptally::bench::exchange {

inline constexpr std::string_view kSchemaVersion = "15.02.1544.011";

/// The columns that differ between the rows of one message. Holds views: only for one call.
struct TrackingRow {
  std::string_view client_ip = {};
  std::string_view client_host = {};
  std::string_view server_ip = {};
  std::string_view server_host = "EX1";
  std::string_view source_context = {};
  std::string_view connector = {};
  std::string_view source = {};
  std::string_view event = {};
  std::string_view recipient_status = {};
  std::string_view message_info = {};
  std::string_view original_client_ip = {};
  std::string_view original_server_ip = {};
  std::string_view custom_data = {};
};

/// Appends a row about `mail` to a tracking log.
void write_row(RowLog& log, Random& random, Millis time, const TrackingRow& row, const Mail& mail);
/// A row about something that is not a message yet: sender, but no id, size or recipients.
void write_notice(RowLog& log, Random& random, Millis time, const TrackingRow& row,
                  std::string_view sender);

/// Everything that happens to an accepted message after its RECEIVE row at `received`: agents,
/// and the way to the mailbox or to another organization.
struct TrackingLogs {
  RowLog* transport;  ///< MSGTRK
  RowLog* delivery;   ///< MSGTRKMD
};
void write_aftermath(const TrackingLogs& logs, Random& random, Millis received, const Mail& mail);

}  // namespace smtptally::bench::exchange
