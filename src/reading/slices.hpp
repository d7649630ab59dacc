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

/// A part of a text file, from the beginning of a line to the end of one.
struct Slice {
  std::uint64_t begin = 0;
  std::uint64_t end = UINT64_MAX;  ///< UINT64_MAX for what is there when it is read.
  LogReader::Context context;      ///< What the lines before it are taken to mean for it.
};

/// Cuts a file into slices that can be read side by side, and guesses the context of each from
/// the lines just in front of it. Whether the guess was right is seen when the slice before was
/// read: its reader tells the truth.
class Slicer {
 public:
  /// From `begin`, where the stamps without a year are of `year`, to the first line that begins at
  /// `end` or behind it.
  Slicer(std::shared_ptr<const RandomFile> file, const Config& config, std::uint64_t begin,
         std::uint64_t end, int year);

  /// Whether it makes sense to cut: records of one line each, which earlier ones mean little for.
  [[nodiscard]] bool can_cut() const noexcept { return can_cut_; }
  /// Whether the last slice was given out.
  [[nodiscard]] bool done() const noexcept { return done_; }
  /// The next slice; nothing behind the last one. A file that can not be read has one slice.
  [[nodiscard]] std::optional<Slice> next();

 private:
  bool look(std::uint64_t from, std::uint64_t to);

  std::shared_ptr<const RandomFile> file_;
  const Config* config_;
  std::uint64_t at_;
  std::uint64_t end_;
  LogReader::Context context_;  ///< Of the next slice.
  LogReader::Context guess_;    ///< The same, or what the head tells while that is the first slice.
  HeadCache heads_;             ///< Of who looks.
  bool can_cut_ = false;
  bool done_ = false;
};

/// Where the first line behind byte `from` begins; UINT64_MAX if none does.
[[nodiscard]] std::uint64_t next_line(const RandomFile& file, std::uint64_t from);

/// How many bytes to read next when `left` are left: half of a thread's share, but no more than
/// config.slice. PERF: slices get shorter towards the end, so that the threads end together even
/// where they are not equally fast. With 32 to 64 MiB instead of 16 a run was not shorter.
[[nodiscard]] std::uint64_t slice_bytes(std::uint64_t left, const Config& config) noexcept;

/// What became of one part of the log.
struct PartResult {
  std::unique_ptr<Part> part;
  ReadOutcome outcome;
  LogReader::Context context;  ///< Behind the last line.
  std::uint64_t end = 0;       ///< Behind the last byte that was taken.
  bool opened = false;
  std::optional<Error> problem;  ///< Could not be opened, or is damaged.
};

/// Reads a slice of a file.
[[nodiscard]] PartResult read_slice(const std::shared_ptr<const RandomFile>& file,
                                    const Slice& slice, const Config& config, PiecePool& parts,
                                    Meter& meter);
/// Reads a whole input that can not be cut.
[[nodiscard]] PartResult read_whole(Input& input, int year, const Config& config, PiecePool& parts,
                                    Meter& meter);

}  // namespace smtptally
