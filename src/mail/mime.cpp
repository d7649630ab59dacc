#include "mail/mime.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "text/ascii.hpp"
#include "text/base64.hpp"
#include "text/escape.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kLine = 76;
/// An encoded word has at most 75 characters, 12 of them around its Base64 (RFC 2047, section 2).
/// This leaves room for the name of a header in front.
constexpr std::size_t kWordBytes = 39;
/// Longer words than this cannot be folded: they are encoded.
constexpr std::size_t kLongestWord = 60;
/// The name of a parameter and its number stand on the same line.
constexpr std::size_t kParameterPart = 50;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

/// What an encoded word would be taken for.
bool looks_encoded(std::string_view text) { return text.find("=?") != std::string_view::npos; }

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = text.find(' ', 1);
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end, text.size()));
  }
  return words;
}

bool is_foldable(std::string_view text) {
  // A blank in front of another one, or at an end, would be lost where the line is folded.
  if (text.starts_with(' ') || text.ends_with(' ') || text.find("  ") != std::string_view::npos) {
    return false;
  }
  const std::vector<std::string_view> words = words_of(text);
  return std::all_of(words.begin(), words.end(),
                     [](std::string_view word) { return word.size() <= kLongestWord; });
}

/// Each holds whole characters.
std::vector<std::string> encoded_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    std::size_t size = 0;
    while (size < text.size()) {
      const std::size_t next = decode_utf8(text.substr(size)).size;
      if (size + next > kWordBytes) break;
      size += next;
    }
    words.push_back(fmt::format("=?UTF-8?B?{}?=", base64(text.substr(0, size))));
    text.remove_prefix(size);
  }
  return words;
}

/// Lays words out in lines, a blank in front of each word.
class Folder {
 public:
  explicit Folder(std::string_view name) : text_(fmt::format("{}:", name)), column_(text_.size()) {}

  void add(std::string_view word) {
    if (column_ + 1 + word.size() > kLine && !first_) {
      text_ += "\n";
      column_ = 0;
    }
    first_ = false;
    text_.append(" ").append(word);
    column_ += 1 + word.size();
  }
  [[nodiscard]] std::string take() && { return std::move(text_) + "\n"; }

 private:
  std::string text_;
  std::size_t column_;
  bool first_ = true;
};

/// As RFC 5322 writes a name that is no row of atoms.
std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  return text + '"';
}

bool is_phrase(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view(" -_+'!").find(c) != std::string_view::npos;
  });
}

void add_mailbox(const Mailbox& mailbox, bool last, Folder& folder) {
  const std::string_view end = last ? "" : ",";
  if (mailbox.name.empty()) return folder.add(fmt::format("{}{}", mailbox.address, end));
  const std::string_view name = mailbox.name;
  if (!is_ascii(name) || looks_encoded(name) || name.size() > kLongestWord) {
    for (const std::string& word : encoded_words(name)) folder.add(word);
  } else {
    folder.add(is_phrase(name) && is_foldable(name) ? std::string(name) : quoted(name));
  }
  folder.add(fmt::format("<{}>{}", mailbox.address, end));
}

}  // namespace

std::string text_header(std::string_view name, std::string_view text) {
  Folder folder(name);
  if (is_ascii(text) && !looks_encoded(text) && is_foldable(text)) {
    for (std::string_view word : words_of(text)) {
      if (word.starts_with(' ')) word.remove_prefix(1);
      folder.add(word);
    }
  } else {
    for (const std::string& word : encoded_words(text)) folder.add(word);
  }
  return std::move(folder).take();
}

std::string address_header(std::string_view name, std::span<const Mailbox> mailboxes) {
  Folder folder(name);
  for (std::size_t i = 0; i < mailboxes.size(); ++i) {
    add_mailbox(mailboxes[i], i + 1 == mailboxes.size(), folder);
  }
  return std::move(folder).take();
}

std::string parameter(std::string_view name, std::string_view value) {
  const bool plain = is_ascii(value) && value.find_first_of("\"\\") == std::string_view::npos;
  if (plain && value.size() <= kParameterPart) return fmt::format(";\n {}=\"{}\"", name, value);
  // Parts of their own lines, as RFC 2231, section 4.1, numbers them.
  std::vector<std::string> parts(1);
  for (const char c : value) {
    const bool itself =
        is_letter(c) || is_digit(c) || std::string_view("-._~").find(c) != std::string_view::npos;
    if (parts.back().size() + 3 > kParameterPart) parts.emplace_back();
    parts.back() +=
        itself ? std::string(1, c)
               : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  if (parts.size() == 1) return fmt::format(";\n {}*=UTF-8''{}", name, parts[0]);
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += fmt::format(";\n {}*{}*={}{}", name, i, i == 0 ? "UTF-8''" : "", parts[i]);
  }
  return text;
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  const auto put = [&](std::string_view token) {
    if (column + token.size() > kLine - 1) {  // One for the "=" that says that the line goes on.
      out += "=\n";
      column = 0;
    }
    out += token;
    column += token.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool at_end = i + 1 == text.size() || text[i + 1] == '\n';
    if (c == '\n') {
      out.push_back('\n');
      column = 0;
    } else if ((c > 0x20 && c < 0x7F && c != '=') || (c == ' ' && !at_end)) {
      // A dot alone would end the message where a mail program is careless, and "From " at the
      // beginning of a line gets a ">" in a mailbox.
      const bool risky = column == 0 && (c == '.' || c == 'F');
      put(risky ? fmt::format("={:02X}", static_cast<unsigned>(c)) : std::string(1, c));
    } else {
      put(fmt::format("={:02X}", static_cast<unsigned>(static_cast<unsigned char>(c))));
    }
  }
  return out;
}

std::string base64_lines(std::string_view bytes) {
  const std::string all = base64(bytes);
  std::string lines;
  lines.reserve(all.size() + all.size() / kLine + 1);
  for (std::size_t at = 0; at < all.size(); at += kLine) {
    lines.append(all, at, kLine).push_back('\n');
  }
  return lines;
}

}  // namespace smtptally
