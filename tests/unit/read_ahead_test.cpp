#include "io/read_ahead.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include <unistd.h>

#include "catch.hpp"
#include "io/raw_file.hpp"

using namespace smtptally;

namespace {

/// Gives `bytes` in portions of at most `portion`, then the error, if there is one.
class GivenSource final : public ByteSource {
 public:
  GivenSource(std::string bytes, std::size_t portion, std::string error = "")
      : bytes_(std::move(bytes)), portion_(portion), error_(std::move(error)) {}
  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    const std::size_t count = std::min({into.size(), portion_, bytes_.size() - at_});
    if (count == 0 && !error_.empty()) return Error{error_};
    std::memcpy(into.data(), bytes_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t portion_;
  std::string error_;
  std::size_t at_ = 0;
};

/// Endless; counts what was asked of it, and says when it is gone.
class EndlessSource final : public ByteSource {
 public:
  EndlessSource(std::atomic<std::size_t>& given, std::atomic<bool>& gone)
      : given_(&given), gone_(&gone) {}
  EndlessSource(const EndlessSource&) = delete;
  EndlessSource& operator=(const EndlessSource&) = delete;
  ~EndlessSource() override { *gone_ = true; }
  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    *given_ += into.size();
    return into.size();
  }

 private:
  std::atomic<std::size_t>* given_;
  std::atomic<bool>* gone_;
};

/// A pipe as a source.
class PipeSource final : public ByteSource {
 public:
  explicit PipeSource(int descriptor) : file_(descriptor, "pipe") {}
  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override { return file_.read(into); }

 private:
  RawFile file_;
};

template <class Condition>
bool soon(Condition condition) {
  using std::chrono::steady_clock;
  const auto end = steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

std::string numbered(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 2654435761U >> 13U);
  return text;
}

}  // namespace

TEST_CASE("read ahead: the bytes and the error are those of the source") {
  for (const std::size_t size : {0UL, 1UL, 262'144UL, 262'145UL, 3'000'001UL}) {
    for (const std::size_t portion : {997UL, 65'536UL, 10'000'000UL}) {
      for (const std::size_t span : {777UL, 262'144UL, 1'000'000UL}) {
        for (const char* error : {"", "the disk is on fire"}) {
          INFO(size << " bytes by " << portion << ", read by " << span << ", error " << error);
          const std::string text = numbered(size);
          const auto source =
              read_ahead(std::make_unique<GivenSource>(text, portion, error), ReadsReturn::soon);
          std::string got;
          std::string buffer(span, '\0');
          Result<std::size_t> count = source->read(buffer);
          while (count && count.value() > 0) {
            got.append(buffer, 0, count.value());
            count = source->read(buffer);
          }
          CHECK(got == text);
          CHECK(count.has_value() == (*error == '\0'));
          // The end, or the error, stays.
          const Result<std::size_t> again = source->read(buffer);
          CHECK(again.has_value() == count.has_value());
          if (!count) CHECK(again.error().message == error);
          if (again) CHECK(again.value() == 0);
        }
      }
    }
  }
}

TEST_CASE("read ahead: it holds a bounded number of bytes, and stops when it is not wanted") {
  constexpr std::size_t kMost = std::size_t{1} << 20U;
  std::atomic<std::size_t> given{0};
  std::atomic<bool> gone{false};
  auto source = read_ahead(std::make_unique<EndlessSource>(given, gone), ReadsReturn::maybe);
  CHECK(soon([&] { return given == kMost; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(given == kMost);  // The ring is full: its thread waits.
  std::string buffer(1000, '\0');
  CHECK(source->read(buffer).value() == buffer.size());
  CHECK(source->read({}).value() == 0);
  CHECK_FALSE(gone);
  source.reset();
  CHECK(soon([&] { return gone.load(); }));
  // At any moment.
  for (int i = 0; i < 200; ++i) {
    std::atomic<bool> this_gone{false};
    read_ahead(std::make_unique<EndlessSource>(given, this_gone), ReadsReturn::maybe).reset();
    CHECK(soon([&] { return this_gone.load(); }));
  }
}

TEST_CASE("read ahead: nothing outlives it where reads return soon") {
  for (int i = 0; i < 200; ++i) {
    std::atomic<std::size_t> given{0};
    std::atomic<bool> gone{false};
    auto source = read_ahead(std::make_unique<EndlessSource>(given, gone), ReadsReturn::soon);
    if (i % 2 == 0) CHECK(soon([&] { return given > 0; }));
    source.reset();
    CHECK(gone);
  }
}

TEST_CASE("read ahead: what a silent pipe gave is there, and its silence holds nobody up") {
  int ends[2] = {-1, -1};
  REQUIRE(pipe(ends) == 0);
  auto source = read_ahead(std::make_unique<PipeSource>(ends[0]), ReadsReturn::maybe);
  REQUIRE(write(ends[1], "line\n", 5) == 5);
  std::string buffer(100, '\0');
  CHECK(source->read(buffer).value() == 5);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));  // Now it is in read(2) again.
  const auto began = std::chrono::steady_clock::now();
  source.reset();
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(1));
  // The thread that was let go closes the pipe when its read returns.
  (void)write(ends[1], "x", 1);
  const auto old = signal(SIGPIPE, SIG_IGN);
  CHECK(soon([&] { return write(ends[1], "x", 1) < 0; }));
  (void)signal(SIGPIPE, old);
  (void)close(ends[1]);
}
