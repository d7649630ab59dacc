#include <simdjson.h>

#include "parse/journal.hpp"

namespace smtptally {
namespace {

// The document model, not on-demand: it alone chooses its SIMD kernels at run time.
namespace json = simdjson::dom;

/// A field that journald writes as text, or as numbers of bytes when it is not clean UTF-8, or as
/// a list of texts when the field came more than once (the first counts).
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
  std::string log;

  /// The buffer for a field, or null for one that does not matter.
  std::string* find(std::string_view key) {
    if (key == "MESSAGE") return &text;
    if (key == "SYSLOG_IDENTIFIER") return &tag;
    if (key == "SYSLOG_PID") return &pid;
    if (key == "_PID") return &own_pid;
    if (key == "_HOSTNAME") return &host;
    if (key == "__REALTIME_TIMESTAMP") return &time;
    if (key == "log") return &log;
    return nullptr;
  }
  void clear() {
    for (std::string* field : {&time, &host, &tag, &pid, &own_pid, &text, &log}) field->clear();
  }
};

JsonLines::JsonLines() : buffers_(std::make_unique<Buffers>()) {}
JsonLines::~JsonLines() = default;

JsonLines::Kind JsonLines::parse(PaddedText line, LogLine& out, PaddedText& inner) {
  Buffers& b = *buffers_;
  b.clear();
  json::object object;
  if (b.parser.parse(line.data(), line.size(), false).get(object) != simdjson::SUCCESS) {
    return Kind::malformed;
  }
  bool has_message = false;
  for (const auto& [key, value] : object) {
    std::string* const target = b.find(key);
    if (target == nullptr) continue;
    if (!take_text(value, *target)) target->clear();
    has_message = has_message || target == &b.text;
  }
  if (!b.log.empty()) {
    inner = padded(b.log);
    if (inner.ends_with('\n')) inner.remove_suffix(1);
    return Kind::embedded;
  }
  std::uint64_t micros = 0;
  if (!to_number(b.time, micros)) return Kind::malformed;
  if (!has_message) return Kind::irrelevant;  // As journald takes it from anybody.
  out.time = static_cast<Micros>(micros);
  std::uint64_t pid = 0;
  out.has_pid = to_number(b.pid.empty() ? b.own_pid : b.pid, pid) && pid <= UINT32_MAX;
  out.pid = out.has_pid ? static_cast<std::uint32_t>(pid) : 0;
  out.host = b.host;
  out.tag = b.tag;
  out.text = padded(b.text);
  return b.tag.empty() ? Kind::irrelevant : Kind::journal;
}

}  // namespace smtptally
