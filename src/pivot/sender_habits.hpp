#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "containers/dictionary.hpp"
#include "pivot/failure.hpp"
#include "pivot/habit_cells.hpp"
#include "pivot/message_text.hpp"
#include "smtptally/mergeable.hpp"
#include "smtptally/message.hpp"
#include "smtptally/zone.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;
class TextsInOrder;

/// When, from where and in which way each account sends, and which logins and handshakes were
/// refused: what habits are made of. Hours and days are those of one zone. A commutative monoid.
///
/// Memory follows the accounts and the hours in which they send, not the messages: see the limits
/// of AccountHabits and Refusals.
class SenderHabits {
 public:
  /// How messages were sent.
  struct Way {
    TlsEvidence tls = TlsEvidence::plain;
    std::string mechanism;  ///< As logged.
    std::string host;       ///< Of the service, where the TLS class depends on it; else empty.
    std::string service;

    // NOLINTNEXTLINE(modernize-use-nullptr): of what the compiler writes.
    auto operator<=>(const Way&) const = default;
  };
  /// Handshakes of one client that were refused.
  struct Handshakes {
    std::uint64_t refused = 0;
    Seconds first = 0;
    bool operator==(const Handshakes&) const = default;
  };

  /// Counts an authenticated message; ignores others. Copies what it needs.
  void add(const Message& message, MessageText& text, const Zone& zone);
  void add(const Failure& failure, MessageText& text);
  /// Counts the queued messages and sums up all cells. Call it before any query.
  void finish();
  void merge(const SenderHabits& other);
  /// The same without a copy of what is queued in `other`. Two threads must not merge the same
  /// `other` at a time.
  void merge(SenderHabits& other) {
    other.count_waiting();
    merge(static_cast<const SenderHabits&>(other));
  }
  /// Equal habits are equal bytes. What is read is empty before.
  void write(ByteWriter& out);
  void read(ByteReader& in);
  /// Empties it, but keeps its memory unless it is much.
  void clear();

  /// Accounts by number, with their names; some may be empty.
  [[nodiscard]] std::size_t size() const noexcept { return accounts_.size(); }
  [[nodiscard]] const AccountHabits& account(std::size_t number) const { return accounts_[number]; }
  /// The number of its text.
  [[nodiscard]] std::uint32_t name_number(std::size_t number) const { return names_[number]; }
  [[nodiscard]] std::string_view name(std::size_t number) const {
    return texts_.text(names_[number]);
  }
  [[nodiscard]] std::uint32_t ways() const noexcept {
    return static_cast<std::uint32_t>(ways_.size());
  }
  [[nodiscard]] const Way& way(std::uint32_t number) const { return ways_[number]; }
  /// The text of a client, an address or an account in a cell that is not kTooMany.
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_.text(number); }
  /// Sorted by number of the client, minute and number of the account.
  [[nodiscard]] const std::vector<RefusedCell>& refusals() const noexcept {
    return refusals_.cells.cells();
  }
  [[nodiscard]] const std::map<std::string, Handshakes, std::less<>>& handshakes() const noexcept {
    return handshakes_;
  }

  bool operator==(const SenderHabits& other) const;

 private:
  /// A message, or a refused login, that is not counted yet.
  struct Waiting {
    SentCell cell;
    bool refused = false;
    bool foreign = false;  ///< Its envelope sender is the third text.
    std::size_t account_size = 0;
    std::size_t client_size = 0;
    std::size_t address_size = 0;
  };
  static constexpr std::size_t kMostWaiting = 16;

  [[nodiscard]] std::uint32_t way_of(const Message& message);
  [[nodiscard]] std::uint32_t number_of(const Way& way);
  [[nodiscard]] std::uint32_t account_called(std::uint32_t name);
  void number_waiting();
  void count_waiting();
  void write_ways(ByteWriter& out, const std::vector<std::uint32_t>& order) const;
  void write_refused(ByteWriter& out, const TextsInOrder& texts) const;

  Dictionary texts_;
  std::vector<std::uint32_t> names_;       ///< Texts, by account.
  std::vector<std::uint32_t> account_of_;  ///< By text; kTooMany for none.
  std::vector<AccountHabits> accounts_;
  std::vector<Way> ways_;
  std::uint32_t last_way_ = 0;
  Refusals refusals_;
  std::map<std::string, Handshakes, std::less<>> handshakes_;

  std::vector<Waiting> waiting_;
  std::string waiting_texts_;  ///< Account, client and foreign address of each, concatenated.
  std::vector<std::string_view> views_;  ///< Buffers of count_waiting().
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint32_t> accounts_hit_;
};
static_assert(Mergeable<SenderHabits>);

/// Whether the envelope sender is the account's own: the same address, or, of an account that is
/// no address, one with its name in front of the @. Letters compare without case.
[[nodiscard]] bool is_own_address(std::string_view account, std::string_view address) noexcept;

}  // namespace smtptally
