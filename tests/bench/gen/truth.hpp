#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smtptally::bench {

/// What the session had negotiated when the message began. In the order of the columns that the
/// generator can fill; it never writes SSL 2/3 and always writes the beginning of a session.
enum class Tls : std::uint8_t { v1_0, v1_1, v1_2, v1_3, plain };
inline constexpr std::size_t kTlsClasses = 5;

/// Accepted authenticated messages of one account.
struct AccountTruth {
  std::string user;
  std::array<std::uint64_t, kTlsClasses> messages{};
};

/// How an account was taken over.
enum class TakeoverKind : std::uint8_t { guessed, botnet, quiet, plaintext };
inline constexpr std::array<std::string_view, 4> kTakeoverKindNames{"guessed", "botnet", "quiet",
                                                                    "plaintext"};

struct TakeoverTruth {
  std::string account;
  std::int64_t start = 0;  ///< In microseconds.
  TakeoverKind kind = TakeoverKind::guessed;
};

/// Account, start in seconds since 1970, and kind, as CSV. False when it cannot.
[[nodiscard]] bool write_takeovers(const std::string& path,
                                   const std::vector<TakeoverTruth>& takeovers);

/// RFC 4180: quotes only where a reader needs them.
[[nodiscard]] std::string csv_field(std::string_view text);

/// Writes the rows as `smtptally tls --format csv` must print them. False when it cannot.
[[nodiscard]] bool write_truth(const std::string& path, const std::vector<AccountTruth>& accounts);

}  // namespace smtptally::bench
