#pragma once

#include "containers/dictionary.hpp"
#include "exchange/session.hpp"
#include "exchange/session_finder.hpp"
#include "exchange/tracked.hpp"
#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

/// Makes Messages of tracking rows and sessions, and passes them to the sink.
class ExchangeEmission {
 public:
  /// Borrows all of them for its lifetime.
  ExchangeEmission(const Dictionary& texts, const ExchangeOptions& options, Coverage& coverage,
                   MessageSink& sink)
      : texts_(&texts), options_(&options), coverage_(&coverage), sink_(&sink) {}

  void tracked(const TrackedMessage& t, const JoinedSession& joined);
  /// Emits a message without a tracking row.
  void mail(const ProtocolSession& session, const AcceptedMail& mail, const JoinedSession& joined);
  void refused(const ProtocolSession& session, const RefusedLogin& login);
  void refused(const ProtocolSession& session, const RefusedHandshake& handshake);

 private:
  const Dictionary* texts_;
  const ExchangeOptions* options_;
  Coverage* coverage_;
  MessageSink* sink_;
};

}  // namespace smtptally
