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

class ByteReader;
class ByteWriter;

/// Joins message tracking with the SMTP receive protocol logs: the login of each message and the
/// client's TLS.
///
/// A message is a tracking row RECEIVE by SMTP or, without tracking, the Hub's or Front End's reply
/// "250 2.6.0 … Queued mail for delivery". The client's session is found
/// - exactly, by the session id of its source-context, through XPROXY to the Front End, or by the
///   Front End's own reply with the same InternalId and Hostname;
/// - by estimate, if the Hub's log is missing: all Front End sessions of that client address at
///   that time agree.
/// The TLS of a session between two servers never counts as the client's.
///
/// Files may come in any order; finish() decides everything. Holds about 140 bytes per tracked
/// message and 300 per session with a login or mail, at most ExchangeOptions::join_limit of both:
/// beyond it, the older half is decided with the sessions known so far. Rows are numbered in input
/// order over all parts, so that the results and their order do not depend on the cuts.
class ExchangeJoin {
 public:
  /// Borrows `coverage` and `sink` for its lifetime.
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

  /// Takes the next row; its views are needed only during the call. True if the row tells something
  /// about a message or session.
  bool add(const TrackingRow& row);
  void add(const ProtocolRow& row);
  /// Appends `next`, which must follow in the log and is consumed.
  void merge(ExchangeJoin& next);
  /// Ends the input: joins and emits all messages and refused logins.
  void finish();

  // The open state, see history/open_state.hpp: all that is not emitted, so nearly everything.
  void write_open(ByteWriter& out) const;
  /// Requires a new join of the same world. After a failure it is of no use.
  void read_open(ByteReader& in);

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
  template <class Archive>
  void each_held(Archive& at) const;

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
  bool tracks_ = false;  ///< A tracking row was read.

  Micros settled_ = kBeginningOfTime;  ///< All earlier messages were emitted.
  SeenMessages taken_{texts_};
};

}  // namespace smtptally
