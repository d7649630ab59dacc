#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "containers/dictionary.hpp"
#include "pivot/message_text.hpp"
#include "smtptally/mergeable.hpp"
#include "smtptally/message.hpp"

namespace smtptally {

/// One message of the events view. Texts are numbers in the list's dictionary.
struct EventRow {
  Micros time = 0;
  std::uint32_t host = 0;
  std::uint32_t service = 0;
  std::uint32_t sender = 0;
  std::uint32_t account = 0;
  std::uint32_t mechanism = 0;
  std::uint32_t envelope_sender = 0;
  std::uint32_t client = 0;
  std::uint32_t cipher = 0;
  TlsEvidence tls = TlsEvidence::plain;
  std::optional<std::uint64_t> recipients;
  std::optional<std::uint64_t> bytes;
  std::string queue_id;
};

/// All messages of a run, in any order; the report sorts them. Those that one row of a report
/// stands for are one row here, too. Holds about 150 bytes a message.
/// A commutative monoid.
class EventList {
 public:
  void add(const Message& message, MessageText& text);
  void merge(const EventList& other);

  /// How many these are.
  [[nodiscard]] std::uint64_t messages() const noexcept { return messages_; }
  [[nodiscard]] const std::vector<EventRow>& rows() const noexcept { return rows_; }
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_.text(number); }
  /// Whether row `a` stands before row `b`: by time, host, queue id, then everything else.
  [[nodiscard]] bool before(const EventRow& a, const EventRow& b) const;

  bool operator==(const EventList& other) const;

 private:
  Dictionary texts_;
  std::vector<EventRow> rows_;
  std::uint64_t messages_ = 0;
};
static_assert(Mergeable<EventList>);

}  // namespace smtptally
