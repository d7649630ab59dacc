#pragma once

#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "../gen/random.hpp"
#include "text.hpp"

namespace smtptally::bench::exchange {

/// What is written at the top of every file of a log, and now and then inside one.
struct LogKind {
  std::string directory;
  std::string prefix;  ///< Of the file names: RECV, MSGTRK.
  std::string version;
  std::string type;
  std::string fields;
};

/// One log: takes rows in any order, writes them in the order of their times to files of an hour
/// or kFileBytes. Memory follows the rows between the last flush and the latest time.
class RowLog {
 public:
  RowLog(LogKind kind, std::uint64_t seed) : kind_(std::move(kind)), random_(seed) {}

  /// The row to append to, without a line end. It is valid until the next flush.
  [[nodiscard]] std::string& begin(Millis time);
  /// Writes the rows up to `until`. No row before that time may follow.
  void flush(Millis until);
  /// Writes everything. False when something could not be written.
  [[nodiscard]] bool finish();

  [[nodiscard]] std::uint64_t rows() const noexcept { return numbers_; }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::uint64_t files() const noexcept { return files_; }

 private:
  struct Entry {
    Millis time;
    std::uint64_t number;  ///< Keeps the order of rows of the same millisecond.
    std::size_t slot;
    bool operator>(const Entry& other) const noexcept {
      return time != other.time ? time > other.time : number > other.number;
    }
  };
  struct CloseFile {
    void operator()(std::FILE* file) const noexcept { static_cast<void>(std::fclose(file)); }
  };

  void write(const Entry& entry);
  void open_file(Millis time);
  void close_file();
  void append_header(Millis time);
  void drain();

  LogKind kind_;
  Random random_;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> waiting_;
  std::deque<std::string> slots_;  ///< Elements stay where they are.
  std::vector<std::size_t> free_slots_;
  std::unique_ptr<std::FILE, CloseFile> file_;
  std::string buffer_;
  Millis hour_ = -1;
  std::uint64_t file_number_ = 0;
  std::uint64_t file_bytes_ = 0;
  std::uint64_t rows_to_header_ = 0;
  std::uint64_t numbers_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t files_ = 0;
  bool failed_ = false;
};

}  // namespace smtptally::bench::exchange
