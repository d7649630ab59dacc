#pragma once

#include <cstdint>
#include <string_view>

#include "smtptally/time.hpp"

namespace smtptally {

/// A row of a message tracking log, of Get-MessageTrackingLog | Export-Csv, of an extended message
/// trace or of the detailed SMTP AUTH clients report of Exchange Online: one event of a message.
/// Missing columns are empty. The views point into the record or the reader's buffers.
struct TrackingRow {
  Micros time = 0;
  bool online = false;    ///< From Exchange Online: custom_data may name the TLS version.
  bool reported = false;  ///< From the detailed SMTP AUTH clients report: see `report`.
  std::string_view dialect;
  std::string_view server;  ///< server-hostname.
  std::string_view client;  ///< client-ip; the Front End's address for mail through a Front End.
  std::string_view original_client;
  std::string_view source_context;  ///< "{session id};{session start};{n}" for SMTP.
  std::string_view connector;       ///< "SERVER\Name".
  std::string_view source;          ///< SMTP, STOREDRIVER, …
  std::string_view event;           ///< RECEIVE, SEND, …
  std::string_view internal_id;
  std::string_view message_id;
  std::string_view network_id;
  std::string_view recipients;
  std::string_view recipient_count;
  std::string_view total_bytes;
  std::string_view return_path;  ///< MAIL FROM; "<>" is the null sender.
  std::string_view sender;       ///< Sender: or From: of the header.
  std::string_view message_info;
  std::string_view directionality;
  std::string_view custom_data;

  /// Columns that only the detailed SMTP AUTH clients report has; set if `reported`.
  struct Reported {
    std::string_view sender_domain;
    std::string_view mechanism;
    std::string_view tls_version;
    std::string_view cipher;
    std::uint32_t messages = 1;  ///< Number of messages that the row stands for.
  };
  Reported report;
};

/// A row of an SMTP receive protocol log: one line of a dialogue, or a remark about it.
struct ProtocolRow {
  Micros time = 0;
  std::string_view dialect;
  std::string_view connector;
  std::string_view session;  ///< Unique only within one process of one server.
  std::uint32_t sequence = 0;
  std::string_view local;   ///< The server's endpoint; may be empty.
  std::string_view remote;  ///< "192.0.2.1:50100", "[2001:db8::1]:50100".
  char event = ' ';         ///< '+' '-' '<' '>' '*', or ' ' where a copy lost it.
  std::string_view data;
  std::string_view context;
};

}  // namespace smtptally
