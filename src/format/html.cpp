// One page that needs no other file: the report as HTML, and its rows again for the script.

#include <algorithm>
#include <array>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "format/coverage_sections.hpp"
#include "format/formats.hpp"
#include "format/html_table.hpp"
#include "format/html_text.hpp"
#include "format/numbers.hpp"
#include "format/page_text.hpp"
#include "format/page_words.hpp"
#include "smtptally/version.hpp"
#include "text/grouped.hpp"
#include "text/sha256.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

/// "host mail"; nothing where there are several or none.
std::string host_of(const Report& report) {
  const std::set<std::string_view> hosts = hosts_of(report);
  return hosts.size() == 1 ? tr_format("host {}", *hosts.begin()) : std::string();
}

struct Card {
  std::string_view metric;
  std::string_view label;
  bool bad;  ///< Worth an eye where it is not zero.
};
constexpr std::array<Card, 8> kCards{{{"senders", to_tr("senders"), false},
                                      {"senders_old_tls", to_tr("senders with old TLS"), true},
                                      {"messages", to_tr("messages"), false},
                                      {"messages_old_tls", to_tr("messages with old TLS"), true},
                                      {"none", to_tr("messages without TLS"), true},
                                      {"unknown", to_tr("messages with unknown TLS"), false},
                                      {"refused_logins", to_tr("refused logins"), false},
                                      {"refused_handshakes", to_tr("refused handshakes"), false}}};

/// The figures of the summary as cards.
void append_cards(const Section& figures, std::string& out) {
  out += "<dl class=\"cards\">\n";
  std::vector<Value> cells;
  for (const Card& card : kCards) {
    for (std::size_t i = 0; i < figures.rows->size(); ++i) {
      figures.rows->row(i, cells);
      if (std::get<std::string_view>(cells[0]) != card.metric) continue;
      const auto* const count = std::get_if<std::uint64_t>(&cells[1]);
      const bool whole = card.metric == "senders" || card.metric == "messages";
      const auto* const share = whole ? nullptr : std::get_if<Share>(&cells[2]);
      const bool alarm = card.bad && count != nullptr && *count > 0;
      out += fmt::format("<div{}><dt>{}</dt><dd>{}", alarm ? " class=\"alarm\"" : "",
                         tr(card.label), count == nullptr ? "-" : grouped(*count));
      if (share != nullptr && share->total > 0) {
        out += " <small>";
        append_percent(*share, Decimals::one, out);
        out += " %</small>";
      }
      out += "</dd></div>\n";
    }
  }
  out += "</dl>\n";
}

class HtmlPage {
 public:
  HtmlPage(const Report& report, Output& out) : report_(report), clock_(report), out_(out) {}

  void write() {
    head();
    for (const Section& section : report_.sections) add(section);
    if (report_.coverage_in_table) {
      const Section inputs = inputs_section(report_.inputs);
      add(inputs);
      const Section coverage = coverage_section(report_.coverage);
      add(coverage);
      finish();
      return;
    }
    finish();
  }

 private:
  void head() {
    const std::string range = range_line(report_);
    std::string title = report_.title.empty() ? "smtptally" : report_.title;
    const std::string name = title == "smtptally" ? tr("Mail senders and TLS") : title;
    if (title != "smtptally") title = "smtptally: " + title;
    for (const std::string& part : {host_of(report_), range}) {
      if (!part.empty()) title += ", " + part;
    }
    std::string text = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", language());
    text += fmt::format(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action "
        "'none'\">\n",
        sha256_base64(kPageStyle), sha256_base64(kPageScript));
    text +=
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<link rel=\"icon\" href=\"data:,\">\n";
    text += fmt::format(
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<header>\n"
        "<h1>{}</h1>\n<p class=\"range\">{}</p>\n<p class=\"dim\">\n{}</p>\n"
        "</header>\n<main>\n",
        html(title), kPageStyle, html(name), html(range), html(inputs_line(report_)));
    out_.write(text);
  }

  void add(const Section& section) {
    const bool figures = !section.columns.empty() && section.columns.front().name == "metric" &&
                         section.name != "before";
    if (figures) {
      std::string text;
      append_cards(section, text);
      out_.write(text);
      return;
    }
    if (section.shown == Shown::machine) return;
    const std::string id = fmt::format("s{}", ++sections_);
    if (section.shown == Shown::details) {
      data_.push_back({&tables_.emplace_back(section, clock_), section.name});
      return;
    }
    out_.write(fmt::format("<section{}>\n", section.columns.empty() ? " class=\"lines\"" : ""));
    std::string text;
    if (!section.title.empty()) text = fmt::format("<h2>{}</h2>\n", html(section.title));
    out_.write(text);
    if (!section.columns.empty()) add_table(section, id);
    add_lines(section);
    out_.write("</section>\n");
  }

  void add_table(const Section& section, const std::string& id) {
    const HtmlTable& table = tables_.emplace_back(section, clock_);
    const bool chart = table.is_over_time();
    if (section.rows->size() == 0) {
      // TRANSLATORS: instead of a table without rows.
      out_.write(fmt::format("<p class=\"dim\">{}</p>\n", html(trc("rows", "None."))));
      return;
    }
    if (chart) {
      days_ = table.days();
      std::string text;
      append_day_charts(days_, text);
      out_.write(text + fmt::format("<details><summary>{}</summary>\n",
                                    html(tr("The numbers of each day"))));
    }
    table.write_table(id, section.title.empty() ? report_.title : section.title, out_);
    if (chart) out_.write("</details>\n");
    nouns_.insert(section.noun);
    data_.push_back({&table, id});
  }

  void add_lines(const Section& section) {
    constexpr std::array<std::string_view, 4> kClasses{"", "strong", "alarm", "dim"};
    for (const Line& line : section.lines) {
      const std::size_t begin = std::min(line.text.find_first_not_of(' '), line.text.size());
      out_.write(fmt::format("<p class=\"line {}\">{}</p>\n",
                             kClasses[static_cast<std::size_t>(line.mark)],
                             html(line.text.substr(begin))));
    }
  }

  void finish() {
    out_.write(
        fmt::format("</main>\n<footer><p class=\"dim\">{}</p></footer>\n"
                    "<script type=\"application/json\" id=\"data\">{{\"tables\":[",
                    html(tr_format("Made by smtptally {}.", version()))));
    PageDomains domains;
    for (std::size_t i = 0; i < data_.size(); ++i) {
      if (i > 0) out_.write(",\n");
      data_[i].table->write_data(data_[i].id, domains, out_);
    }
    std::string text = "],\n\"domains\":[";
    for (std::size_t i = 0; i < domains.names().size(); ++i) {
      if (i > 0) text.push_back(',');
      append_script_string(domains.names()[i], text);
    }
    text += "],\n\"days\":[";
    for (std::size_t i = 0; i < days_.size(); ++i) {
      text += fmt::format("{}[\"{}\"", i > 0 ? "," : "", days_[i].label);
      for (const std::uint64_t count : days_[i].classes) text += fmt::format(",{}", count);
      text.push_back(']');
    }
    text += "]";
    append_page_words(nouns_, text);
    text += "}</script>\n";
    text += fmt::format("<script>{}</script>\n</body>\n</html>\n", kPageScript);
    out_.write(text);
  }

  struct Data {
    const HtmlTable* table;
    std::string id;
  };

  const Report& report_;
  ScreenClock clock_;
  Output& out_;
  std::size_t sections_ = 0;
  std::deque<HtmlTable> tables_;
  std::vector<Data> data_;
  std::vector<ChartDay> days_;
  std::set<std::string> nouns_;  ///< What the rows of its tables are.
};

}  // namespace

void write_html(const Report& report, const FormatOptions& /*options*/, Output& out) {
  HtmlPage(report, out).write();
}

}  // namespace smtptally
