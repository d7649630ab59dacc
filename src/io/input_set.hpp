#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "smtptally/byte_source.hpp"
#include "smtptally/error.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// One input that will be read. A regular file is closed again after its head was read, so that
/// a directory of thousands of files does not use up the descriptors; a pipe stays open.
struct InputFile {
  std::string path;  ///< As given, or as found below a directory; "-" is standard input.
  Encoding encoding = Encoding::plain;
  bool regular = false;                ///< A regular file: can be opened again and has a size.
  std::uint64_t size = 0;              ///< Packed bytes of a regular file.
  Micros modified = 0;                 ///< Of a regular file, else the `now` of the run.
  std::string head;                    ///< The first bytes, decompressed: see read_head().
  bool head_damaged = false;           ///< Reading the head failed; it holds what came before.
  std::unique_ptr<ByteSource> stream;  ///< Only for what cannot be opened again: the bytes from
                                       ///< the beginning, the head included.
  bool explicitly_named = true;        ///< Named on the command line, not found in a directory.
};

/// How many first bytes are kept of a regular file. A directory may hold thousands of them.
inline constexpr std::size_t kKeptHeadBytes = std::size_t{4} * 1024;
/// The same of what can not be opened again, and how many bytes read_head() gives.
inline constexpr std::size_t kHeadBytes = std::size_t{64} * 1024;

/// Something the user should know about an input that is not read, or only in part.
struct InputNote {
  enum class Severity : std::uint8_t {
    info,     ///< Skipped for a good reason: no log, second copy of a file.
    warning,  ///< It may hold what the report lacks: with --strict, exit status 3.
    problem,  ///< Unreadable or damaged: exit status 3.
  };
  Severity severity = Severity::info;
  std::string message;  ///< One sentence with the path.

  bool operator==(const InputNote&) const = default;
};

struct InputSet {
  std::vector<InputFile> files;  ///< In the order of the command line, each once.
  std::vector<InputNote> notes;
};

/// Finds and opens what was named: files, directories (recursively, sorted by name, symbolic links
/// followed but no directory twice), "-". A file that was named twice, under two names or by a link
/// (same device and inode), or whose whole decompressed content equals that of another (mail.log.1
/// and a .gz copy of it), is kept once, with a note. Empty files are kept. Nothing is judged by
/// name, but sockets, devices and (in directories) unreadable entries give a note. `now` is used as
/// `modified` of pipes.
[[nodiscard]] InputSet find_inputs(const std::vector<std::string>& arguments, Micros now);

/// The first kHeadBytes of it, or what comes before damage, which `file` notes.
[[nodiscard]] std::string read_head(InputFile& file);

/// Gives `take` the bytes of the file in pieces, decompressed, from its beginning to its end or to
/// what is damaged; of what can not be opened again no more than a part that fits into memory,
/// which will be there when it is read.
void look_through(InputFile& file, const std::function<void(std::string_view)>& take);

/// Opens `file` from its beginning: reopens a regular file, hands over the stream of a pipe (once).
/// `meter`, which must outlive the source, counts the packed bytes of a file, the unpacked of a
/// pipe.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_again(InputFile& file,
                                                             Meter* meter = nullptr);

}  // namespace smtptally
