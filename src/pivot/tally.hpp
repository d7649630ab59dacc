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
#include "pivot/tally_spec.hpp"
#include "smtptally/mergeable.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// Counts of messages by the values of some dimensions. Shares, sorting and "others" are made in
/// the report. A commutative monoid over one TallySpec; Tally{} merges with anything.
class Tally {
 public:
  /// One number per dimension of the spec: a text, a calendar period, or TLS evidence.
  using Key = std::array<std::uint32_t, kMaxKeyParts>;

  Tally() = default;
  explicit Tally(TallySpec spec) : spec_(std::move(spec)) {}

  /// What one message adds.
  struct Counted {
    Key key{};
    Cell cell;
    Micros time = 0;
    std::string_view sender;  ///< Read only if the spec has senders.
    std::string_view client;  ///< Read only if the spec has clients.
  };

  /// Numbers texts for keys; `out` has the same length. Allocates only for new texts.
  void number(std::span<const std::string_view> texts, std::span<std::uint32_t> out) {
    texts_.number(texts, out);
  }
  /// The key part for the TLS of a message.
  [[nodiscard]] std::uint32_t number_of_tls(const Message& message);
  /// Allocates only for a new group or a new text of one. At most kMostCounted messages at a time.
  ///
  /// PERF: each step is taken for all of them, so that their memory accesses overlap: the data of a
  /// group are seldom in the cache. See TallyBuilder.
  void count(std::span<const Counted> messages);
  void count(const Counted& message) { count(std::span(&message, 1)); }
  static constexpr std::size_t kMostCounted = 16;
  /// Requires the same spec, or that one of the two is empty. Caches in `other` the numbers of its
  /// groups here, so only one thread may merge it at a time.
  void merge(const Tally& other);
  /// Removes all messages. Keeps the empty groups unless they are many, because the next part of
  /// the same log has the same groups. Only for tallies that are merged afterwards.
  void clear();

  [[nodiscard]] const TallySpec& spec() const noexcept { return spec_; }
  [[nodiscard]] std::size_t size() const noexcept { return cells_.size(); }
  /// Parts beyond the spec's dimensions are zero.
  [[nodiscard]] Key key(std::size_t group) const;
  [[nodiscard]] const Cell& cell(std::size_t group) const { return cells_[group]; }
  [[nodiscard]] const Span& span(std::size_t group) const { return spans_[group]; }
  [[nodiscard]] const DistinctCounter& senders(std::size_t group) const { return senders_[group]; }
  [[nodiscard]] const DistinctCounter& clients(std::size_t group) const { return clients_[group]; }
  /// The text of a key part.
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_.text(number); }
  [[nodiscard]] const Dictionary& texts() const noexcept { return texts_; }

  /// The tally of the same messages over fewer dimensions or measures. Requires tells().
  [[nodiscard]] Tally coarser(const TallySpec& wanted) const;
  /// Becomes that.
  void reduce_to(const TallySpec& wanted);
  /// Equal tallies are equal bytes. What is read has the same spec and is empty before.
  void write(ByteWriter& out) const;
  void read(ByteReader& in);

  bool operator==(const Tally& other) const;

 private:
  [[nodiscard]] std::uint64_t hash(const Key& key) const noexcept;
  [[nodiscard]] std::uint32_t find(const Key& key) const;
  std::size_t group(const Key& key);
  void index_groups();
  [[nodiscard]] Key translated(const Tally& other, const Key& key);
  [[nodiscard]] std::size_t my_group(const Tally& other, std::size_t their_group);

  TallySpec spec_;
  Dictionary texts_;
  HashIndex groups_;
  std::vector<std::uint32_t> parts_;  ///< The keys, concatenated.
  std::vector<Cell> cells_;
  std::vector<Span> spans_;  // Empty unless spec_.times, and so on.
  std::vector<DistinctCounter> senders_;
  std::vector<DistinctCounter> clients_;

  /// Identity of an object and its contents: copies, and both sides of a move, get new ones.
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
  /// The tally that this one was merged into last, and the number of each group there;
  /// HashIndex::kNone if unknown.
  mutable std::uint64_t merged_into_ = 0;
  mutable std::vector<std::uint32_t> groups_there_;
};
static_assert(Mergeable<Tally>);

/// The tls part of a key: the evidence, and for `plain` the service (text "host\0tag"), because
/// only the whole input shows whether that service logs TLS.
struct TlsPart {
  TlsEvidence evidence = TlsEvidence::plain;
  bool has_service = false;
  std::uint32_t service = 0;  ///< Number of a text; valid if has_service.
};
[[nodiscard]] TlsPart tls_part(std::uint32_t key_part) noexcept;

}  // namespace smtptally
