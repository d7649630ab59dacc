// Reads the JSON lines of journalctl and of other writers.

#include <simdjson.h>

#include "parse/journal.hpp"
#include "parse/json_record.hpp"
#include "parse/programs.hpp"

namespace smtptally {
namespace {

// The document model, not on-demand: it alone chooses its SIMD kernels at run time.
namespace json = simdjson::dom;

/// Reads a field of journald: a text, a list of byte values if the text is not clean UTF-8, or a
/// list of texts if the field was repeated (the first counts).
bool take_text(json::element value, std::string& out) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) {
    out.assign(text);
    return true;
  }
  json::array items;
  if (value.get(items) != simdjson::SUCCESS) return false;
  out.clear();
  for (const json::element item : items) {
    std::uint64_t byte = 0;
    if (item.get(byte) == simdjson::SUCCESS && byte <= 255) {
      out += static_cast<char>(byte);
    } else if (item.get(text) == simdjson::SUCCESS) {
      if (out.empty()) out.assign(text);
    } else {
      return false;
    }
  }
  return true;
}

bool to_number(std::string_view text, std::uint64_t& out) {
  Cursor at(text);
  return at.take_number(out) && at.at_end();
}

PaddedText padded(std::string& text) {
  text.append(kTextPadding, '\0');
  return PaddedText::of_buffer(text);
}

}  // namespace

static_assert(kTextPadding >= simdjson::SIMDJSON_PADDING);

struct JsonLines::Buffers {
  json::parser parser;
  std::string time;
  std::string host;
  std::string tag;
  std::string pid;
  std::string own_pid;
  std::string text;
  bool contained = false;
  json::object object;  ///< The object of the current line.
  JsonRecord record;
  std::string value;

  /// The buffer for a field; null for a field that is not used.
  std::string* find(std::string_view key) {
    if (key == "MESSAGE") return &text;
    if (key == "SYSLOG_IDENTIFIER") return &tag;
    if (key == "SYSLOG_PID") return &pid;
    if (key == "_PID") return &own_pid;
    if (key == "_HOSTNAME") return &host;
    if (key == "__REALTIME_TIMESTAMP") return &time;
    return nullptr;
  }
  void clear() {
    for (std::string* field : {&time, &host, &tag, &pid, &own_pid, &text}) field->clear();
    contained = false;
  }
  /// Adds the fields of an object and of objects in it: {"host": {"name": …}}.
  void gather(json::object from, JsonPart inside, unsigned depth) {
    for (const auto& [key, element] : from) {
      JsonRecord::Field field = JsonRecord::field(key);
      if (inside != JsonPart::none) field = field_of_part(inside, key);
      json::object object_of_part;
      if (element.get(object_of_part) == simdjson::SUCCESS) {
        if (field.part == JsonPart::container) record.add_container();
        const bool is_record = key == "_source" || key == "fields" || key == "syslog";
        const bool is_part =
            !is_record && (field.part == JsonPart::host || field.part == JsonPart::tag);
        if (depth == 0 && (is_part || is_record)) {
          gather(object_of_part, is_part ? field.part : JsonPart::none, 1);
        }
      } else if (field.part != JsonPart::none) {
        add(field, element);
      }
    }
  }
  /// The part of a field inside an object: "name" of a host or a process, or the process id.
  static JsonRecord::Field field_of_part(JsonPart part, std::string_view key) noexcept {
    if (key == "name" || key == "hostname") return {part, 0};
    if (part == JsonPart::tag && key == "pid") return JsonRecord::field("pid");
    return {};
  }
  void add(JsonRecord::Field field, json::element element) {
    std::uint64_t whole = 0;
    double number = 0;
    if (element.get(whole) == simdjson::SUCCESS) {
      if (field.part == JsonPart::time) return record.add_time(field, whole);
      return record.add(field, std::to_string(whole));
    }
    if (element.get(number) == simdjson::SUCCESS) {
      if (field.part == JsonPart::time) record.add_time(field, number);
      return;
    }
    if (take_text(element, value)) record.add(field, value);
  }
};

JsonLines::JsonLines() : buffers_(std::make_unique<Buffers>()) {}
JsonLines::~JsonLines() = default;

/// Parses a record of a writer other than journald.
JsonLines::Parsed JsonLines::parse_record(StampReader& stamps) {
  Buffers& b = *buffers_;
  b.record.clear();
  b.gather(b.object, JsonPart::none, 0);
  const JsonRecord& record = b.record;
  Parsed parsed;
  parsed.time = record.time(stamps, parsed.has_year);
  if (!record.has_text()) return parsed;
  const std::string_view text = record.text();
  b.text.assign(text);
  LogLine& line = parsed.line;
  line.text = padded(b.text);
  line.host = record.host();
  line.tag = record.tag();
  line.contained = record.contained();
  const auto pid = record.pid();
  line.has_pid = pid.has_value();
  line.pid = pid.value_or(0);
  parsed.is_line = record.is_line();
  const bool has_program = program_of(line.tag) != Program::other;
  if (!has_program && (line.tag.empty() || parsed.is_line)) {
    parsed.kind = Kind::inner;
  } else {
    parsed.kind = Kind::record;
  }
  return parsed;
}

JsonLines::Parsed JsonLines::parse(PaddedText line, StampReader& stamps) {
  Buffers& b = *buffers_;
  b.clear();
  Parsed parsed;
  if (b.parser.parse(line.data(), line.size(), false).get(b.object) != simdjson::SUCCESS) {
    return parsed;
  }
  bool has_message = false;
  for (const auto& [key, value] : b.object) {
    std::string* const target = b.find(key);
    if (target == nullptr) {
      // PERF: few of the other fields begin with 'C'.
      if (key.starts_with('C')) b.contained |= key == "CONTAINER_ID" || key == "CONTAINER_NAME";
      continue;
    }
    if (!take_text(value, *target)) target->clear();
    has_message = has_message || target == &b.text;
  }
  std::uint64_t micros = 0;
  if (!to_number(b.time, micros)) return parse_record(stamps);
  if (!has_message) {  // Any program can send journald such a record.
    parsed.kind = Kind::irrelevant;
    return parsed;
  }
  LogLine& out = parsed.line;
  out.time = static_cast<Micros>(micros);
  std::uint64_t pid = 0;
  out.has_pid = to_number(b.pid.empty() ? b.own_pid : b.pid, pid) && pid <= UINT32_MAX;
  out.pid = out.has_pid ? static_cast<std::uint32_t>(pid) : 0;
  out.host = b.host;
  out.tag = b.tag;
  out.contained = b.contained;
  out.text = padded(b.text);
  parsed.kind = b.tag.empty() && !b.contained ? Kind::irrelevant : Kind::journal;
  return parsed;
}

}  // namespace smtptally
