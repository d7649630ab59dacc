#pragma once

#include "containers/dictionary.hpp"
#include "exchange/session.hpp"
#include "parse/exchange_rows.hpp"
#include "text/cursor.hpp"

namespace smtptally {

/// Interprets the dialogue of server and client: applies one row to its session.
class ExchangeDialogue {
 public:
  /// Borrows `texts` for its lifetime.
  explicit ExchangeDialogue(Dictionary& texts) : texts_(&texts) {}

  void take(ProtocolSession& session, const ProtocolRow& row);

 private:
  void on_command(ProtocolSession& session, const ProtocolRow& row);
  void on_reply(ProtocolSession& session, const ProtocolRow& row);
  void on_remark(ProtocolSession& session, const ProtocolRow& row);
  void on_tls(ProtocolSession& session, Cursor at);
  void on_login_failure(ProtocolSession& session, const ProtocolRow& row, std::string_view remark);
  void on_handed_over(ProtocolSession& session, std::string_view remark);
  void on_mail(ProtocolSession& session, std::string_view rest);
  void on_login(ProtocolSession& session, std::string_view rest);
  void on_granted(ProtocolSession& session, std::string_view reply);
  void on_proxy(ProtocolSession& session, const ProtocolRow& row, bool client);
  void on_accepted(ProtocolSession& session, const ProtocolRow& row, std::string_view reply);
  void refuse(ProtocolSession& session, const ProtocolRow& row, std::string_view reason);
  void refuse_handshake(ProtocolSession& session, const ProtocolRow& row, HandshakeReason reason);
  static void log_in(ProtocolSession& session);
  [[nodiscard]] TextId text(std::string_view t) { return texts_->number(t); }

  Dictionary* texts_;
};

}  // namespace smtptally
