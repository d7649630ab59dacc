#pragma once

#include <cstdint>
#include <vector>

#include "containers/dictionary.hpp"
#include "containers/dictionary_map.hpp"
#include "containers/stable_list.hpp"
#include "exchange/seen_messages.hpp"
#include "exchange/session_finder.hpp"
#include "exchange/sessions.hpp"
#include "exchange/tracked.hpp"
#include "parse/exchange_rows.hpp"
#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

/// Joins message tracking with the SMTP receive protocol logs: who logged in and which TLS the
/// client had.
///
/// A message is a tracking row RECEIVE by SMTP; where tracking is missing, the Hub's or Front End's
/// reply "250 2.6.0 … Queued mail for delivery". Its client's session is found
/// - exactly, by the session id of its source-context, through XPROXY to the Front End, or by the
///   Front End's own reply with the same InternalId and Hostname;
/// - by estimate, when the Hub's log is missing: all Front End sessions of that client address at
///   that time agree.
/// The TLS of a session between two servers is never taken for the client's.
///
/// Rows may come in any order of files; all is decided in finish(). Holds some 140 bytes for a
/// tracked message and 300 for a session with a login or mail, and at most
/// ExchangeOptions::join_limit of both: beyond it the older half is decided with what is there.
/// Rows are numbered as they come, over all parts, so that the same is decided, in the same order,
/// however the log was cut.
class ExchangeJoin {
 public:
  /// Borrows for its lifetime.
  ExchangeJoin(bool open_world, const ExchangeOptions& options, const TimeRange& range,
               Coverage& coverage, MessageSink& sink)
      : open_world_(open_world),
        options_(options),
        range_(range),
        coverage_(&coverage),
        sink_(&sink),
        interpreter_(options_, texts_),
        sessions_(open_world, texts_, coverage) {
    (void)texts_.number("");  // TextId 0.
  }

  /// Takes the next row; its views need to live only for this call. True if it tells something
  /// about a message or session.
  bool add(const TrackingRow& row);
  void add(const ProtocolRow& row);
  /// Continues with what `next` saw, which must follow in the log; `next` is used up.
  void merge(ExchangeJoin& next);
  /// The input ends: joins, and hands on every message and refused login.
  void finish();

 private:
  [[nodiscard]] std::size_t held() const noexcept {
    return tracked_.size() + sessions_.all().size();
  }
  void merge_by_steps(ExchangeJoin& next, const DictionaryMap& translation);
  void keep_limit();
  void settle(Micros before);
  void emit_tracked(const std::vector<const TrackedMessage*>& messages, const SessionFinder& links);
  void emit_protocol(const SessionFinder& links, Micros before);
  void count_handed_over(Micros before);

  bool open_world_;
  ExchangeOptions options_;
  TimeRange range_;
  Coverage* coverage_;
  MessageSink* sink_;
  Dictionary texts_;
  TrackingInterpreter interpreter_;
  ProtocolSessions sessions_;
  StableList<TrackedMessage> tracked_;
  std::uint64_t rows_ = 0;
  bool tracks_ = false;  ///< A row of tracking was seen.

  Micros settled_ = kBeginningOfTime;  ///< Everything before was handed on.
  SeenMessages taken_;
};

}  // namespace smtptally
