#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "inputs/input.hpp"
#include "inputs/read_plan.hpp"
#include "inputs/tls_search.hpp"
#include "io/meter.hpp"
#include "reading/read_buffer.hpp"
#include "reading/read_inputs.hpp"

namespace smtptally {

/// What one pass over the inputs works with. Borrows all of it.
struct Reading {
  const Config& config;
  const CollectSpec& spec;
  const ReadingPlan& plan;
  Meter& meter;
  ReadResult& result;     ///< Its piece is empty at first, and of a closed world.
  bool last_try = false;  ///< A year that can not be right is kept.
};

/// Reads one input after the other into the piece of a result, and says there what became of it.
class InputReader {
 public:
  enum class End : std::uint8_t {
    done,
    wrong_year,  ///< The year of the input can not be right: this pass is for nothing.
  };

  explicit InputReader(const Reading& reading) : reading_(reading) {}

  /// Reads the part of the next input that the plan wants.
  End take(Input& input, const FilePart& part);
  [[nodiscard]] const std::vector<UnreadPart>& unread() const noexcept { return unread_; }

  // The same in steps, for an input of which others read a part into the piece:

  /// Behind the range: on until nothing of it is open any more. That is asked first, and then at
  /// the same places whatever the number of jobs, so that the same is read. The bytes of `reader`
  /// began at byte `begin` of the file. Gives the byte at which reading stopped; nullopt is the
  /// end.
  std::optional<std::uint64_t> read_behind(ByteSource& source, LogReader& reader,
                                           std::uint64_t begin);
  /// The input was read, up to `stopped_at` or to its end. What the piece took since the one before
  /// is of it, or of inputs that have a host in common with it.
  End finish(Input& input, const FilePart& part, const ReadOutcome& outcome,
             std::optional<std::uint64_t> stopped_at);
  /// It could not be read, or only in part.
  void problem(const Error& error);

 private:
  End read(Input& input, const FilePart& part);
  void leave_out(const Input& input);
  void look_whether_it_shrank(const Input& input, const FilePart& part, std::uint64_t read);
  void look_for_traces(Input& input, const ReadOutcome& outcome);
  void say_what_is_unread(const Input& input, const FilePart& part, std::uint64_t end,
                          InputSummary& summary);

  Reading reading_;
  ReadBuffer buffer_;
  HeadCache heads_;  ///< Of all readers whose lines the piece takes.
  std::vector<UnreadPart> unread_;
};

}  // namespace smtptally
