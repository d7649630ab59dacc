#include "report/findings.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "report/exchange_advice.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

using Level = Warning::Level;

std::string commands_for_all_logs(const ReadFacts& read) {
  const std::string commands = commands_for_logs(read.coverage);
  return commands.empty() ? std::string() : tr_format("switch them on with {}", visible(commands));
}

/// A sentence of standard error.
struct Sentence {
  Level level = Level::warning;
  const char* text = nullptr;  ///< For the count and the number of all messages.
  /// Takes the place of the advice of its rows, which may be about one log each.
  std::string (*advice)(const ReadFacts& read) = nullptr;
};
enum Said : std::size_t {
  version_not_logged,
  version_not_stated,
  session_log_missing,
  session_rows_missing,
  message_info_differs,
  tls_estimated,
  handed_over,
  lines_dropped,
  exim_selector,
  two_readings,
  nothing,
};
/// In the order in which they are said.
constexpr std::array<Sentence, nothing> kSentences{{
    {.text = to_trs("the TLS version of {} of {} messages is not logged")},
    {.text = to_trs("Exchange names no TLS version for {} of {} messages")},
    {.text = to_trs(
         "the TLS version of {} of {} messages stands in SMTP receive protocol logs that were "
         "not given"),
     .advice = &commands_for_all_logs},
    {.text = to_trs(
         "the TLS version of {} of {} messages stood in rows that are missing from the middle "
         "of their session")},
    {.text = to_trs(
         "tracking (message-info) and the session contradict each other on the TLS of {} of {} "
         "messages")},
    {.level = Level::note,
     .text = to_trs("the TLS of {} of {} messages is estimated by client address and time")},
    {.text =
         to_trs("{} logins were handed over to a Hub, and their messages are not in the input")},
    {.text = to_trs("the log says in {} places that lines were dropped; the counts are too low")},
    {.text = to_trs("Exim does not log the TLS version of {} of {} messages")},
    {.text = to_trs("the account and the TLS version of {} of {} messages can not be told: their "
                    "lines can be read in two ways")},
}};

template <TlsEvidence... reasons>
std::uint64_t unknown(const ReadFacts& read) {
  const auto counts = read.coverage.unknown_by_reason();
  return (counts[index_of(reasons)] + ...);
}
template <CoverageItem item>
std::uint64_t messages_counted(const ReadFacts& read) {
  return read.coverage[item];
}

std::uint64_t not_logged(const ReadFacts& read) {
  return unknown<TlsEvidence::plain, TlsEvidence::not_logged>(read) -
         read.coverage.missing_tls_lines();
}
std::uint64_t tls_line_missing(const ReadFacts& read) { return read.coverage.missing_tls_lines(); }

/// Every line of smtpd with a process id is of a session.
bool has_process_ids(const Coverage& coverage) {
  return coverage[CoverageItem::sessions] + coverage[CoverageItem::sessions_cut] > 0;
}
std::uint64_t begun_before(const ReadFacts& read) {
  return has_process_ids(read.coverage) ? unknown<TlsEvidence::start_missing>(read) : 0;
}
std::uint64_t without_process_id(const ReadFacts& read) {
  return has_process_ids(read.coverage) ? 0 : unknown<TlsEvidence::start_missing>(read);
}

/// Receive protocol logs alone count messages, but of their sizes only tracking tells.
bool lacks_tracking(const ReadFacts& read) {
  const auto any = [&](LogKind kind) {
    return std::any_of(read.inputs.begin(), read.inputs.end(),
                       [&](const InputSummary& input) { return input.kinds.contains(kind); });
  };
  return any(LogKind::receive) && !any(LogKind::tracking);
}
std::uint64_t sizes_in_tracking(const ReadFacts& read) {
  return lacks_tracking(read) ? read.coverage[CoverageItem::messages_without_size] : 0;
}
std::uint64_t sizes_not_logged(const ReadFacts& read) {
  return lacks_tracking(read) ? 0 : read.coverage[CoverageItem::messages_without_size];
}

enum class About : std::uint8_t {
  unknown,  ///< A reason of messages of that class, each of which has one.
  tls,      ///< Something else about TLS.
  counts,
};
struct Row {
  About about = About::counts;
  Level level = Level::note;
  std::string_view text;
  std::uint64_t (*count)(const ReadFacts& read) = nullptr;
  std::string_view advice;
  Said said = nothing;
  std::optional<CoverageItem> of = CoverageItem::messages_counted;
  /// The advice ends with the commands that switch on the logs of such messages.
  std::optional<TlsEvidence> commands{};
  bool no_count = false;  ///< The text is no plural.
};

/// In the order of `check`.
constexpr std::array kRows{
    Row{About::unknown, Level::warning, to_tr("messages whose service logs no TLS version"),
        &not_logged, to_tr("set smtpd_tls_loglevel = 1 in main.cf and run postfix reload"),
        version_not_logged},
    Row{About::unknown, Level::note,
        to_tr("messages whose TLS line is missing, of services that log TLS"), &tls_line_missing,
        to_tr("lines were lost or left out: give the whole log"), version_not_logged},
    Row{About::unknown, Level::note,
        to_tr("messages without TLS line whose session's end is not there"),
        &unknown<TlsEvidence::end_missing>,
        to_tr("add the log file after the last one; the end proves plaintext")},
    Row{About::unknown, Level::note,
        to_tr("messages of sessions whose statistics do not fit their lines"),
        &unknown<TlsEvidence::statistics_differ>,
        to_tr("lines were lost or left out: give the whole log")},
    Row{About::unknown, Level::note, to_tr("messages whose session began before the input"),
        &begun_before, to_tr("add the log file before the first one")},
    Row{About::unknown, Level::note, to_tr("messages whose lines carry no process id"),
        &without_process_id,
        to_tr("nothing ties them to their session; log with the process id behind the tag, as in "
              "postfix/smtpd[123]:")},
    Row{About::unknown, Level::note, to_tr("messages that came through a proxy (XCLIENT)"),
        &unknown<TlsEvidence::proxied>, to_tr("the proxy's own log knows the TLS of the client")},
    Row{About::unknown, Level::warning,
        to_tr("messages without the receive protocol log of their connector"),
        &unknown<TlsEvidence::hub_log_missing>,
        to_tr("add Hub\\ProtocolLog\\SmtpReceive (Edge\\… on an Edge server)"), session_log_missing,
        CoverageItem::messages_counted, TlsEvidence::hub_log_missing},
    Row{About::unknown, Level::warning,
        to_tr("messages without the receive protocol log of the Front End"),
        &unknown<TlsEvidence::frontend_log_missing>,
        to_tr("add FrontEnd\\ProtocolLog\\SmtpReceive"), session_log_missing,
        CoverageItem::messages_counted, TlsEvidence::frontend_log_missing},
    Row{About::unknown, Level::warning,
        to_tr("messages of whose session rows are missing before them"),
        &unknown<TlsEvidence::rows_missing>,
        to_tr("the sequence-number of the session jumps: give the log whole, without a filter"),
        session_rows_missing},
    Row{About::unknown, Level::note, to_tr("messages whose message-info contradicts their session"),
        &unknown<TlsEvidence::message_info_differs>,
        to_tr("06 says TLS and 07 says none; report the rows to the authors"),
        message_info_differs},
    Row{About::unknown, Level::note,
        to_tr("messages that several sessions fit, with different TLS"),
        &unknown<TlsEvidence::ambiguous>,
        to_tr("the Hub's receive protocol log tells which session it was")},
    Row{About::unknown, Level::note, to_tr("messages for which Exchange names no TLS version"),
        &unknown<TlsEvidence::not_stated>,
        to_tr("Exchange 2010 logs none; for Exchange Online take the extended report "
              "(Start-HistoricalSearch -ReportType MessageTraceDetail)"),
        version_not_stated},
    Row{About::unknown, Level::warning, to_tr("messages under TLS whose version Exim does not log"),
        &unknown<TlsEvidence::selector_missing>,
        to_tr("log_selector lacks +tls_cipher; mail that a trusted user passed on (-oMr) has none"),
        exim_selector},
    Row{About::unknown, Level::warning,
        to_tr("messages whose line of Exim can be read in two ways, or was cut"),
        &unknown<TlsEvidence::two_readings>,
        to_tr("clients can write into it: remove +smtp_mailauth, +all and +tls_peerdn from "
              "log_selector, helo_accept_junk_hosts and rfc1413_hosts, and blanks from the names "
              "of accounts"),
        two_readings},
    Row{About::tls, Level::note,
        to_tr("messages whose TLS is estimated by client address and time"),
        &messages_counted<CoverageItem::messages_estimated>,
        to_tr("the Hub's receive protocol log makes it exact; --no-estimates leaves them unknown"),
        tls_estimated},
    Row{About::unknown, Level::note, to_tr("messages with a TLS version that is not known"),
        &unknown<TlsEvidence::contradictory>, to_tr("report the log line to the authors")},
    Row{About::counts, Level::warning,
        to_tr("logins handed over to a Hub, whose messages are not in the input"),
        &messages_counted<CoverageItem::sessions_handed_over>,
        to_tr("add Hub\\ProtocolLog\\SmtpReceive or TransportRoles\\Logs\\MessageTracking: the "
              "Front End "
              "does not see them"),
        handed_over, std::nullopt},
    Row{About::counts, Level::warning, to_tr("lines in which a logger says that it dropped others"),
        &messages_counted<CoverageItem::loss_markers>,
        to_tr("raise the rate limit (journald RateLimitBurst=, rsyslog SysSock.RateLimit)"),
        lines_dropped, CoverageItem::lines},
    Row{About::counts, Level::note,
        to_tr("lines of Exim with a message id of another time, not counted"),
        &messages_counted<CoverageItem::invented_ids>,
        to_tr("somebody invented them; look at logwrite and log_message in the ACLs"), nothing,
        CoverageItem::lines},
    Row{About::counts, Level::note, to_tr("lines that fit no log format"),
        &messages_counted<CoverageItem::lines_malformed>, to_tr("see the notes on the inputs"),
        nothing, CoverageItem::lines},
    Row{About::counts, Level::note, to_tr("texts that journalctl hid as [N blob data]"),
        &messages_counted<CoverageItem::blob_lines>, to_tr("export with journalctl -o json --all"),
        nothing, CoverageItem::lines},
    Row{About::counts, Level::note, to_tr("transactions without an end, not counted"),
        &messages_counted<CoverageItem::messages_left_open>,
        to_tr("add the log file after the last one"), nothing, CoverageItem::messages_accepted},
    Row{About::counts, Level::note, to_tr("no message tracking log: sizes are not known"),
        &sizes_in_tracking,
        to_tr("add TransportRoles\\Logs\\MessageTracking; it is on unless it was switched off "
              "(Set-TransportService -MessageTrackingLogEnabled)"),
        nothing, CoverageItem::messages_counted, std::nullopt, true},
    Row{About::counts, Level::note, to_tr("messages whose size and recipients are not logged"),
        &sizes_not_logged,
        to_tr(
            "usual for mail on hold or discarded and with smtpd_proxy_filter; otherwise lines are "
            "missing")},
};

std::string advice_of(const Row& row, const ReadFacts& read) {
  const std::string commands =
      row.commands ? commands_for_logs(read.coverage, *row.commands) : std::string();
  return commands.empty() ? std::string(tr(row.advice))
                          : tr_format("{}; if it is empty: {}", tr(row.advice), commands);
}

/// The rows of a sentence as one warning, with the advice of the first of them in the table.
Warning say(std::size_t said, const Row& first, std::uint64_t count, const ReadFacts& read) {
  const Sentence& sentence = kSentences[said];
  const std::uint64_t messages = read.coverage[CoverageItem::messages_counted];
  Warning warning{.level = sentence.level,
                  .text = trs_format_row(sentence.text, count, count, messages),
                  .of_tls = first.about != About::counts,
                  .told_by_check = true};
  if (sentence.advice != nullptr) warning.advice = sentence.advice(read);
  if (warning.advice.empty()) warning.advice = advice_of(first, read);
  if (warning.of_tls && sentence.level != Level::note) {
    warning.advice = tr_format("{} ('smtptally check' tells more)", warning.advice);
  }
  return warning;
}

}  // namespace

std::vector<Finding> find_findings(const ReadFacts& read) {
  std::vector<Finding> findings;
  for (const Row& row : kRows) {
    const std::uint64_t count = row.count(read);
    if (count == 0) continue;
    Finding finding{.level = row.level,
                    .text = row.text,
                    .counts = !row.no_count,
                    .count = count,
                    .advice = advice_of(row, read),
                    .explains_unknown = row.about == About::unknown};
    if (row.of) finding.of = read.coverage[*row.of];
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Warning> say_findings(const ReadFacts& read) {
  std::vector<Warning> warnings;
  for (std::size_t said = 0; said < kSentences.size(); ++said) {
    const Row* first = nullptr;
    std::uint64_t sum = 0;
    for (const Row& row : kRows) {
      if (row.said != said) continue;
      if (first == nullptr) first = &row;
      sum += row.count(read);
    }
    if (first != nullptr && sum > 0) warnings.push_back(say(said, *first, sum, read));
  }
  return warnings;
}

}  // namespace smtptally
