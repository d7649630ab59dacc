#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parse/stamp.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

/// Which part of a log line a field of a JSON object is, by the names that rsyslog, Fluent Bit,
/// Vector, Logstash and others give: "@timestamp", "hostname", "syslogtag", "procid", "msg".
enum class JsonPart : std::uint8_t { none, time, host, tag, pid, text, line, container };

/// The parts of one record, gathered field by field. Of several fields for one part the first row
/// in the table of names counts; of several tags the one that names a program of Postfix.
class JsonRecord {
 public:
  /// What a field is. `rank` is its row.
  struct Field {
    JsonPart part = JsonPart::none;
    unsigned rank = 0;
  };
  /// By a name in any case, whatever '@', '_', '-' and '.' are in it.
  [[nodiscard]] static Field field(std::string_view name) noexcept;

  void clear();
  void add(Field field, std::string_view value);
  /// A time in seconds, or thousandths, millionths and so on of them, by its size.
  void add_time(Field field, double number);
  void add_time(Field field, std::uint64_t number);
  void add_container() noexcept { contained_ = true; }

  /// Its time. `has_year` says whether that needed no guess; `stamps` guesses.
  [[nodiscard]] std::optional<Micros> time(StampReader& stamps, bool& has_year) const;
  [[nodiscard]] const std::string& host() const noexcept { return host_.text; }
  /// Without "[pid]:".
  [[nodiscard]] std::string_view tag() const noexcept { return tag_; }
  [[nodiscard]] std::optional<std::uint32_t> pid() const;
  [[nodiscard]] bool has_text() const noexcept { return text_.found; }
  [[nodiscard]] std::string_view text() const noexcept;
  /// Whether a container's runtime, or who reads its output, wrote the text.
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
  Value time_text_;  ///< Of stamps that are no numbers.
  std::string tag_;
  std::string pid_of_tag_;
  unsigned tag_rank_ = 0;
  std::optional<Micros> time_;
  unsigned time_rank_ = 0;
  bool is_line_ = false;
  bool contained_ = false;
};

}  // namespace smtptally
