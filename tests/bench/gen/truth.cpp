#include "truth.hpp"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <string_view>

namespace smtptally::bench {
namespace {

constexpr std::string_view kHeader =
    "sender,domain,messages,tls1_0,tls1_0_pct,tls1_1,tls1_1_pct,tls1_2,tls1_2_pct,tls1_3,"
    "tls1_3_pct,ssl,ssl_pct,none,none_pct,unknown,unknown_pct\n";

struct Row {
  const AccountTruth* account;
  std::uint64_t total;
};

/// `,count,percentage` with two decimals, half rounded up.
std::string count_and_share(std::uint64_t count, std::uint64_t total) {
  const std::uint64_t hundredths = (count * 10'000 + total / 2) / total;
  const std::string decimals = std::to_string(hundredths % 100);
  return ',' + std::to_string(count) + ',' + std::to_string(hundredths / 100) +
         (decimals.size() < 2 ? ".0" : ".") + decimals;
}

std::string row_text(const Row& row) {
  const std::string& user = row.account->user;
  const std::size_t at = user.rfind('@');
  const std::string domain = at == std::string::npos ? std::string{} : user.substr(at + 1);
  std::string text = csv_field(user) + ',' + csv_field(domain) + ',' + std::to_string(row.total);
  const auto& messages = row.account->messages;
  const std::size_t plain = static_cast<std::size_t>(Tls::plain);
  for (std::size_t i = 0; i < plain; ++i) text += count_and_share(messages[i], row.total);
  text += count_and_share(0, row.total);
  text += count_and_share(messages[plain], row.total);
  return text + count_and_share(0, row.total) + '\n';
}

}  // namespace

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char character : text) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted + '"';
}

bool write_truth(const std::string& path, const std::vector<AccountTruth>& accounts) {
  std::vector<Row> rows;
  for (const AccountTruth& account : accounts) {
    const auto& messages = account.messages;
    const std::uint64_t total = std::accumulate(messages.begin(), messages.end(), std::uint64_t{0});
    if (total > 0) rows.push_back({&account, total});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.total != b.total ? a.total > b.total : a.account->user < b.account->user;
  });
  std::ofstream out(path, std::ios::binary);
  out << kHeader;
  for (const Row& row : rows) out << row_text(row);
  out.flush();
  return out.good();
}

bool write_takeovers(const std::string& path, const std::vector<TakeoverTruth>& takeovers) {
  std::ofstream out(path, std::ios::binary);
  out << "account,start,kind\n";
  for (const TakeoverTruth& takeover : takeovers) {
    out << csv_field(takeover.account) << ',' << takeover.start / 1'000'000 << ','
        << kTakeoverKindNames[static_cast<std::size_t>(takeover.kind)] << '\n';
  }
  out.flush();
  return out.good();
}

}  // namespace smtptally::bench
