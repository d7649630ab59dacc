#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "containers/slot_map.hpp"
#include "pivot/service_index.hpp"
#include "pivot/texts_read.hpp"
#include "postfix/open_world.hpp"
#include "postfix/second_copies.hpp"
#include "postfix/services.hpp"
#include "postfix/session.hpp"
#include "postfix/time_limits.hpp"
#include "postfix/transaction.hpp"
#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/message.hpp"
#include "text/same_text.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// The state machine that turns the lines of Postfix into accepted messages.
///
/// Sessions are keyed by (log host, full tag, pid), transactions by (log host, instance, queue id).
/// A transaction begins with its client= line and is accepted by what only happens to a queued
/// message (qmgr, delivery, removed), or, when those lines are missing, by the statistics of the
/// disconnect line, or by a hold or discard that nothing contradicts. Its TLS is the one its
/// session had when it began. A message is handed on when its session has ended and its qmgr line
/// was seen.
///
/// A correlator of an `open` world does not know what came before: events whose session or queue
/// id was not opened in its own piece wait, in order, for merge() with the piece before.
class Correlator {
 public:
  using World = smtptally::World;

  /// Whether a message that a content filter on this machine gave back without XFORWARD is told
  /// from a new one. Only reports on mail without login need it: such a message has none.
  enum class LinkFilters : std::uint8_t { no, yes };

  /// Borrows services, coverage and sink for its lifetime. Of the texts of a message the sink is
  /// told only those that are `read`.
  Correlator(World world, LinkFilters link_filters, const TextsRead& read, Services& services,
             Coverage& coverage, MessageSink& sink)
      : world_(world),
        link_filters_(link_filters),
        read_(read),
        services_(&services),
        coverage_(&coverage),
        sink_(&sink),
        evidence_(coverage) {}

  /// Takes the next event of the log. Its views need to live only for this call.
  void add(const Event& event) {
    // PERF: most lines are of the same second as the one before.
    if (event.time > now_) advance(event.time);
    if (world_.is_warming_up(event.time)) return wait(event);
    process(event);
  }
  /// Continues with what `next` has seen, which must follow in the log; `next` is used up.
  /// Its coverage and messages are merged by the owner of both.
  void merge(Correlator& next);
  /// The log ends: decides what is still open, and counts what stays undecided. Requires a closed
  /// world; a piece from the middle is merged into an empty closed one first.
  void finish();
  /// Open world, used up by merge(): back to the beginning, for another part of the log. Keeps
  /// memory. Before the coverage is cleared.
  void clear();
  /// Writes what is open, and gives up first what is too old, which may hand on messages. See
  /// history/open_state.hpp.
  void write_open(ByteWriter& out);
  /// Requires a new correlator of the same world, for the same texts and filters. After a failure
  /// it is of no use.
  void read_open(ByteReader& in);
  /// Writes all that a state depends on besides its log.
  void write_purpose(ByteWriter& out) const;
  /// See Piece.
  void expect_second_copies() { copies_.expect(); }
  /// Open world: how many queue ids of mail that did not come by SMTP it remembers. No result
  /// depends on it.
  void remember_other_mail(std::size_t most) { world_.remember_other_mail(most); }

  /// The range that the two questions below are about, and the period that it is compared with;
  /// call it before the first event.
  void watch(const Selection& selection) {
    watched_ = selection.range_read();
    range_ = selection.range;
    before_ = selection.before;
  }
  /// Whether a later line may still tell something about a message that began in the range. Gives
  /// up first what is too old.
  [[nodiscard]] bool awaits_more();
  /// Whether lines before the first one may tell something about a message that began in the
  /// range: when its session began, or that a content filter handed it in.
  [[nodiscard]] bool misses_earlier() const noexcept { return misses_earlier_; }

 private:
  class Merge;
  class StateWriter;
  class StateReader;
  void process(const Event& event);
  void wait(const Event& event);
  [[nodiscard]] bool may_be_earlier(const Event& event, std::uint32_t known) const;

  // Sessions.
  void on_connect(const Event& event);
  void on_tls(const Event& event);
  void on_disconnect(const Event& event);
  [[nodiscard]] std::uint32_t find_session(const SessionKey& key, Micros time);
  [[nodiscard]] std::uint32_t find_session(const Event& event);
  /// The session of the event's client: the one that find_session() knows, or else a new one whose
  /// beginning was not seen.
  [[nodiscard]] std::uint32_t session_for(const Event& event, std::uint32_t known) {
    if (known != kNoSlot && same_text(session_pool_[known].client, event.client)) {
      return known;
    }
    return other_session(event, known);
  }
  [[nodiscard]] std::uint32_t other_session(const Event& event, std::uint32_t known);
  [[nodiscard]] std::uint32_t take_over(const Event& event, std::uint32_t known);
  [[nodiscard]] std::uint32_t open_session(const Event& event);
  void close_session(std::uint32_t slot);
  void note_statistics(const Session& session);
  void resolve(std::uint32_t slot);
  void settle(std::uint32_t slot);
  void give_up_unmarked(std::uint32_t slot);
  bool end_aged_session(std::uint32_t slot, Micros now);
  void free_session(std::uint32_t slot);

  void on_auth_failure(const Event& event);

  // Handshakes.
  void on_handshake_error(const Event& event);
  void on_library_error(const Event& event);
  void on_lost_starttls(const Event& event);
  [[nodiscard]] static bool is_broken(const BrokenHandshake& handshake, const Session& session);
  void end_handshake(Session& session);
  void tell_handshake(const BrokenHandshake& handshake, const SessionKey& process);

  [[nodiscard]] ServiceEvidence& service_of(std::uint32_t service);

  // Transactions.
  void on_client(const Event& event);
  void on_client_noqueue(const Event& event);
  void on_proxy(const Event& event);
  void on_smtpd_action(const Event& event);
  void on_queue_line(const Event& event);
  void on_cleanup(const Event& event);
  void on_bounce(const Event& event);
  void on_requeued(const Event& event);
  [[nodiscard]] std::string_view second_id(const Event& event) const;
  void second_pass(const Event& event);
  [[nodiscard]] std::uint32_t claim_of(const Event& event);
  void on_second_pass(const Event& event);
  [[nodiscard]] std::uint32_t find_transaction(const QueueKey& queue, Micros now);
  [[nodiscard]] std::uint32_t find_transaction(const Event& event);
  [[nodiscard]] std::uint32_t end_aged_ones(const QueueKey& queue, Micros now);
  [[nodiscard]] bool end_aged(std::uint32_t slot, Micros now);
  bool end_aged_transaction(std::uint32_t slot, Micros now);
  [[nodiscard]] std::uint32_t begin(const Event& event, std::uint32_t session);
  [[nodiscard]] std::optional<std::uint32_t> pending_noqueue(std::uint32_t session) const;
  void accept(std::uint32_t slot);
  void drop(std::uint32_t slot);
  void forget(std::uint32_t slot);
  void refute(std::uint32_t slot);
  void leave_undecided(std::uint32_t slot);
  void leave_session(std::uint32_t slot);
  void supersede(std::uint32_t slot);
  void on_superseded(const Event& event);
  void supersede_by(const Event& event);
  void supersede_by(const WaitingEvents::Supersession& later);
  void supersede_session(const WaitingEvents::Supersession& later);
  void remove_from_map(std::uint32_t slot);
  void release_if_ready(std::uint32_t slot);
  void emit(const Transaction& t);
  void free_if_unused(std::uint32_t slot);

  // Time.
  void advance(Micros now);
  void forget_old();
  void forget_removed(Micros now);
  void expire(Micros now);

  OpenWorld world_;
  LinkFilters link_filters_;
  TextsRead read_;
  Services* services_;
  Coverage* coverage_;
  MessageSink* sink_;

  Pool<Session> session_pool_;
  Pool<Transaction> transaction_pool_;
  SlotMap<Session> sessions_{session_pool_};
  SlotMap<Transaction> transactions_{transaction_pool_};
  SlotList undecided_;  ///< Closed sessions with open transactions.

  struct Removed {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
    Micros at = 0;
  };
  std::deque<Removed> removed_;           ///< In order of time; kept for kDuplicateWindow.
  std::deque<Removed> removed_loopback_;  ///< The same for what may be a filter's second copy.
  std::deque<Removed> refuted_;           ///< The same for what the statistics refute.

  ServiceIndex evidence_;                ///< By service.
  std::vector<std::uint32_t> closing_;   ///< Scratch of close_session().
  std::vector<std::uint32_t> deciding_;  ///< Scratch of resolve() and settle().

  SecondCopies copies_;
  TimeRange watched_;  ///< Both of the next two.
  TimeRange range_;
  std::optional<TimeRange> before_;
  bool misses_earlier_ = false;
  Micros now_ = kBeginningOfTime;
  Micros next_expiry_ = kBeginningOfTime;
  /// When forget_old() may have something to do again. PERF: stamps of RFC 3339 are of another time
  /// on nearly every line (28 instructions of each).
  Micros look_again_ = kBeginningOfTime;
};

}  // namespace smtptally
