#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/random_file.hpp"
#include "smtptally/byte_source.hpp"
#include "smtptally/error.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// One input to read. A regular file is closed after its head was read, so that a directory of
/// thousands of files does not exhaust the descriptors; a pipe stays open.
struct InputFile {
  std::string path;  ///< As given, or as found below a directory; "-" is standard input.
  Encoding encoding = Encoding::plain;
  bool regular = false;       ///< It can be opened again and has a size.
  std::uint64_t size = 0;     ///< Packed bytes of a regular file.
  Micros modified = 0;        ///< Modification time of a regular file, else the `now` of the run.
  std::string head;           ///< The first bytes, decompressed: see read_head().
  bool head_damaged = false;  ///< Reading the head failed; it holds the bytes before the damage.
  std::unique_ptr<ByteSource> stream;  ///< Only for what cannot be opened again: the bytes from
                                       ///< the beginning, the head included.
  /// Of a journal file, which stays open: its name belongs to another file when it is rotated, and
  /// `head` and `size` are what it was when it was opened.
  std::shared_ptr<const RandomFile> journal;
  bool explicitly_named = true;  ///< Named on the command line, not found in a directory.
};

/// The number of head bytes kept for a regular file. A directory may hold thousands of files.
inline constexpr std::size_t kKeptHeadBytes = std::size_t{4} * 1024;
/// The number of head bytes kept for a pipe, and returned by read_head().
inline constexpr std::size_t kHeadBytes = std::size_t{64} * 1024;

/// A note for the user about an input that is not read, or only in part.
struct InputNote {
  enum class Severity : std::uint8_t {
    info,     ///< Skipped with good reason: no log, or a copy of a file.
    warning,  ///< Data may be missing in the report: with --strict, exit status 3.
    problem,  ///< Unreadable or damaged: exit status 3.
  };
  Severity severity = Severity::info;
  Said message;  ///< One sentence with the path.

  bool operator==(const InputNote&) const = default;
};

struct InputSet {
  std::vector<InputFile> files;  ///< In the order of the command line, each once.
  std::vector<InputNote> notes;
};

/// Finds and opens the arguments: files, directories (recursively, sorted by name; symbolic links
/// are followed, but no directory twice), "-". A file that was named twice, under two names or by a
/// link (same device and inode), or whose whole decompressed content equals that of another file
/// (mail.log.1 and a .gz copy of it), is kept once, with a note. Empty files are kept. File names
/// decide nothing. Sockets, devices and (in directories) unreadable entries give a note. `now` is
/// the `modified` of pipes.
///
/// Journal files are kept open. journald may rotate them while a folder is read, so that it is
/// listed until nothing is new; one that is gone before it could be opened gives a note. `only`
/// says whether other files of a folder are passed over silently.
enum class FindOnly : std::uint8_t { everything, journals };
[[nodiscard]] InputSet find_inputs(const std::vector<std::string>& arguments, Micros now,
                                   FindOnly only = FindOnly::everything);

/// Reads the first kHeadBytes of a file, or the bytes before damage, which `file` notes.
[[nodiscard]] std::string read_head(InputFile& file);

/// Passes the decompressed bytes of the file to `take` in pieces, from its beginning to its end or
/// to damage. For a pipe, only a part that fits into memory, which is kept for reading.
void look_through(InputFile& file, const std::function<void(std::string_view)>& take);

/// Opens `file` from its beginning: reopens a regular file, returns the stream of a pipe (once).
/// `meter` counts the packed bytes of a file and the unpacked bytes of a pipe, and must outlive the
/// source.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_again(InputFile& file,
                                                             Meter* meter = nullptr);

}  // namespace smtptally
