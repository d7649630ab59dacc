#pragma once

#include <cstddef>

namespace smtptally {

/// The columns of Exchange's tables that are read, by any of their names.
struct ExchangeColumn {
  enum Name : std::size_t {
    date_time,
    client_ip,
    server_hostname,
    source_context,
    connector_id,
    source,
    event_id,
    internal_message_id,
    message_id,
    network_message_id,
    recipient_address,
    total_bytes,
    recipient_count,
    sender_address,
    return_path,
    message_info,
    directionality,
    original_client_ip,
    custom_data,
    session_id,
    sequence_number,
    remote_endpoint,
    event,
    data,
    context,
    recipient_status,
    tenant_id,
    message_subject,
    local_endpoint,
    sender_domain,
    auth_method,
    tls_version,
    tls_cipher,
    message_count,
  };
};

}  // namespace smtptally
