#include "row_log.hpp"

#include <limits>

namespace smtptally::bench::exchange {
namespace {

constexpr std::uint64_t kFileBytes = 10ULL << 20U;  // The default of Exchange.
constexpr std::size_t kBufferBytes = 1U << 20U;
constexpr std::int64_t kRowsBetweenHeaders = 4000;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::string& RowLog::begin(Millis time) {
  if (free_slots_.empty()) {
    free_slots_.push_back(slots_.size());
    slots_.emplace_back();
  }
  const std::size_t slot = free_slots_.back();
  free_slots_.pop_back();
  waiting_.push({.time = time, .number = numbers_++, .slot = slot});
  slots_[slot].clear();
  return slots_[slot];
}

void RowLog::flush(Millis until) {
  while (!waiting_.empty() && waiting_.top().time <= until) {
    const Entry entry = waiting_.top();
    waiting_.pop();
    write(entry);
    free_slots_.push_back(entry.slot);
  }
}

void RowLog::write(const Entry& entry) {
  if (entry.time / kHour != hour_ || file_bytes_ > kFileBytes) {
    open_file(entry.time);
  } else if (--rows_to_header_ == 0) {
    append_header(entry.time);
  }
  const std::string& row = slots_[entry.slot];
  append(buffer_, row, "\r\n");
  file_bytes_ += row.size() + 2;
  if (buffer_.size() > kBufferBytes) drain();
}

void RowLog::open_file(Millis time) {
  close_file();
  file_number_ = time / kHour == hour_ ? file_number_ + 1 : 1;
  hour_ = time / kHour;
  std::string path = text(kind_.directory, '/', kind_.prefix);
  append_hour(path, time);
  append(path, '-', file_number_, ".LOG");
  file_.reset(std::fopen(path.c_str(), "wb"));
  if (!file_) {
    if (!failed_) std::perror(path.c_str());
    failed_ = true;
  }
  ++files_;
  file_bytes_ = 0;
  buffer_ += kByteOrderMark;
  append_header(time);
}

void RowLog::append_header(Millis time) {
  // The header's date may be later than the first row: a real file shows that.
  const Millis date = time + (random_.per_mille(100) ? random_.between(1, 13'000) : 0);
  append(buffer_, "#Software: Microsoft Exchange Server\r\n#Version: ", kind_.version,
         "\r\n#Log-type: ", kind_.type, "\r\n#Date: ");
  append_stamp(buffer_, date);
  append(buffer_, "\r\n#Fields: ", kind_.fields, "\r\n");
  rows_to_header_ = static_cast<std::uint64_t>(random_.between(20, 2 * kRowsBetweenHeaders));
}

void RowLog::drain() {
  bytes_ += buffer_.size();
  if (file_ && std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) {
    failed_ = true;
  }
  buffer_.clear();
}

void RowLog::close_file() {
  drain();
  if (file_ && std::fclose(file_.release()) != 0) failed_ = true;
}

bool RowLog::finish() {
  flush(std::numeric_limits<Millis>::max());
  close_file();
  return !failed_;
}

}  // namespace smtptally::bench::exchange
