#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parse/stamp.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// The part of a log line that a field of a JSON object holds, by the field names of rsyslog,
/// Fluent Bit, Vector, Logstash and others: "@timestamp", "hostname", "syslogtag", "procid", "msg".
enum class JsonPart : std::uint8_t { none, time, host, tag, pid, text, line, container };

/// Gathers the parts of one record field by field. If several fields name one part, the first row
/// in the table of names counts; for tags, the one that names a program of Postfix.
class JsonRecord {
 public:
  /// The part of a field. `rank` is its row in the table.
  struct Field {
    JsonPart part = JsonPart::none;
    unsigned rank = 0;
  };
  /// Finds a field by its name, without case and without '@', '_', '-' and '.'.
  [[nodiscard]] static Field field(std::string_view name) noexcept;

  void clear();
  void add(Field field, std::string_view value);
  /// Adds a time in seconds, milliseconds, microseconds or nanoseconds, by its size.
  void add_time(Field field, double number);
  void add_time(Field field, std::uint64_t number);
  void add_container() noexcept { contained_ = true; }

  /// The time of the record. `has_year` is false if `stamps` had to guess the year.
  [[nodiscard]] std::optional<Micros> time(StampReader& stamps, bool& has_year) const;
  [[nodiscard]] const std::string& host() const noexcept { return host_.text; }
  /// The tag without "[pid]:".
  [[nodiscard]] std::string_view tag() const noexcept { return tag_; }
  [[nodiscard]] std::optional<std::uint32_t> pid() const;
  [[nodiscard]] bool has_text() const noexcept { return text_.found; }
  [[nodiscard]] std::string_view text() const noexcept;
  /// Whether a container runtime, or a collector of its output, wrote the record.
  [[nodiscard]] bool contained() const noexcept { return contained_; }
  /// Whether the text is known to be a line as a program wrote it.
  [[nodiscard]] bool is_line() const noexcept { return is_line_; }

 private:
  struct Value {
    std::string text;
    unsigned rank = 0;
    bool found = false;

    bool take(unsigned rank_of_field, std::string_view value);
    void clear() noexcept;
  };
  void add_tag(Field field, std::string_view value);
  void add_time(Field field, std::optional<Micros> time) noexcept;

  Value host_;
  Value pid_;
  Value text_;
  Value time_text_;  ///< Stamps that are not numbers.
  std::string tag_;
  std::string pid_of_tag_;
  unsigned tag_rank_ = 0;
  std::optional<Micros> time_;
  unsigned time_rank_ = 0;
  bool is_line_ = false;
  bool contained_ = false;
};

}  // namespace smtptally
