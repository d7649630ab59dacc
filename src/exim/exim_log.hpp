#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <tsl/robin_map.h>
#include <tsl/robin_set.h>

#include "containers/slot_map.hpp"
#include "exim/exim_line.hpp"
#include "exim/line_kind.hpp"
#include "exim/reception.hpp"
#include "parse/log_line.hpp"
#include "smtptally/config.hpp"
#include "smtptally/coverage.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// Makes messages of the lines of Exim. One line tells all of a message, so that little waits:
///
/// - a message for two seconds, in which Exim may take it back and its line may stand again;
/// - the parts of an entry that was split for syslog, for the last one;
/// - the lines behind a reception that was cut. A client that may write a line end into its own
///   line (+smtp_mailauth) may write whole lines behind it: they count for nothing up to the rest
///   of the true line, and name nobody for the size of Exim's buffer.
///
/// A log from the middle keeps its first lines as they are, for some seconds and twice that buffer:
/// what they mean the lines in front of them decide. So it does with later lines of an id or a
/// process of which such a line may still matter. See Piece.
class EximLog {
 public:
  /// Borrows `coverage` and `sink` for its lifetime.
  EximLog(bool open_world, const Selection& selection, Coverage& coverage, MessageSink& sink)
      : range_(selection.range),
        watched_(selection.range_read()),
        coverage_(&coverage),
        sink_(&sink),
        open_world_(open_world),
        warm_(!open_world) {}

  /// Takes the next line of Exim; its views are needed only during the call. True if it tells
  /// something. `service` is the number of its host and tag.
  bool line(const LogLine& line, std::uint32_t service);
  /// The two steps of line(), for lines that other logs may hold, too. understand() counts the
  /// line, and says whether use() may do anything with it.
  [[nodiscard]] bool understand(const LogLine& line);
  void use(const LogLine& line, std::uint32_t service);
  /// See LineSink.
  void goes_on(std::string_view text);

  /// Appends `next`, which must follow in the log and is consumed.
  void merge(EximLog& next);
  void finish();
  /// Back to the beginning.
  void clear();
  /// See Piece.
  void expect_second_copies() { remembers_all_ = true; }
  /// Whether a later line may still change the messages of the range. Gives up first what is too
  /// old.
  [[nodiscard]] bool awaits_more();

  // The open state, see history/open_state.hpp. Nothing is written where nothing is open.
  void write_open(ByteWriter& out);
  /// Requires a new log of the same world. After a failure it is of no use.
  void read_open(ByteReader& in);

 private:
  /// A message that waits, or one that does not count and may stand again.
  struct Held {
    KeptLine line;  ///< The text behind "<= ".
    std::string id;
    std::uint64_t key = 0;  ///< Of host and id.
    std::uint32_t service = Message::kNoServiceNumber;
    bool counts = false;
    bool distrusted = false;  ///< It stands behind a line that was cut.
    bool cut = false;         ///< The end of the line is missing.
    ReadAs reading = ReadAs::unsure;
    Reception reception;  ///< Of line.text.
  };
  /// An entry of which not all parts came.
  struct Parts {
    KeptLine line;  ///< The parts so far.
    std::uint64_t next = 0;
  };

  [[nodiscard]] static EximLine exim_line(const LogLine& line, std::uint32_t service) noexcept;
  void count(EximKind kind, Micros time);
  void repeat(const LogLine& line, std::uint32_t service);
  void add(const EximLine& line, const EximText& text);
  void keep(const EximLine& line, const EximText& text);
  [[nodiscard]] bool belongs_to_waiting(const EximLine& line, const EximText& text);
  void remember_waiting(const EximLine& line, const EximText& text);
  void replay(const KeptLine& kept);
  void process(const EximLine& line, const EximText& text);
  void take_entry(const EximLine& line, const EximText& text);

  void take_part(const EximLine& line, const EximPart& part, EximKind kind);
  void end_parts(std::size_t at, bool cut);

  [[nodiscard]] bool is_behind_cut(const EximLine& line, const EximText& text);
  void give_back_swallowed();

  void accepted(const EximLine& line, const EximText& text);
  void not_accepted(const EximLine& line, const EximText& text);
  void refused_login(const EximLine& line, const EximText& text);
  void refused_handshake(const EximLine& line, const EximText& text);
  [[nodiscard]] bool is_second_entry(const EximLine& line, const EximText& text);
  [[nodiscard]] std::uint32_t new_held(const EximLine& line, std::string_view id,
                                       std::uint64_t key);
  Held& hold(const EximLine& line, std::string_view id, std::uint64_t key);
  static void read(Held& held);
  void begin_cut(const Held& held);
  void emit(const Held& held);
  void give_up_old();
  void release_first();

  TimeRange range_;
  TimeRange watched_;
  Coverage* coverage_;
  MessageSink* sink_;
  bool open_world_;
  bool warm_;  ///< Lines are not kept as they are, or not any more.
  bool remembers_all_ = false;
  bool swallows_ = false;
  bool gives_back_ = false;     ///< Inside give_back_swallowed().
  std::uint64_t cut_left_ = 0;  ///< Bytes behind a line that was cut in which nobody is named.
  Micros now_ = kBeginningOfTime;

  Pool<Held> pool_;
  std::deque<std::uint32_t> held_;  ///< In the order of the lines.
  Micros first_held_ = 0;           ///< The time of the first of them, if there is one.
  tsl::robin_map<std::uint64_t, std::uint32_t> by_id_;
  tsl::robin_set<std::uint64_t> seen_;
  std::vector<Parts> parts_;
  std::vector<KeptLine> last_logins_;  ///< Of each process, if it stands once so far.
  std::vector<KeptLine> swallowed_;
  std::vector<KeptLine> waiting_;  ///< Of a log from the middle.
  std::uint64_t clean_bytes_ = 0;  ///< Of the last lines of them, without one that was cut.
  /// The ids and processes of them, with the last time: while a later line may belong to one.
  tsl::robin_map<std::uint64_t, Micros> waiting_keys_;
  std::string scratch_;
};

}  // namespace smtptally
