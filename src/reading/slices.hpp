#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "inputs/input.hpp"
#include "io/meter.hpp"
#include "parse/head_cache.hpp"
#include "parse/log_reader.hpp"
#include "reading/piece_pool.hpp"
#include "reading/read_buffer.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// A part of a text file that consists of whole lines.
struct Slice {
  std::uint64_t begin = 0;
  std::uint64_t end = UINT64_MAX;  ///< UINT64_MAX for the end of the file.
  LogReader::Context context;      ///< The guessed context from the lines before it.
  LogReader::Hold hold{};          ///< Of the ends of its input that it has.
};

/// Cuts a file into slices for parallel reading, and guesses the context of each slice from the
/// lines directly before it. The reader of the preceding slice tells whether the guess was right.
class Slicer {
 public:
  /// Borrows the zone of stamps without one. Cuts from `begin`, where the stamps without a year are
  /// of `year`, to the first line that begins at `end` or behind it.
  Slicer(std::shared_ptr<const RandomFile> file, const Config& config, const Zone& log_zone,
         std::uint64_t begin, std::uint64_t end, int year);

  /// Whether the file can be cut: records of one line each that depend little on earlier ones.
  [[nodiscard]] bool can_cut() const noexcept { return can_cut_; }
  /// Whether the last slice was returned.
  [[nodiscard]] bool done() const noexcept { return done_; }
  /// The next slice; nothing after the last one. A file that cannot be read has one slice.
  [[nodiscard]] std::optional<Slice> next();

 private:
  bool look(std::uint64_t from, std::uint64_t to);

  std::shared_ptr<const RandomFile> file_;
  const Config* config_;
  const Zone* log_zone_;
  std::uint64_t at_;
  std::uint64_t end_;
  LogReader::Context context_;  ///< For the next slice.
  LogReader::Context guess_;    ///< The same; for the first slice, the head's.
  HeadCache heads_;             ///< For the lines that are read for guesses.
  bool can_cut_ = false;
  bool done_ = false;
};

/// The beginning of the first line behind byte `from`; UINT64_MAX if there is none.
[[nodiscard]] std::uint64_t next_line(const RandomFile& file, std::uint64_t from);

/// How many bytes to read next if `left` are left: half of a thread's share, at most config.slice.
/// PERF: slices get shorter towards the end, so that the threads end together even if their speed
/// differs. With 32 to 64 MiB instead of 16 a run was not shorter.
[[nodiscard]] std::uint64_t slice_bytes(std::uint64_t left, const Config& config) noexcept;

/// The outcome of one part of the log.
struct PartResult {
  std::unique_ptr<Part> part;
  ReadOutcome outcome;
  LogReader::Context context;  ///< Context behind the last line.
  std::uint64_t end = 0;       ///< Position behind the last byte taken.
  bool opened = false;
  std::optional<Error> problem;  ///< Error of opening, or damage.
};

/// Reads a slice of a file.
[[nodiscard]] PartResult read_slice(const std::shared_ptr<const RandomFile>& file,
                                    const Slice& slice, const Config& config, const Zone& log_zone,
                                    PiecePool& parts, Meter& meter);
/// Reads a whole input that cannot be cut.
[[nodiscard]] PartResult read_whole(Input& input, int year, const Config& config, PiecePool& parts,
                                    Meter& meter);

}  // namespace smtptally
