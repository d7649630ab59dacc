#include "line_writer.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstring>

namespace smtptally::bench {
namespace {

constexpr std::size_t kBuffer = 1U << 20U;
/// No line that the generator writes is longer than this.
constexpr std::size_t kLongestLine = 4096;

void append_padded(std::string& text, std::uint64_t number, std::size_t width, char pad) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) text.append(width - digits.size(), pad);
  text += digits;
}

}  // namespace

LineWriter::LineWriter(std::FILE* out, Stamps stamps, std::string_view host)
    : out_(out), stamps_(stamps), host_(host), buffer_(kBuffer + kLongestLine) {}

void LineWriter::make_stamp(Micros second) {
  using namespace std::chrono;
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const sys_seconds time{std::chrono::seconds(second)};
  const sys_days day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  const std::size_t month = unsigned{date.month()};
  stamp_.clear();
  if (stamps_ == Stamps::bsd) {
    stamp_ += kMonths.substr((month - 1) * 3, 3);
    stamp_ += ' ';
    append_padded(stamp_, unsigned{date.day()}, 2, ' ');
  } else {
    append_padded(stamp_, static_cast<unsigned>(int{date.year()}), 4, '0');
    stamp_ += '-';
    append_padded(stamp_, month, 2, '0');
    stamp_ += '-';
    append_padded(stamp_, unsigned{date.day()}, 2, '0');
  }
  stamp_ += stamps_ == Stamps::bsd ? ' ' : 'T';
  append_padded(stamp_, static_cast<std::uint64_t>(clock.hours().count()), 2, '0');
  stamp_ += ':';
  append_padded(stamp_, static_cast<std::uint64_t>(clock.minutes().count()), 2, '0');
  stamp_ += ':';
  append_padded(stamp_, static_cast<std::uint64_t>(clock.seconds().count()), 2, '0');
}

LineWriter& LineWriter::begin(Micros now, std::string_view tag, std::uint32_t process) {
  const Micros second = now / kSecond;
  if (second != stamp_second_) make_stamp(second);
  stamp_second_ = second;
  *this << stamp_;
  if (stamps_ == Stamps::rfc3339) {
    std::array<char, 7> fraction{'.'};
    Micros rest = now % kSecond;
    for (std::size_t i = 6; i > 0; --i, rest /= 10)
      fraction[i] = static_cast<char>('0' + rest % 10);
    *this << std::string_view(fraction.data(), fraction.size()) << "+00:00";
  }
  *this << ' ' << host_ << ' ' << tag;
  if (process != 0) *this << '[' << process << ']';
  return *this << ": ";
}

LineWriter& LineWriter::operator<<(std::string_view text) {
  std::memcpy(buffer_.data() + used_, text.data(), text.size());
  used_ += text.size();
  return *this;
}

LineWriter& LineWriter::operator<<(char character) {
  buffer_[used_++] = character;
  return *this;
}

LineWriter& LineWriter::write_number(std::uint64_t number) {
  char* const begin = buffer_.data() + used_;
  used_ += static_cast<std::size_t>(std::to_chars(begin, begin + 20, number).ptr - begin);
  return *this;
}

LineWriter& LineWriter::seconds(Micros duration) {
  if (duration >= 10 * kSecond) return *this << duration / kSecond;
  if (duration >= kSecond) {
    *this << duration / kSecond;
    const Micros tenths = duration / (100 * kMillisecond) % 10;
    return tenths == 0 ? *this : *this << '.' << tenths;
  }
  const Micros hundredths = duration / (10 * kMillisecond);
  if (hundredths == 0) return *this << '0';
  if (hundredths % 10 == 0) return *this << "0." << hundredths / 10;
  return *this << (hundredths < 10 ? "0.0" : "0.") << hundredths;
}

void LineWriter::end() {
  *this << '\n';
  ++lines_;
  if (used_ >= kBuffer) flush();
}

void LineWriter::flush() {
  if (std::fwrite(buffer_.data(), 1, used_, out_) != used_) failed_ = true;
  bytes_ += used_;
  used_ = 0;
}

bool LineWriter::finish() {
  flush();
  return std::fflush(out_) == 0 && !failed_;
}

}  // namespace smtptally::bench
