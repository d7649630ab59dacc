#include "report/check_sentences.hpp"

#include <cassert>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "text/escape.hpp"
#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// The columns of a finding.
enum FindingField : std::size_t { level, finding, count, of, advice };

std::string_view text_of(const Value& value) {
  const auto* const text = std::get_if<std::string_view>(&value);
  return text == nullptr ? std::string_view() : *text;
}

/// "! 5 of 5 messages whose …", the number in front where the finding is a count of something.
std::string sentence(const std::vector<Value>& cells, const CheckedRow& row) {
  const std::string text = visible(text_of(cells[finding]));
  const auto* const number = std::get_if<std::uint64_t>(&cells[count]);
  const auto* const whole = std::get_if<std::uint64_t>(&cells[of]);
  const std::string mark = row.problem ? "! " : "  ";
  // A sentence has its numbers.
  if (number == nullptr || !row.counts) return mark + text;
  // TRANSLATORS: {0} is a number, {1} what is counted: "messages whose service logs no TLS
  // version".
  if (whole == nullptr) return mark + trc_format("finding", "{0} {1}", grouped(*number), text);
  // TRANSLATORS: {0} and {1} are numbers, {2} is what is counted, as above: "5 of 9 messages whose
  // …".
  return mark + trc_format("finding", "{0} of {1} {2}", grouped(*number), grouped(*whole), text);
}

}  // namespace

Section check_sentences(const Section& findings, const std::vector<CheckedRow>& checked) {
  assert(checked.size() == findings.rows->size());
  Section section;
  section.name = "findings";
  std::vector<Value> cells;
  for (const bool problems : {true, false}) {
    for (std::size_t i = 0; i < findings.rows->size(); ++i) {
      if (checked[i].problem != problems) continue;
      findings.rows->row(i, cells);
      section.lines.push_back(
          {problems ? Line::Mark::alarm : Line::Mark::plain, sentence(cells, checked[i])});
      if (text_of(cells[advice]).empty()) continue;
      section.lines.push_back(
          {Line::Mark::plain, fmt::format("    → {}", visible(text_of(cells[advice])))});
    }
  }
  return section;
}

}  // namespace smtptally
