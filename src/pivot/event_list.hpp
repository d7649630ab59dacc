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

class ByteReader;
class ByteWriter;

/// One row of the events view. Texts are numbers in the list's dictionary.
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

/// All messages of a run, unsorted; the report sorts them. A report row that stands for several
/// messages is one row here. Holds about 150 bytes per row. A commutative monoid.
class EventList {
 public:
  void add(const Message& message, MessageText& text);
  void merge(const EventList& other);

  /// The number of messages that the rows stand for.
  [[nodiscard]] std::uint64_t messages() const noexcept { return messages_; }
  [[nodiscard]] const std::vector<EventRow>& rows() const noexcept { return rows_; }
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_.text(number); }
  /// Whether row `a` sorts before row `b`: by time, host, queue id, then all other fields.
  [[nodiscard]] bool before(const EventRow& a, const EventRow& b) const;

  /// Equal lists are equal bytes. What is read is empty before.
  void write(ByteWriter& out) const;
  void read(ByteReader& in);

  bool operator==(const EventList& other) const;

 private:
  Dictionary texts_;
  std::vector<EventRow> rows_;
  std::uint64_t messages_ = 0;
};
static_assert(Mergeable<EventList>);

}  // namespace smtptally
