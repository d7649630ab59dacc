#include "format/page_words.hpp"

#include <array>
#include <set>
#include <string_view>

#include "format/html_text.hpp"
#include "report/nouns.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Every text that page.js says, as it stands there.
constexpr std::array<const char*, 16> kTexts{
    to_tr("Sender"),
    to_tr("no TLS"),
    to_tr("unknown"),
    to_tr("Per day"),
    to_tr("Clients"),
    to_tr("Search"),
    // TRANSLATORS: a button below a table: {0} rows of {1}.
    to_tr("Show {0} more of {1}"),
    // TRANSLATORS: {0} is a number, {1} is "70 senders".
    to_tr("{0} of {1}"),
    to_tr("Point at a day, or use the arrow keys."),
    // TRANSLATORS: {0} is a day, {1} is "7 messages".
    to_tr("{0}: {1}"),
    // TRANSLATORS: {0} is a day, {1} is "7 messages", {2} is "TLS 1.3 5, TLS 1.2 2".
    to_tr("{0}: {1}: {2}"),
    to_tr(", "),
    to_tr("(no domain)"),
    to_tr("all domains"),
    // TRANSLATORS: a label before a list of domains, as the report of Exchange Online has it.
    to_tr("Show data for"),
    to_tr("The charts still show all domains: this page has no days of this one."),
};
constexpr NumberedText kMessages = ntr("{} message", "{} messages");

void append_word(std::string_view english, std::string_view text, std::string& out) {
  if (!out.ends_with('{')) out += ",";
  append_script_string(english, out);
  out += ":";
  append_script_string(text, out);
}

}  // namespace

void append_page_words(const std::set<std::string>& nouns, std::string& out) {
  if (!is_translating()) return;
  out += ",\n\"words\":{";
  for (const char* const text : kTexts) append_word(text, tr(text), out);
  append_word(kMessages.one, trn(kMessages.one, kMessages.many, 1), out);
  append_word(kMessages.many, trn(kMessages.one, kMessages.many, 2), out);
  std::set<std::string_view> names;
  for (const std::string_view noun : nouns) names.insert(noun.empty() ? "row" : noun);
  for (const std::string_view name : names) {
    for (const std::uint64_t count : {1U, 2U}) {
      append_word(english_of_rows(count, name), text_of_rows(count, name), out);
    }
  }
  out += "}";
}

}  // namespace smtptally
