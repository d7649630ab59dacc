// ProgressLine: formats and displays the progress of reading.

#include "io/progress_line.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "io/interrupt.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

constexpr std::chrono::milliseconds kFirst{1000};
constexpr std::chrono::milliseconds kBetween{200};
constexpr double kLongestLeft = 100.0 * 3600;  // A longer estimate is of no use.

std::string bytes_text(double bytes) {
  constexpr std::array<const char*, 5> kUnits{"kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  for (bytes /= 1000; bytes >= 999.95 && unit + 1 < kUnits.size(); ++unit) bytes /= 1000;
  return fmt::format("{:.1f} {}", bytes, kUnits[unit]);
}

std::string left_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 60) return tr_format("{} s left", whole);
  const std::uint64_t minutes = (whole + 30) / 60;
  if (minutes < 60) return tr_format("{} min left", minutes);
  return tr_format("{} h {} min left", minutes / 60, minutes % 60);
}

/// Whether this job is in the terminal's foreground; otherwise it must not write there.
bool in_foreground(int terminal) {
  const pid_t group = tcgetpgrp(terminal);
  return group < 0 || group == getpgrp();
}

std::size_t columns_of(int terminal) {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  return ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

/// Best effort: errors of the terminal are ignored.
void put(int terminal, std::string_view text) {
  [[maybe_unused]] const ssize_t written = write(terminal, text.data(), text.size());
}

}  // namespace

std::string progress_text(std::uint64_t read, std::uint64_t total,
                          std::chrono::duration<double> elapsed) {
  const auto done = static_cast<double>(read);
  const double rate = elapsed.count() > 0 ? done / elapsed.count() : 0;
  if (total == 0) return tr_format("read {}, {}/s", bytes_text(done), bytes_text(rate));
  const auto all = static_cast<double>(std::max(total, read));  // A log may grow while it is read.
  std::string text = tr_format("read {} of {}, {:.0f} %, {}/s", bytes_text(done), bytes_text(all),
                               100 * done / all, bytes_text(rate));
  const double left = rate > 0 ? (all - done) / rate : kLongestLeft;
  if (left < kLongestLeft) text += ", " + left_text(left);
  return text;
}

ProgressLine::ProgressLine(const Meter& meter, int terminal) : meter_(&meter), terminal_(terminal) {
  const HoldInterrupts held;  // Signals are for the first thread.
  try {
    thread_ = std::jthread([this](const std::stop_token& stop) { show_until_stopped(stop); });
  } catch (const std::system_error&) {  // No thread: no progress line.
  }
}

ProgressLine::~ProgressLine() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void ProgressLine::show_until_stopped(const std::stop_token& stop) {
  const auto start = std::chrono::steady_clock::now();
  const auto never = [] { return false; };  // Only the stop request ends a wait early.
  std::optional<EraseOnInterrupt> erased;
  std::unique_lock lock(mutex_);
  for (auto wait = kFirst; !wake_.wait_for(lock, stop, wait, never) && !stop.stop_requested();
       wait = kBetween) {
    if (!in_foreground(terminal_)) continue;
    if (!erased) erased.emplace(terminal_);
    if (!erased->interrupted()) show(std::chrono::steady_clock::now() - start);
  }
  if (erased) put(terminal_, kEraseLine);
}

void ProgressLine::show(std::chrono::duration<double> elapsed) {
  std::string line = progress_text(meter_->read, meter_->total, elapsed);
  line.resize(std::min(line.size(), columns_of(terminal_) - 1));
  put(terminal_, fmt::format("{}{}", kEraseLine, line));
}

}  // namespace smtptally
