#include "options.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <string_view>

namespace smtptally::bench::exchange {
namespace {

constexpr std::string_view kHelp =
    "usage: gen_exchange --out DIR [OPTIONS]\n"
    "Writes the logs that an Exchange 2019 server would, and the truth about them.\n"
    "  --out DIR           MSGTRK*.LOG here, protocol logs in FrontEnd/ and Hub/\n"
    "  --truth FILE        messages by user and TLS version, as `smtptally tls --format csv`\n"
    "  --messages N        messages of clients who logged in (20000)\n"
    "  --senders N         users (500)\n"
    "  --days N            time that the logs span (2)\n"
    "  --start YYYY-MM-DD  first day (2026-11-01)\n"
    "  --frontends 1|2     2: a second server hands its clients over, log in FrontEnd-EX2/ (1)\n"
    "  --seed N            the same seed gives the same bytes (1)\n";

template <class Number>
bool read_number(std::string_view text, Number& into) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, into);
  return error == std::errc{} && stop == end;
}

template <class Number>
bool read_positive(std::string_view text, Number& into) {
  return read_number(text, into) && into > 0;
}

bool read_date(std::string_view text, Options& options) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  if (!read_number(text.substr(0, 4), options.year) || options.year < 1971) return false;
  if (!read_number(text.substr(5, 2), options.month)) return false;
  if (!read_number(text.substr(8, 2), options.day)) return false;
  return std::chrono::year_month_day{std::chrono::year{options.year},
                                     std::chrono::month{options.month},
                                     std::chrono::day{options.day}}
      .ok();
}

bool read_option(std::string_view name, std::string_view value, Options& options) {
  if (name == "--messages") return read_positive(value, options.messages);
  if (name == "--senders") return read_positive(value, options.senders);
  if (name == "--days") return read_positive(value, options.days);
  if (name == "--seed") return read_number(value, options.seed);
  if (name == "--start") return read_date(value, options);
  if (name == "--frontends") {
    return read_positive(value, options.frontends) && options.frontends <= 2;
  }
  if (name == "--out") options.out = value;
  if (name == "--truth") options.truth = value;
  return name == "--out" || name == "--truth";
}

void complain(std::string_view text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--help" || i + 1 == argc || !read_option(name, argv[i + 1], options)) {
      if (name != "--help") complain("gen_exchange: bad option " + std::string(name) + "\n");
      complain(kHelp);
      return std::nullopt;
    }
  }
  if (!options.out.empty()) return options;
  complain("gen_exchange: --out is missing\n");
  complain(kHelp);
  return std::nullopt;
}

}  // namespace smtptally::bench::exchange
