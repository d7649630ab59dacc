#include "options.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <string_view>

namespace smtptally::bench {
namespace {

constexpr std::string_view kHelp =
    "usage: gen_postfix [OPTIONS]\n"
    "Writes a log as a busy Postfix server would, and the truth about it.\n"
    "  --lines N           about N lines (default 5000000)\n"
    "  --bytes N           about N bytes instead\n"
    "  --senders N         authenticated accounts (2000)\n"
    "  --clients N         hosts that connect (20000)\n"
    "  --days N, --hours N time that the log spans (2 days)\n"
    "  --start YYYY-MM-DD  first day (2026-11-01)\n"
    "  --stamps bsd|rfc3339\n"
    "  --long-ids          enable_long_queue_ids = yes\n"
    "  --seed N            the same seed gives the same bytes (1)\n"
    "  --out FILE          the log ('-' is standard output)\n"
    "  --truth FILE        messages by sender and TLS version, as `smtptally tls --format csv`\n";

template <class Number>
bool read_number(std::string_view text, Number& into) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, into);
  return error == std::errc{} && stop == end;
}

bool read_date(std::string_view text, Options& options) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  if (!read_number(text.substr(0, 4), options.year)) return false;
  if (!read_number(text.substr(5, 2), options.month)) return false;
  if (!read_number(text.substr(8, 2), options.day)) return false;
  return std::chrono::year_month_day{std::chrono::year{options.year},
                                     std::chrono::month{options.month},
                                     std::chrono::day{options.day}}
      .ok();
}

bool read_stamps(std::string_view text, Options& options) {
  options.stamps = text == "rfc3339" ? Stamps::rfc3339 : Stamps::bsd;
  return text == "rfc3339" || text == "bsd";
}

template <class Number>
bool read_positive(std::string_view text, Number& into) {
  return read_number(text, into) && into > 0;
}

bool read_option(std::string_view name, std::string_view value, Options& options) {
  if (name == "--bytes") {
    options.lines = 0;
    return read_positive(value, options.bytes);
  }
  if (name == "--lines") return read_positive(value, options.lines);
  if (name == "--senders") return read_positive(value, options.senders);
  if (name == "--clients") return read_positive(value, options.clients);
  if (name == "--hours") return read_positive(value, options.hours);
  if (name == "--days") {
    const bool good = read_positive(value, options.hours);
    options.hours *= 24;
    return good;
  }
  if (name == "--seed") return read_number(value, options.seed);
  if (name == "--start") return read_date(value, options);
  if (name == "--stamps") return read_stamps(value, options);
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
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--long-ids") {
      options.queue_ids = QueueIdFilter::long_ids;
      continue;
    }
    if (name == "--help" || i + 1 == argc || !read_option(name, argv[i + 1], options)) {
      if (name != "--help") complain("gen_postfix: bad option " + std::string(name) + "\n");
      complain(kHelp);
      return std::nullopt;
    }
    ++i;
  }
  return options;
}

}  // namespace smtptally::bench
