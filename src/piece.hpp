#pragma once

#include <optional>
#include <set>
#include <string>

#include "exchange/join.hpp"
#include "exim/exim_log.hpp"
#include "parse/log_reader.hpp"
#include "pivot/accumulator.hpp"
#include "postfix/correlator.hpp"
#include "postfix/services.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// The contribution of one contiguous stretch of log lines: finished tallies, sessions and messages
/// that are open at its end, and events whose session or message began before it.
///
/// An ordered monoid: an empty open piece is the identity, and merges may be grouped anyhow, but
/// a.merge(b) requires that b follows a in the log. Law: for every cut position, the merge of the
/// two parts reports the same bytes as the whole.
class Piece final : public LineSink {
 public:
  Piece(Correlator::World world, const CollectSpec& spec, const Selection& selection,
        const Zone& zone)
      : range_(selection.range),
        collected_(spec, selection, zone),
        correlator_(world,
                    selection.auth == AuthScope::only ? Correlator::LinkFilters::no
                                                      : Correlator::LinkFilters::yes,
                    texts_read(spec, selection), services_, collected_.coverage(), collected_),
        exim_(world == World::open, selection, collected_.coverage(), collected_),
        exchange_options_(selection.exchange) {
    begin_exchange(world);
    correlator_.watch(selection);
  }

  /// Takes the next line of the log.
  void line(const LogLine& line) override;
  void tracking(const TrackingRow& row) override;
  void protocol(const ProtocolRow& row) override;
  void goes_on(std::string_view text) override { exim_.goes_on(text); }
  /// Whether a program of Postfix or Exim wrote the line, or a logger that may have lost lines.
  [[nodiscard]] bool is_of_server(const LogLine& line);
  /// The two steps of line(), for lines that other logs may hold, too. understand() returns how
  /// often the line counts; use() counts it, unless it is a copy from another log.
  [[nodiscard]] std::uint32_t understand(const LogLine& line);
  void use(std::uint32_t times);
  /// From now on remembers every counted message (16 to 32 bytes each), so that a message in a
  /// second log of the same server counts once.
  void expect_second_copies() {
    correlator_.expect_second_copies();
    exim_.expect_second_copies();
  }
  /// See Correlator.
  void remember_other_mail(std::size_t most) { correlator_.remember_other_mail(most); }
  /// `next` is consumed; see clear().
  void merge(Piece& next);
  /// Adds what `other` collected, but not what is open there.
  void merge_collected(Piece& other) { collected_.merge(other.collected_); }
  /// Makes a consumed piece an empty piece of an open world again. LogLine::memo stays valid. PERF:
  /// keeps its memory and its known keys (5 % of the processor time of two jobs).
  void clear();
  /// Whether the hosts and tags that clear() keeps are few.
  [[nodiscard]] bool is_small() const noexcept { return services_.size() <= kManyServices; }
  /// The log ends here. Requires World::closed.
  void finish() {
    correlator_.finish();
    exim_.finish();
    exchange_->finish();
  }

  /// What the lines so far leave to those behind them, see history/open_state.hpp. A piece reads
  /// what one for the same purpose wrote.
  void write_open(ByteWriter& out);
  void read_open(ByteReader& in);
  [[nodiscard]] std::string purpose() const;

  /// The log hosts of understood lines of Postfix and Exim, in the range or not, since the last
  /// call.
  [[nodiscard]] std::set<std::string> take_hosts();
  /// Whether a later line of Postfix or Exim may still change the messages of the range.
  [[nodiscard]] bool awaits_more() { return correlator_.awaits_more() || exim_.awaits_more(); }
  /// Whether Postfix lines before the first one could change the messages of the range.
  [[nodiscard]] bool misses_earlier() const noexcept { return correlator_.misses_earlier(); }

  [[nodiscard]] Coverage& coverage() noexcept { return collected_.coverage(); }
  /// For what was counted elsewhere.
  [[nodiscard]] Accumulator& sink() noexcept { return collected_; }
  [[nodiscard]] const Accumulator& collected() {
    collected_.count_waiting();
    return collected_;
  }

 private:
  static constexpr std::size_t kManyServices = 4096;
  static constexpr unsigned kProgramBits = 8;  ///< Bits of LogLine::memo for the program.
  static constexpr std::uint32_t kTakenByExim = UINT32_MAX;  ///< Result of take_apart().

  void begin_exchange(Correlator::World world) {
    exchange_.emplace(world == Correlator::World::open, exchange_options_, range_,
                      collected_.coverage(), collected_);
  }
  struct Writer {
    std::uint32_t service = 0;
    Program program = Program::other;
  };
  [[nodiscard]] Writer writer_of(const LogLine& line);
  [[nodiscard]] Writer learn_writer(const LogLine& line);
  [[nodiscard]] std::uint32_t take_apart(const LogLine& line);
  void count_foreign(const LogLine& line);
  void count_row(Micros time, bool understood);

  TimeRange range_;
  Accumulator collected_;
  Services services_;
  Correlator correlator_;
  EximLog exim_;
  ExchangeOptions exchange_options_;
  std::optional<ExchangeJoin> exchange_;  ///< Always has a value.
  StatisticsCache statistics_cache_;
  Event event_;                  ///< From the current line.
  LogLine exim_line_;            ///< That understand() found to be of Exim.
  std::set<std::string> hosts_;  ///< Hosts of the merged pieces.
};

}  // namespace smtptally
