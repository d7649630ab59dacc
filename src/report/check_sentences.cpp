#include "report/check_sentences.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "text/escape.hpp"
#include "text/grouped.hpp"

namespace smtptally {
namespace {

/// The columns of a finding.
enum FindingField : std::size_t { level, finding, count, of, advice };

std::string_view text_of(const Value& value) {
  const auto* const text = std::get_if<std::string_view>(&value);
  return text == nullptr ? std::string_view() : *text;
}

/// "! 5 of 5 messages whose …", the number in front where the finding is a count of something.
std::string sentence(const std::vector<Value>& cells) {
  const bool problem = text_of(cells[level]) == "problem";
  const std::string text = visible(text_of(cells[finding]));
  const auto* const number = std::get_if<std::uint64_t>(&cells[count]);
  const auto* const whole = std::get_if<std::uint64_t>(&cells[of]);
  const std::string_view mark = problem ? "! " : "  ";
  // A sentence has its numbers.
  const bool counted = text.starts_with("messages") || text.starts_with("lines") ||
                       text.starts_with("logins") || text.starts_with("transactions") ||
                       text.starts_with("texts");
  if (number == nullptr || !counted) return fmt::format("{}{}", mark, text);
  if (whole == nullptr) return fmt::format("{}{} {}", mark, grouped(*number), text);
  return fmt::format("{}{} of {} {}", mark, grouped(*number), grouped(*whole), text);
}

}  // namespace

Section check_sentences(const Section& findings) {
  Section section;
  section.name = "findings";
  std::vector<Value> cells;
  for (const bool problems : {true, false}) {
    for (std::size_t i = 0; i < findings.rows->size(); ++i) {
      findings.rows->row(i, cells);
      if ((text_of(cells[level]) == "problem") != problems) continue;
      section.lines.push_back({problems ? Line::Mark::alarm : Line::Mark::plain, sentence(cells)});
      if (text_of(cells[advice]).empty()) continue;
      section.lines.push_back(
          {Line::Mark::plain, fmt::format("    → {}", visible(text_of(cells[advice])))});
    }
  }
  return section;
}

}  // namespace smtptally
