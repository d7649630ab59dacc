#include "smtptally/clients_report.hpp"

#include <algorithm>
#include <charconv>
#include <span>

#include <fmt/format.h>

#include "ascii.hpp"
#include "parse/csv_row.hpp"

namespace smtptally {
namespace {

constexpr std::size_t kMissing = SIZE_MAX;

struct Columns {
  std::size_t sender = kMissing;
  std::size_t messages = kMissing;
  std::array<std::size_t, 4> tls{kMissing, kMissing, kMissing, kMissing};
};

/// Letters and digits in lower case, and '%'; "_pct" is '%', too.
std::string plain_name(std::string_view name) {
  std::string plain;
  for (char c : name) {
    c = ascii_lower(c);
    if ((c >= 'a' && c <= 'z') || is_digit(c) || c == '%') plain += c;
  }
  if (plain.ends_with("pct")) plain.replace(plain.size() - 3, 3, "%");
  return plain;
}

Columns columns_of(std::span<const std::string_view> names) {
  Columns columns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = plain_name(names[i]);
    if (name == "senderaddress" || name == "sender") columns.sender = i;
    if (name == "messagessent" || name == "messagecount" || name == "messages") {
      columns.messages = i;
    }
    for (std::size_t version = 0; version < columns.tls.size(); ++version) {
      if (name == fmt::format("tls1{}%", version)) columns.tls[version] = i;
    }
  }
  return columns;
}

std::string_view cell(std::span<const std::string_view> fields, std::size_t column) {
  return column < fields.size() ? fields[column] : std::string_view();
}

/// "12.5", "12.5%", "12.5% (3)", with a comma in some locales; a value only if it is a number.
std::optional<PrintedShare> parse_share(std::string_view text) {
  const std::string_view number = text.substr(0, text.find_first_not_of("0123456789.,"));
  std::string plain(number);
  std::replace(plain.begin(), plain.end(), ',', '.');
  PrintedShare share;
  const auto [end, error] =
      std::from_chars(plain.data(), plain.data() + plain.size(), share.percent);
  if (error != std::errc{} || end != plain.data() + plain.size()) return std::nullopt;
  const std::size_t point = plain.find('.');
  if (point != std::string::npos) share.decimals = static_cast<int>(plain.size() - point - 1);
  return share;
}

/// Digits, grouped by commas or blanks in some locales.
std::optional<std::uint64_t> parse_count(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (is_digit(c)) {
      digits += c;
    } else if (c != ',' && c != ' ' && c != '.') {
      return std::nullopt;
    }
  }
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return count;
}

}  // namespace

Result<std::vector<ReportedSender>> parse_clients_report(std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  CsvRow row;
  Columns columns;
  std::vector<ReportedSender> senders;
  std::size_t line = 0;
  while (!csv.empty()) {
    std::string_view record = csv.substr(0, csv.find('\n'));
    csv.remove_prefix(std::min(csv.size(), record.size() + 1));
    ++line;
    if (record.ends_with('\r')) record.remove_suffix(1);
    if (record.empty() || record.starts_with("#TYPE")) continue;
    if (row.split(record) != CsvRow::Outcome::ok) {
      return Error{fmt::format("line {} ends inside quotes", line)};
    }
    if (columns.sender == kMissing) {
      columns = columns_of(row.fields());
      if (columns.sender == kMissing || columns.messages == kMissing) {
        return Error{
            "it is no SMTP AUTH clients report: its first line does not name a sender address and "
            "a number of messages"};
      }
      continue;
    }
    ReportedSender sender;
    sender.address = cell(row.fields(), columns.sender);
    const auto messages = parse_count(cell(row.fields(), columns.messages));
    if (!messages) return Error{fmt::format("line {} has no number of messages", line)};
    sender.messages = *messages;
    for (std::size_t i = 0; i < sender.tls.size(); ++i) {
      sender.tls[i] = parse_share(cell(row.fields(), columns.tls[i]));
    }
    senders.push_back(std::move(sender));
  }
  if (columns.sender == kMissing) return Error{"it is empty"};
  return senders;
}

}  // namespace smtptally
