#include "options.hpp"

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
    "  --takeover N        plant N accounts that are taken over in the last week (0)\n"
    "  --takeover-truth FILE  which ones, when and how\n"
    "  --seed N            the same seed gives the same bytes (1)\n"
    "  --out FILE          the log ('-' is standard output)\n"
    "  --truth FILE        messages by sender and TLS version, as `smtptally tls --format csv`\n";

bool read_stamps(std::string_view text, Options& options) {
  options.stamps = text == "rfc3339" ? Stamps::rfc3339 : Stamps::bsd;
  return text == "rfc3339" || text == "bsd";
}

bool read_option(std::string_view name, std::string_view value, Options& options) {
  if (name == "--bytes") {
    options.lines = 0;
    return read_positive(value, options.bytes);
  }
  if (name == "--lines") return read_positive(value, options.lines);
  if (name == "--senders") return read_positive(value, options.senders);
  if (name == "--clients") return read_positive(value, options.clients);
  if (name == "--takeover") return read_positive(value, options.takeovers);
  if (name == "--takeover-truth") {
    options.takeover_truth = value;
    return true;
  }
  if (name == "--hours") return read_positive(value, options.hours);
  if (name == "--days") {
    const bool good = read_positive(value, options.hours);
    options.hours *= 24;
    return good;
  }
  return name == "--stamps" && read_stamps(value, options);
}

bool take_flag(std::string_view name, Options& options) {
  if (name != "--long-ids") return false;
  options.queue_ids = QueueIdFilter::long_ids;
  return true;
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv) {
  const CommandLine<Options> line{"gen_postfix", kHelp, &read_option, &take_flag};
  auto options = line.parse(argc, argv);
  if (options && options->out.empty()) options->out = "-";
  return options;
}

}  // namespace smtptally::bench
