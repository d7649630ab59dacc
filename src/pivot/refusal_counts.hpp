#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "pivot/failure.hpp"
#include "pivot/message_text.hpp"
#include "smtptally/mergeable.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// Refused logins and handshakes of a run, by who was refused. A commutative monoid.
class RefusalCounts {
 public:
  /// Texts as reports show them; what a kind does not have is empty.
  struct Who {
    FailureKind kind = FailureKind::login;
    std::string client;
    std::string account;
    std::string reason_class;

    auto operator<=>(const Who&) const = default;
  };
  struct Count {
    std::uint64_t refused = 0;
    Micros last = kBeginningOfTime;

    void merge(const Count& other);
    bool operator==(const Count&) const = default;
  };

  void add(const Failure& failure, MessageText& text);
  void merge(const RefusalCounts& other);
  /// Equal lists are equal bytes. What is read is empty before.
  void write(ByteWriter& out) const;
  void read(ByteReader& in);

  [[nodiscard]] const std::map<Who, Count>& counts() const noexcept { return counts_; }

  bool operator==(const RefusalCounts&) const = default;

 private:
  std::map<Who, Count> counts_;
};
static_assert(Mergeable<RefusalCounts>);

}  // namespace smtptally
