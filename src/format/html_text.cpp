#include "format/html_text.hpp"

#include <algorithm>

#include "text/escape.hpp"

namespace smtptally {
namespace {

void append_references(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out.push_back(c);
    }
  }
}

/// Most texts: letters, digits, and what stands in addresses and numbers.
bool needs_no_escape(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c >= 0x20 && c < 0x7F && c != '<' && c != '>' && c != '&' && c != '"' && c != '\'' &&
           c != '\\';
  });
}

}  // namespace

void append_markup(std::string_view visible, std::string& out) { append_references(visible, out); }

void append_html(std::string_view text, std::string& out) {
  if (needs_no_escape(text)) {
    out += text;
  } else {
    append_references(visible(text), out);
  }
}

std::string html(std::string_view text) {
  std::string out;
  append_html(text, out);
  return out;
}

void append_script_string(std::string_view visible, std::string& out) {
  if (needs_no_escape(visible)) {
    out.push_back('"');
    out += visible;
    out.push_back('"');
    return;
  }
  std::string json;
  append_json_string(visible, json);
  for (const char c : json) {
    switch (c) {
      case '<':
        out += "\\u003c";
        break;
      case '>':
        out += "\\u003e";
        break;
      case '&':
        out += "\\u0026";
        break;
      default:
        out.push_back(c);
    }
  }
}

}  // namespace smtptally
