#include "format/coverage_sections.hpp"

#include <array>

#include <fmt/format.h>

#include "text/grouped.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

class InputRows : public RowSource {
 public:
  explicit InputRows(const std::vector<InputSummary>& inputs) : inputs_(inputs) {}

  [[nodiscard]] std::size_t size() const override { return inputs_.size(); }

  void row(std::size_t index, std::vector<Value>& out) const override {
    const InputSummary& input = inputs_[index];
    const auto instant = [&input](Micros at) {
      return input.has_times ? Value{Instant{at}} : Value{};
    };
    out = {std::string_view{input.path},
           std::string_view{input.dialect},
           std::string_view{input.encoding},
           input.lines,
           instant(input.first),
           instant(input.last),
           std::string_view{input.note.text()}};
  }

 private:
  const std::vector<InputSummary>& inputs_;
};

struct NamedNumber {
  std::string_view name;
  std::uint64_t value = 0;
  std::string_view definition;
};

class NumberRows : public RowSource {
 public:
  explicit NumberRows(std::vector<NamedNumber> numbers) : numbers_(std::move(numbers)) {}

  [[nodiscard]] std::size_t size() const override { return numbers_.size(); }

  void row(std::size_t index, std::vector<Value>& out) const override {
    const NamedNumber& number = numbers_[index];
    out = {number.name, number.value, number.definition};
  }

 private:
  std::vector<NamedNumber> numbers_;
};

struct Reason {
  TlsEvidence evidence = TlsEvidence::plain;
  NamedNumber text;
};

constexpr std::array<Reason, 15> kReasons{{
    {TlsEvidence::plain,
     {"unknown_plain", 0,
      to_tr("of them TLS unknown: the service logs no TLS (smtpd_tls_loglevel = 0)")}},
    {TlsEvidence::start_missing,
     {"unknown_session_start_missing", 0,
      to_tr("of them TLS unknown: session began before the input")}},
    {TlsEvidence::not_logged,
     {"unknown_version_not_logged", 0,
      to_tr("of them TLS unknown: TLS was used, its version not logged")}},
    {TlsEvidence::proxied,
     {"unknown_proxied", 0,
      to_tr("of them TLS unknown: the TLS seen is that of a proxy (XCLIENT)")}},
    {TlsEvidence::end_missing,
     {"unknown_session_end_missing", 0,
      to_tr("of them TLS unknown: no TLS line, and the session's end is not there to prove "
            "plaintext")}},
    {TlsEvidence::statistics_differ,
     {"unknown_statistics_differ", 0,
      to_tr("of them TLS unknown: the statistics of the session do not fit its lines")}},
    {TlsEvidence::contradictory,
     {"unknown_contradictory", 0,
      to_tr("of them TLS unknown: a TLS version this program does not know")}},
    {TlsEvidence::hub_log_missing,
     {"unknown_hub_log_missing", 0,
      to_tr("of them TLS unknown: no receive protocol log of the Hub's session")}},
    {TlsEvidence::frontend_log_missing,
     {"unknown_frontend_log_missing", 0,
      to_tr("of them TLS unknown: no receive protocol log of the Front End's session")}},
    {TlsEvidence::ambiguous,
     {"unknown_ambiguous", 0,
      to_tr("of them TLS unknown: several sessions fit, with different TLS")}},
    {TlsEvidence::not_stated,
     {"unknown_not_stated", 0, to_tr("of them TLS unknown: Exchange names no version there")}},
    {TlsEvidence::rows_missing,
     {"unknown_rows_missing", 0,
      to_tr("of them TLS unknown: rows of the Exchange session before the message are missing")}},
    {TlsEvidence::message_info_differs,
     {"unknown_message_info_differs", 0,
      to_tr("of them TLS unknown: message-info of tracking contradicts the Exchange session")}},
    {TlsEvidence::selector_missing,
     {"unknown_selector_missing", 0,
      to_tr("of them TLS unknown: TLS was used, and Exim does not log its version")}},
    {TlsEvidence::two_readings,
     {"unknown_two_readings", 0,
      to_tr("of them TLS unknown: the line of Exim can be read in two ways, or was cut")}},
}};

}  // namespace

Section inputs_section(const std::vector<InputSummary>& inputs) {
  Section section;
  section.name = "inputs";
  section.title = tr("Inputs");
  section.columns = {
      {"path", tr("Path"), ColumnKind::text},         {"dialect", tr("Dialect"), ColumnKind::text},
      {"encoding", tr("Encoding"), ColumnKind::text}, {"lines", tr("Lines"), ColumnKind::number},
      {"first", tr("First"), ColumnKind::time},       {"last", tr("Last"), ColumnKind::time},
      {"note", tr("Note"), ColumnKind::text}};
  section.columns.front().worth = 9;
  section.columns[1].worth = 3;
  section.columns[2].worth = 2;
  section.columns.back().worth = 6;
  section.rows = std::make_unique<InputRows>(inputs);
  return section;
}

namespace {

std::vector<NamedNumber> numbers_of(const Coverage& coverage) {
  std::vector<NamedNumber> numbers;
  numbers.reserve(kCoverageItemCount + kReasons.size());
  const auto unknown = coverage.unknown_by_reason();
  for (std::size_t i = 0; i < kCoverageItemCount; ++i) {
    const CoverageText& item = kCoverageItems[i];
    numbers.push_back({item.name, coverage.counts[i], tr(item.definition)});
    // The reasons are a breakdown of the counted messages and stand below them.
    if (static_cast<CoverageItem>(i) != CoverageItem::messages_counted) continue;
    for (const Reason& reason : kReasons) {
      numbers.push_back(reason.text);
      numbers.back().definition = tr(reason.text.definition);
      numbers.back().value = unknown[index_of(reason.evidence)];
    }
  }
  return numbers;
}

}  // namespace

Section coverage_section(const Coverage& coverage) {
  Section section;
  section.name = "coverage";
  section.title = tr("Coverage");
  section.columns = {{"name", "", ColumnKind::text},
                     {"value", "", ColumnKind::number},
                     {"definition", "", ColumnKind::text}};
  section.rows = std::make_unique<NumberRows>(numbers_of(coverage));
  return section;
}

Section coverage_lines(const Coverage& coverage) {
  constexpr std::size_t kWidth = 13;
  Section section;
  section.name = "coverage";
  section.title = tr("Coverage");
  for (const NamedNumber& number : numbers_of(coverage)) {
    if (number.value == 0) continue;
    section.lines.push_back(
        {Line::Mark::plain,
         fmt::format("{:>{}}  {}", grouped(number.value), kWidth, number.definition), kWidth + 2});
  }
  return section;
}

}  // namespace smtptally
