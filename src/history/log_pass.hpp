#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <vector>

#include "history/database.hpp"
#include "history/journal_marks.hpp"
#include "history/log_print.hpp"
#include "history/log_table.hpp"
#include "inputs/input.hpp"
#include "parse/head_cache.hpp"
#include "piece.hpp"
#include "reading/read_buffer.hpp"
#include "smtptally/said.hpp"

namespace smtptally {

/// One pass over what is new in the inputs. It knows logs again, goes on behind what was read, and
/// changes nothing in the database.
class LogPass {
 public:
  /// A log of which something was read.
  struct Read {
    StoredLog* log = nullptr;
    std::uint64_t begin = 0;
    std::uint64_t lines = 0;
  };
  /// A packed file that was read to its end.
  struct Pack {
    std::uint64_t size = 0;
    std::uint64_t hash = 0;
    const StoredLog* log = nullptr;
  };

  /// What is known of a journal file.
  struct Journal {
    JournalMark mark;
    StoredLog* log = nullptr;  ///< Null if nothing of it was read.
    bool changed = false;      ///< In this pass.
  };

  LogPass(HistoryDatabase& database, const Config& config, bool last_try);

  /// Reads the inputs in their order. Returns the first one with an impossible year and stops
  /// there, unless this is the last try.
  [[nodiscard]] Result<Input*> read(std::vector<Input>& inputs);

  [[nodiscard]] std::vector<InputNote>& notes() noexcept { return notes_; }
  [[nodiscard]] std::vector<Read>& reads() noexcept { return reads_; }
  [[nodiscard]] const std::vector<Pack>& packs() const noexcept { return packs_; }
  [[nodiscard]] const std::deque<Journal>& journals() const noexcept { return journals_; }
  /// Logs of which nothing was read, but that have another name by now.
  [[nodiscard]] const std::vector<const StoredLog*>& renamed() const noexcept { return renamed_; }
  /// Null if nothing is new. Not finished: its state is to be kept.
  [[nodiscard]] Piece* piece() noexcept { return piece_.get(); }
  /// Adds logs older than what was read before to what the piece collected. They are closed for
  /// themselves: what followed them was counted in an earlier run.
  void take_older();

 private:
  enum class Place : std::uint8_t { behind, older, overlapping };
  struct Found {
    StoredLog* log = nullptr;
    Kinship kinship;
  };
  [[nodiscard]] Result<Found> find(const LogBytes& bytes, std::uint64_t front);
  void load_all();
  /// `series` is that of a journal file.
  [[nodiscard]] Place place_of(Input& input, const std::string& series = {});
  [[nodiscard]] std::int64_t number_of(Input& input);
  void put_known_first(std::vector<Input>& inputs);
  void remember_name(const Input& input, const StoredLog& log);
  [[nodiscard]] std::optional<Error> begin_piece();
  [[nodiscard]] std::optional<Error> take(Input& input);
  void load_journals();
  [[nodiscard]] bool is_of_series(const StoredLog& log, const std::string& series) const;
  [[nodiscard]] Journal& journal_of(const JournalMark& mark);
  [[nodiscard]] bool is_without_mail(const Input& input) const;
  [[nodiscard]] std::optional<Error> take_journal(Input& input);
  [[nodiscard]] Result<std::optional<JournalMark>> read_journal(Input& input,
                                                                const JournalLog& file,
                                                                const JournalFile::Source& source,
                                                                Journal& journal);
  void find_journal_holes();
  [[nodiscard]] std::optional<Error> read_log(Input& input, const LogBytes& bytes, Found found);
  /// A part of a log that is read.
  struct Stretch {
    const Input& input;
    const std::string& header;  ///< Of its file, where it does not begin with it.
    bool goes_on = false;       ///< Lines of it were read before.
  };
  [[nodiscard]] ReadOutcome read_lines(const Stretch& stretch, ByteSource& source, Piece& piece,
                                       PrintMaker& maker, StoredLog& log);
  static void add_outcome(const ReadOutcome& outcome, const Input& input, StoredLog& log);
  StoredLog* keep(StoredLog log, Found found, std::uint64_t lines);
  void note_overlap(const Input& input);
  [[nodiscard]] std::unique_ptr<Piece> make_piece() const;
  void note(InputNote::Severity severity, const Input& input, const Said& text);

  HistoryDatabase* database_;
  const Config* config_;
  LogTable table_;
  bool last_try_;
  std::deque<StoredLog> logs_;      ///< Those that were looked at, and new ones.
  std::set<std::uint64_t> fronts_;  ///< Of which all are in logs_.
  bool all_loaded_ = false;
  std::unique_ptr<Piece> piece_;
  std::unique_ptr<Piece> older_;
  std::vector<Read> reads_;
  std::vector<Pack> packs_;
  std::vector<const StoredLog*> renamed_;
  std::vector<InputNote> notes_;
  ReadBuffer buffer_;
  HeadCache heads_;
  std::deque<Journal> journals_;  ///< Of all runs.
  bool journals_loaded_ = false;
  bool any_journal_of_mail_ = false;  ///< Among the inputs.
  std::unique_ptr<JournalMemory> journal_memory_;
  Input* wrong_ = nullptr;
};

/// What is said of entries that were never seen.
[[nodiscard]] InputNote about_hole(const JournalHole& hole, const Config& config);

}  // namespace smtptally
