#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "containers/dictionary.hpp"
#include "containers/hash_index.hpp"
#include "pivot/distinct_counter.hpp"
#include "smtptally/dimension.hpp"
#include "smtptally/mergeable.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

inline constexpr std::size_t kMaxKeyParts = 8;

/// What a tally keeps. A view pays only for what it names here.
struct TallySpec {
  std::vector<Dimension> dimensions;  ///< At most kMaxKeyParts.
  bool times = false;                 ///< Measure::first and last.
  bool senders = false;               ///< Measure::senders.
  bool clients = false;               ///< Measure::clients.

  bool operator==(const TallySpec&) const = default;
};

/// Whether the part of a key for this dimension is the number of a text.
[[nodiscard]] constexpr bool is_text(Dimension dimension) noexcept {
  return !is_calendar(dimension) && dimension != Dimension::weekday && dimension != Dimension::tls;
}

/// The sums of one group of messages.
struct Cell {
  std::uint64_t messages = 0;
  std::uint64_t recipients = 0;
  std::uint64_t bytes = 0;

  void merge(const Cell& other);
  bool operator==(const Cell&) const = default;
};
static_assert(Mergeable<Cell>);

/// Times of the first and the last message of a group.
struct Span {
  Micros first = kEndOfTime;
  Micros last = kBeginningOfTime;

  void merge(const Span& other);
  bool operator==(const Span&) const = default;
};
static_assert(Mergeable<Span>);

/// Counts of messages by the values of some dimensions. Counts only: shares, sorting, "others" are
/// made in the report. A commutative monoid over one TallySpec; Tally{} merges with anything.
class Tally {
 public:
  /// One number per dimension of the spec: of a text, of a calendar period, or of TLS evidence.
  using Key = std::array<std::uint32_t, kMaxKeyParts>;

  Tally() = default;
  explicit Tally(TallySpec spec) : spec_(std::move(spec)) {}

  /// What is counted of one message.
  struct Counted {
    Cell cell;
    Micros time = 0;
    std::string_view sender;  ///< Read only if the spec says senders.
    std::string_view client;  ///< Only if it says clients.
  };

  /// The parts of keys that stand for texts; `out` is as long. Allocates only for texts that are
  /// new.
  void number(std::span<const std::string_view> texts, std::span<std::uint32_t> out) {
    texts_.number(texts, out);
  }
  /// The part of a key that stands for the TLS of a message.
  [[nodiscard]] std::uint32_t number_of_tls(const Message& message);
  /// Allocates only for a group that is new. See TallyBuilder.
  void count(const Key& key, const Counted& counted);
  /// Requires the same spec, or that one of the two is empty. Notes in `other` what its groups are
  /// here, so only one thread may merge it at a time.
  void merge(const Tally& other);
  /// Back to no messages. Keeps the groups, unless they are many, without any: a reader of another
  /// part of the same log will count the same ones. Only for what is to be merged then.
  void clear();

  [[nodiscard]] const TallySpec& spec() const noexcept { return spec_; }
  [[nodiscard]] std::size_t size() const noexcept { return cells_.size(); }
  /// Parts behind those of the spec are zero.
  [[nodiscard]] Key key(std::size_t group) const;
  [[nodiscard]] const Cell& cell(std::size_t group) const { return cells_[group]; }
  [[nodiscard]] const Span& span(std::size_t group) const { return spans_[group]; }
  [[nodiscard]] const DistinctCounter& senders(std::size_t group) const { return senders_[group]; }
  [[nodiscard]] const DistinctCounter& clients(std::size_t group) const { return clients_[group]; }
  /// The text behind a key part of a text dimension.
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_.text(number); }
  [[nodiscard]] const Dictionary& texts() const noexcept { return texts_; }

  bool operator==(const Tally& other) const;

 private:
  [[nodiscard]] std::uint64_t hash(const Key& key) const noexcept;
  [[nodiscard]] std::uint32_t find(const Key& key) const;
  std::size_t group(const Key& key);
  [[nodiscard]] Key translated(const Tally& other, const Key& key);
  [[nodiscard]] std::size_t my_group(const Tally& other, std::size_t their_group);

  TallySpec spec_;
  Dictionary texts_;
  HashIndex groups_;
  std::vector<std::uint32_t> parts_;  ///< The keys behind each other, as long as the spec says.
  std::vector<Cell> cells_;
  std::vector<Span> spans_;  // Empty unless spec_.times, and so on.
  std::vector<DistinctCounter> senders_;
  std::vector<DistinctCounter> clients_;

  /// Of this object with what it holds: no copy has the same, nor what is moved to or from.
  class Identity {
   public:
    Identity() = default;
    Identity(const Identity& other) noexcept { (void)other; }
    Identity(Identity&& other) noexcept { other.number_ = next(); }
    Identity& operator=(const Identity& other) noexcept {
      if (this != &other) number_ = next();
      return *this;
    }
    Identity& operator=(Identity&& other) noexcept {
      number_ = next();
      other.number_ = next();
      return *this;
    }
    ~Identity() = default;
    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

   private:
    [[nodiscard]] static std::uint64_t next() noexcept {
      static std::atomic<std::uint64_t> last = 0;
      return ++last;
    }
    std::uint64_t number_ = next();
  };
  Identity identity_;
  /// The tally that this one was merged into last, and the groups there; HashIndex::kNone where
  /// that is not known yet.
  mutable std::uint64_t merged_into_ = 0;
  mutable std::vector<std::uint32_t> groups_there_;
};
static_assert(Mergeable<Tally>);

/// The tls part of a key: the evidence, and for `plain` the service (text "host\0tag"), because
/// only the whole input tells whether that service logs TLS.
struct TlsPart {
  TlsEvidence evidence = TlsEvidence::plain;
  bool has_service = false;
  std::uint32_t service = 0;  ///< Number of a text; valid if has_service.
};
[[nodiscard]] TlsPart tls_part(std::uint32_t key_part) noexcept;

}  // namespace smtptally
