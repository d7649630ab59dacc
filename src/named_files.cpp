#include "named_files.hpp"

#include <utility>

#include <fmt/format.h>

#include "smtptally/byte_source.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"
#include "unusual/exceptions.hpp"

namespace smtptally {
namespace {

/// All of a file of at most `most` bytes.
Result<std::string> read_whole(const std::string& path, std::size_t most, std::string_view what) {
  Result<OpenedSource> opened = open_source(path);
  if (!opened) return opened.error();
  std::string text;
  std::string buffer(std::size_t{64} * 1024, '\0');
  while (true) {
    const Result<std::size_t> got = opened.value().bytes->read(buffer);
    if (!got) return got.error();
    if (got.value() == 0) return text;
    text.append(buffer, 0, got.value());
    if (text.size() > most) {
      return Error{tr_format("{}: it is longer than {} can be", visible(path), what)};
    }
  }
}

}  // namespace

Result<ClientsReport> read_compared(const std::string& path) {
  constexpr std::size_t kMost = std::size_t{256} << 20U;  // A report of millions of senders.
  const Result<std::string> csv = read_whole(path, kMost, tr("a report"));
  if (!csv) return csv.error();
  Result<ClientsReport> report = parse_clients_report(csv.value());
  if (report) return report;
  return Error{fmt::format("{}: {}", visible(path), visible(report.error().text()))};
}

Result<std::string> read_exceptions(const std::string& path) {
  constexpr std::size_t kMost = std::size_t{16} << 20U;
  Result<std::string> text = read_whole(path, kMost, tr("a list of exceptions"));
  if (!text) return text;
  const Result<Exceptions> parsed = Exceptions::parse(text.value());
  if (parsed) return text;
  return Error{fmt::format("{}: {}", visible(path), parsed.error().text())};
}

}  // namespace smtptally
