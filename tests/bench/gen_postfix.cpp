// Writes a long, realistic Postfix log and the truth about it. See --help.
#include <cinttypes>
#include <cstdio>
#include <memory>

#include "gen/line_writer.hpp"
#include "gen/options.hpp"
#include "gen/simulation.hpp"
#include "gen/truth.hpp"

namespace smtptally::bench {
namespace {

constexpr int kUsage = 2;

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { static_cast<void>(std::fclose(file)); }
};

void print_summary(const LineWriter& writer, const Simulation& simulation) {
  std::uint64_t authenticated = 0;
  for (const AccountTruth& account : simulation.truth()) {
    for (const std::uint64_t messages : account.messages) authenticated += messages;
  }
  static_cast<void>(std::fprintf(stderr,
                                 "gen_postfix: %" PRIu64 " lines, %" PRIu64 " bytes, %" PRIu64
                                 " authenticated messages and %" PRIu64 " others accepted\n",
                                 writer.lines(), writer.bytes(), authenticated,
                                 simulation.accepted_others()));
}

int generate(const Options& options) {
  std::unique_ptr<std::FILE, CloseFile> file;
  if (options.out != "-") {
    file.reset(std::fopen(options.out.c_str(), "wb"));
    if (!file) {
      std::perror(options.out.c_str());
      return 1;
    }
  }
  LineWriter writer(file ? file.get() : stdout, options.stamps, "mx1");
  Simulation simulation(options, writer);
  simulation.run();
  if (!writer.finish()) {
    std::perror(options.out.c_str());
    return 1;
  }
  if (!options.truth.empty() && !write_truth(options.truth, simulation.truth())) {
    std::perror(options.truth.c_str());
    return 1;
  }
  if (!options.takeover_truth.empty() &&
      !write_takeovers(options.takeover_truth, simulation.takeovers())) {
    std::perror(options.takeover_truth.c_str());
    return 1;
  }
  print_summary(writer, simulation);
  return 0;
}

}  // namespace
}  // namespace smtptally::bench

int main(int argc, char** argv) {
  const auto options = smtptally::bench::parse_options(argc, argv);
  return options ? smtptally::bench::generate(*options) : smtptally::bench::kUsage;
}
