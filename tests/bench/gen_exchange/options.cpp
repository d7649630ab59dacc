#include "options.hpp"

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
    "  --takeover N        plant N users that are taken over in the last week (0)\n"
    "  --takeover-truth FILE  which ones, when and how\n"
    "  --seed N            the same seed gives the same bytes (1)\n";

bool read_option(std::string_view name, std::string_view value, Options& options) {
  if (name == "--messages") return read_positive(value, options.messages);
  if (name == "--senders") return read_positive(value, options.senders);
  if (name == "--days") return read_positive(value, options.days);
  if (name == "--takeover") return read_positive(value, options.takeovers);
  if (name == "--takeover-truth") {
    options.takeover_truth = value;
    return true;
  }
  return name == "--frontends" && read_positive(value, options.frontends) && options.frontends <= 2;
}

bool take_flag(std::string_view /*name*/, Options& /*options*/) { return false; }

}  // namespace

std::optional<Options> parse_options(int argc, char** argv) {
  const CommandLine<Options> line{"gen_exchange", kHelp, &read_option, &take_flag};
  auto options = line.parse(argc, argv);
  if (!options || !options->out.empty()) return options;
  line.say("--out is missing");
  complain(kHelp);
  return std::nullopt;
}

}  // namespace smtptally::bench::exchange
