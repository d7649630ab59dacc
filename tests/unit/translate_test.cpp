#include "text/translate.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"
#include "text/width.hpp"

using namespace smtptally;

TEST_CASE("translate: a language is called as locales are") {
  struct Case {
    std::string name;
    std::string code;  ///< "" for none.
  };
  for (const Case& c : std::vector<Case>{{"de", "de"},
                                         {"de_AT.UTF-8", "de"},
                                         {"DE-at", "de"},
                                         {"sv_SE@euro", "sv"},
                                         {"C", "en"},
                                         {"C.UTF-8", "en"},
                                         {"POSIX", "en"},
                                         {"en_GB", "en"},
                                         {"eo", ""},
                                         {"deu", ""},
                                         {"", ""}}) {
    INFO(c.name);
    CHECK(find_language(c.name).value_or("") == c.code);
  }
}

TEST_CASE("translate: the environment chooses as for gettext") {
  // LANGUAGE, LC_ALL, LC_MESSAGES, LANG.
  CHECK(language_of({}) == "en");
  CHECK(language_of({"", "", "", "de_DE.UTF-8"}) == "de");
  CHECK(language_of({"", "", "fr_FR", "de_DE.UTF-8"}) == "fr");
  CHECK(language_of({"", "ja_JP.utf8", "fr_FR", "de_DE"}) == "ja");
  CHECK(language_of({"eo:ko:de", "", "", "en_US.UTF-8"}) == "ko");
  CHECK(language_of({"ko", "", "", ""}) == "ko");
  CHECK(language_of({"en:de", "", "", "de_DE"}) == "en");
  CHECK(language_of({"ko", "", "", "C"}) == "en");
  CHECK(language_of({"ko", "", "", "de_DE.ISO-8859-1"}) == "en");
  CHECK(language_of({"", "", "", "eo.UTF-8"}) == "en");
}

TEST_CASE("translate: a translation that does not fit its arguments is not said") {
  const int one = 1;
  CHECK(format_or("{} von {}", "{} of it", fmt::make_format_args(one)) == "1 of it");
  CHECK(format_or("{:s}", "{}", fmt::make_format_args(one)) == "1");
  CHECK(format_or("noch {}", "{} more", fmt::make_format_args(one)) == "noch 1");
}

TEST_CASE("translate: without a catalogue all is English") {
  CHECK_FALSE(use_language("de", ""));
  CHECK_FALSE(is_translating());
  CHECK(language() == "en");
  CHECK(std::string(tr("no TLS")) == "no TLS");
  CHECK(trn_count("{} day", "{} days", 1) == "1 day");
  CHECK(trn_count("{} day", "{} days", 1200) == "1,200 days");
  const Said sentence = said("{}: {}", "mail.log", said("damaged"));
  CHECK(sentence.text() == "mail.log: damaged");
  CHECK(sentence.translated.empty());
}

TEST_CASE("translate: a sentence for programs, too, is said in both languages") {
  const std::string folder = SMTPTALLY_LOCALES;
  if (!std::filesystem::exists(folder + "/de/LC_MESSAGES/smtptally.mo")) return;  // No msgfmt.
  REQUIRE(use_language("de", folder));
  CHECK(language() == "de");
  CHECK(std::string(tr("no TLS")) == "ohne TLS");
  CHECK(std::string(tr("")).empty());
  CHECK(trn_count("{} message", "{} messages", 2) == "2 Nachrichten");
  const Said sentence = said("none of: {}", said("no TLS"));
  CHECK(sentence.english == "none of: no TLS");
  CHECK(sentence.text() == "nicht vorhanden: ohne TLS");
  {
    const InEnglish english;
    CHECK(sentence.text() == "none of: no TLS");
    CHECK(language() == "en");
  }
  CHECK(is_translating());
  REQUIRE(use_language("en", folder));
  CHECK(std::string(tr("no TLS")) == "no TLS");
}

TEST_CASE("translate: lines break inside of Japanese, not of a word of letters") {
  CHECK(parts_of_word("sender@example.org") == std::vector<std::string_view>{"sender@example.org"});
  CHECK(parts_of_word("").size() == 1);
  CHECK(parts_of_word("古いTLS、送信").size() == 5);
  CHECK(parts_of_word("古いTLS、送信") ==
        std::vector<std::string_view>{"古", "い", "TLS、", "送", "信"});
  CHECK(parts_of_word("（注）") == std::vector<std::string_view>{"（注）"});
  CHECK(parts_of_word("보낸사람") == std::vector<std::string_view>{"보낸사람"});
}
