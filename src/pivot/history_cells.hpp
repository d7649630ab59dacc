#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include <tsl/robin_map.h>

#include "containers/dictionary.hpp"
#include "pivot/failure.hpp"
#include "smtptally/mergeable.hpp"
#include "smtptally/message.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The sums of the messages, or refusals, of one way in one cell of time.
struct HistorySums {
  std::uint64_t messages = 0;
  std::uint64_t recipients = 0;
  std::uint64_t bytes = 0;
  std::uint64_t widest = 0;  ///< The most recipients of one message.
  Micros first = kEndOfTime;
  Micros last = kBeginningOfTime;
  /// Messages by minute since 1970, in order. Empty where first and last tell the same.
  std::vector<std::pair<std::int64_t, std::uint64_t>> minutes{};

  void merge(const HistorySums& other);
  /// The same for messages of one moment.
  void add(const HistorySums& moment);
  /// `minutes`, or what stands for it.
  [[nodiscard]] std::vector<std::pair<std::int64_t, std::uint64_t>> by_minute() const;
  bool operator==(const HistorySums&) const = default;
};

/// All that is kept of a message beside its time and its sizes. The views are as in Message.
struct HistoryWay {
  enum class Kind : std::uint8_t { message, login, handshake };
  enum Text : std::size_t { host, service, account, client, mechanism, envelope, cipher, dialect };
  /// Of a refused login or handshake: its reason and the class of it.
  static constexpr std::size_t kReason = envelope;
  static constexpr std::size_t kReasonClass = cipher;
  static constexpr std::size_t kTexts = 8;
  enum Flag : std::uint8_t {
    authenticated = 1,
    estimated = 2,
    has_envelope = 4,
    has_recipients = 8,
    has_bytes = 16,
  };

  Kind kind = Kind::message;
  TlsEvidence evidence = TlsEvidence::start_missing;
  std::uint8_t flags = 0;
  std::array<std::string_view, kTexts> texts{};
};

/// Hands on what the sums say, as messages that count for several or as single refusals: the first
/// carries all recipients and bytes.
void replay(const HistoryWay& way, const HistorySums& sums, MessageSink& sink);

/// What the history keeps of messages and refusals: sums by way and cell of time. A commutative
/// monoid over one width.
class HistoryCells {
 public:
  /// A whole hour, or the quarter that zones with an odd offset need.
  static constexpr Micros kHour = 3600 * kMicrosPerSecond;
  static constexpr Micros kQuarter = kHour / 4;

  explicit HistoryCells(Micros width) : width_(width) {}

  void add(const Message& message);
  void add(const Failure& failure);
  void add(const HistoryWay& way, Micros start, const HistorySums& sums);
  void merge(const HistoryCells& other);
  void clear() { *this = HistoryCells(width_); }

  struct Cell {
    Micros start = 0;
    std::uint32_t way = 0;
    HistorySums sums;
  };
  [[nodiscard]] Micros width() const noexcept { return width_; }
  /// In no order.
  [[nodiscard]] const std::vector<Cell>& cells() const noexcept { return cells_; }
  [[nodiscard]] std::size_t ways() const noexcept { return ways_.size(); }
  [[nodiscard]] HistoryWay way(std::uint32_t number) const;
  void replay(MessageSink& sink) const;

 private:
  /// A way with numbers of texts.
  struct Key {
    std::array<std::uint32_t, HistoryWay::kTexts> texts{};
    std::uint32_t rest = 0;  ///< Kind, evidence and flags.
    bool operator==(const Key&) const = default;
  };
  struct HashKey {
    std::size_t operator()(const Key& key) const noexcept;
  };
  struct HashPlace {
    std::size_t operator()(const std::pair<Micros, std::uint32_t>& place) const noexcept;
  };
  [[nodiscard]] std::uint32_t number_of(const HistoryWay& way);
  [[nodiscard]] HistorySums& at(Micros start, std::uint32_t way);
  [[nodiscard]] Micros start_of(Micros time) const noexcept;

  Micros width_;
  Dictionary texts_;
  std::vector<Key> ways_;
  tsl::robin_map<Key, std::uint32_t, HashKey> way_numbers_;
  std::vector<Cell> cells_;
  tsl::robin_map<std::pair<Micros, std::uint32_t>, std::size_t, HashPlace> places_;
};

}  // namespace smtptally
