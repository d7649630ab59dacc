#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <variant>
#include <vector>

#include <tsl/robin_map.h>

#include "containers/dictionary.hpp"
#include "containers/dictionary_map.hpp"
#include "containers/hash_of_key.hpp"
#include "containers/slot_map.hpp"
#include "containers/stable_list.hpp"
#include "containers/text_cache.hpp"
#include "exchange/dialogue.hpp"
#include "exchange/session.hpp"
#include "parse/exchange_rows.hpp"
#include "smtptally/coverage.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;
struct TextReader;

/// Assembles the rows of receive protocol logs into sessions. Within one connector, session ids are
/// unique at a time, so (connector, session id) is the key, and a "+" row begins a new session.
///
/// An ordered monoid like Piece: rows of a session that began before an `open` piece wait for
/// merge().
class ProtocolSessions {
 private:
  using Key = ProtocolKey;
  struct Waiting {
    ProtocolRow row;
    std::uint64_t number = 0;
    std::string text;  ///< The texts of the row.
  };

 public:
  /// Borrows `texts` and `coverage` for its lifetime. `open` as in Correlator::World::open.
  ProtocolSessions(bool open, Dictionary& texts, Coverage& coverage)
      : open_world_(open),
        texts_(&texts),
        coverage_(&coverage),
        dialogue_(texts),
        connectors_(texts) {}

  /// Takes the next row; its views are needed only during the call. Requires ascending row numbers.
  void add(const ProtocolRow& row, std::uint64_t number);
  /// Appends `next`, which is consumed; `translation` maps its texts to ours.
  void merge(ProtocolSessions& next, const DictionaryMap& translation, std::uint64_t rows_before);

  /// One row of a later part that adds a session to all(), or may do so.
  struct Step {
    std::uint64_t number = 0;
    /// A waiting row, the first row of a session that closes one of the earlier part, or the last
    /// row of a session of the later part.
    std::variant<const Waiting*, Key, ProtocolSession*> what;
  };
  /// The steps of merge(), in order; after them, call finish_merge(). They point into `next`.
  [[nodiscard]] std::vector<Step> steps_of(ProtocolSessions& next, const DictionaryMap& translation,
                                           std::uint64_t rows_before) const;
  void take(const Step& step);
  void finish_merge(ProtocolSessions& next, const DictionaryMap& translation,
                    std::uint64_t rows_before);

  /// Ends the log: closes open sessions.
  void finish();
  /// Forgets closed sessions that ended before `time`.
  void forget(Micros time);
  /// Closed sessions with a login, a message or a link; after finish() all of them.
  [[nodiscard]] const StableList<ProtocolSession>& all() const noexcept { return done_; }
  /// Number of rows that wait for the preceding part, and of sessions that began here (open world).
  [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }
  [[nodiscard]] std::size_t own() const noexcept { return own_.size(); }

  // The open state, see ExchangeJoin.
  template <class Archive>
  void each_held(Archive& at) const;
  void read_held(TextReader& at);
  void write_waiting(ByteWriter& out) const;
  void read_waiting(ByteReader& in);

 private:
  void wait(const ProtocolRow& row, std::uint64_t number);
  std::uint32_t begin(const ProtocolRow& row, const Key& key, std::uint64_t number);
  std::uint32_t open(ProtocolSession&& session);
  void close(std::uint32_t slot, std::uint64_t number);
  void close(ProtocolSession&& session, std::uint64_t number);
  void supersede(const Key& key, std::uint64_t number);
  [[nodiscard]] TextId text(std::string_view t) { return texts_->number(t); }

  bool open_world_;
  Dictionary* texts_;
  Coverage* coverage_;
  ExchangeDialogue dialogue_;
  TextCache connectors_;
  Pool<ProtocolSession> pool_;
  SlotMap<ProtocolSession> open_{pool_};
  /// Open world: keys whose session began in this piece, with the first row of the first session.
  tsl::robin_map<Key, std::uint64_t, HashOfKey> own_;
  StableList<ProtocolSession> done_;
  std::deque<Waiting> waiting_;
};

}  // namespace smtptally
