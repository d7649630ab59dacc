#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "inputs/input.hpp"
#include "inputs/read_plan.hpp"
#include "io/meter.hpp"
#include "reading/read_buffer.hpp"
#include "reading/read_inputs.hpp"
#include "reading/tls_search.hpp"

namespace smtptally {

/// Adds what became of the lines that were read.
void count_lines(const ReadCounts& counts, Coverage& coverage);

/// The arguments of one pass over the inputs. Borrows all of them.
struct Reading {
  const Config& config;
  const CollectSpec& spec;
  const ReadingPlan& plan;
  Meter& meter;
  ReadResult& result;     ///< Its piece is empty at first, in a closed world.
  bool last_try = false;  ///< Keep a year that is impossible.
};

/// Reads inputs one after the other into the piece of a result, and notes their outcome there.
class InputReader {
 public:
  enum class End : std::uint8_t {
    done,
    wrong_year,  ///< The input's year is impossible: the pass must be repeated.
  };

  explicit InputReader(const Reading& reading) : reading_(reading) {}

  /// Reads the planned part of the next input.
  End take(Input& input, const FilePart& part);
  [[nodiscard]] const std::vector<UnreadPart>& unread() const noexcept { return unread_; }

  // The steps of take(), for an input of which other readers read a part into the piece:

  /// Reads behind the range until no session or message of the range is open. Checks that first,
  /// and then at places that do not depend on the number of jobs, so that the same bytes are read.
  /// The bytes of `reader` began at byte `begin` of the file. Returns the byte at which reading
  /// stopped; nullopt is the end.
  std::optional<std::uint64_t> read_behind(ByteSource& source, LogReader& reader,
                                           std::uint64_t begin);
  /// Ends an input that was read up to `stopped_at` or to its end. The piece's lines since the last
  /// finish() belong to it, or to inputs with a common host.
  End finish(Input& input, const FilePart& part, const ReadOutcome& read,
             std::optional<std::uint64_t> stopped_at);
  /// Notes that an input could not be read, or only in part.
  void problem(const Error& error);

 private:
  End read(Input& input, const FilePart& part);
  void leave_out(const Input& input);
  void look_whether_it_shrank(const Input& input, const FilePart& part, std::uint64_t read);
  /// `outcome` is that of `read` with_first_line().
  void keep_ends(const Input& input, const ReadOutcome& read, const ReadOutcome& outcome,
                 InputSummary& summary);
  void look_for_traces(Input& input, const ReadOutcome& outcome);
  void say_what_is_unread(const Input& input, const FilePart& part, std::uint64_t end,
                          InputSummary& summary);

  Reading reading_;
  ReadBuffer buffer_;
  HeadCache heads_;  ///< For all readers that feed the piece.
  std::unique_ptr<JournalMemory> journal_memory_;
  std::vector<UnreadPart> unread_;
};

}  // namespace smtptally
