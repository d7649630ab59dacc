#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "parse/dialect_set.hpp"
#include "postfix/event.hpp"
#include "postfix/services.hpp"
#include "postfix/session.hpp"
#include "postfix/transaction.hpp"
#include "text/byte_reader.hpp"
#include "text/byte_writer.hpp"

namespace smtptally {

/// How the open state of Postfix is stored: which fields, in which order. One function writes and
/// reads each struct; it binds every field, so that it fails to compile when one is added.

/// The services that a state names, in an order of their names.
class ServiceOrder {
 public:
  explicit ServiceOrder(const Services& services)
      : services_(&services), is_named_(services.size()), number_of_(services.size()) {}

  void name(std::uint32_t service) { is_named_[service] = true; }
  /// Numbers them; none is named behind this call.
  void write(ByteWriter& out);
  [[nodiscard]] std::uint32_t number_of(std::uint32_t service) const { return number_of_[service]; }

 private:
  const Services* services_;
  std::vector<bool> is_named_;
  std::vector<std::uint32_t> number_of_;
};

/// The numbers in `services` of those that a state names.
class ServicesRead {
 public:
  ServicesRead(ByteReader& in, Services& services);

  /// The next service. Requires that reading did not fail before, or that the state names one.
  [[nodiscard]] std::uint32_t take(ByteReader& in) const;

 private:
  std::vector<std::uint32_t> ours_;
};

/// Texts that are static: a name that this version does not know is refused.
inline void dialect_field(ByteWriter& out, std::string_view dialect) { out.text(dialect); }
inline void dialect_field(ByteReader& in, std::string_view& dialect) {
  const std::string_view name = in.text();
  dialect = dialect_called(name);
  in.require(dialect == name, "a log format is not known");
}

/// A queue id, without its realm.
inline void queue_id_field(ByteWriter& out, const QueueKey& key) { out.text(key.text()); }
void queue_id_field(ByteReader& in, QueueKey& key);

template <class Archive, class Statistics>
void statistics_fields(Archive& at, Statistics& statistics) {
  auto& [present, xclient, starttls_failed, transactions, data, bdat, starttls] = statistics;
  at(present, xclient, starttls_failed, transactions, data, bdat, starttls);
}

/// All but the service, the phase and the transactions.
template <class Archive, class Facts>
void session_fields(Archive& at, Facts& session) {
  auto& [service, pid, began, last, start, phase, end_seen, next_marked, tls, tls_lines, tls_at,
         transactions, transactions_plain, accepted, noqueue, place, statistics] = session;
  at(pid, began, last, end_seen, next_marked, tls_lines, tls_at, transactions, transactions_plain,
     accepted);
  at.choice(start, SessionFacts::Start::follows);
  at.choice(tls, TlsEvidence::message_info_differs);
  statistics_fields(at, statistics);
}

template <class Archive, class Handshake>
void handshake_fields(Archive& at, Handshake& handshake) {
  auto& [time, lost_starttls, ended, client, said, library, library_class] = handshake;
  at(time, lost_starttls, ended, client, said, library);
  at.choice(library_class, HandshakeReason::other);
}

/// All but the service, the session and the claim, and where it stands in memory.
template <class Archive, class Facts>
void transaction_fields(Archive& at, Facts& t) {
  auto& [key, service, pid, session, place, time, said, phase, authenticated, reinjected,
         from_loopback, marked_cleanup, marked_smtpd, has_details, has_sender, has_size,
         by_statistics, removed, in_map, tls, number, generation, claim, before, sessions_before,
         recipients, bytes, dialect] = t;
  queue_id_field(at, key);
  at(pid, time, said, authenticated, reinjected, from_loopback, marked_cleanup, marked_smtpd,
     has_details, has_sender, has_size, by_statistics, removed, in_map, number, before,
     sessions_before, recipients, bytes);
  at.choice(phase, TransactionFacts::Phase::done);
  at.choice(tls, TlsEvidence::message_info_differs);
  dialect_field(at, dialect);
}

/// All but the service and the claim.
template <class Archive, class Facts>
void event_fields(Archive& at, Facts& event) {
  auto& [kind, has_pid, authenticated, reinjected, has_size, has_sender, tls, pid, claim, time,
         dialect, queue, recipients, bytes, statistics, service] = event;
  at.choice(kind, EventKind::requeued);
  at.choice(tls, TlsEvidence::message_info_differs);
  at(has_pid, authenticated, reinjected, has_size, has_sender, pid, time, recipients, bytes);
  dialect_field(at, dialect);
  queue_id_field(at, queue);
  statistics_fields(at, statistics);
}

}  // namespace smtptally
